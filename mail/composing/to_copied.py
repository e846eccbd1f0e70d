"""The copy of an answer: the customer's mail for someone else, without anything that opens the ticket page."""

from app.credentials.reply_tokens import plus_address
from app.nouns.ticket import Ticket
from app.text.languages import _
from app.text.one_line import header_line
from mail.composing import header_text
from mail.composing.addresses import addresses_among
from mail.composing.context import ComposeContext, conversation_with
from mail.composing.drawn import drawn
from mail.composing.outgoing_mail import OutgoingMail
from mail.composing.pictures import Pictures
from mail.composing.to_customers import files_of, marked, quote_facts, written_facts
from mail.composing.withheld import Withheld


async def copy(context: ComposeContext) -> OutgoingMail:
    """The same text under the same names as the customer's, to one reader.

    Its Message-ID and Reply-To have this reader's token, so replies are attributed to them. No ticket box, no code, no
    link, not even one typed into the text.
    """
    ticket = await context.ticket()
    withheld = Withheld(context.desk.settings, ticket)
    message = withheld.message(await context.message())
    pictures = Pictures(message.attachments, context.loop_mark, context.look.link)
    facts = {
        "number": ticket.number,
        "customer": header_line(ticket.customer.name, header_text.NAME_CHARS) or _("the customer"),
        **written_facts(message, pictures),
        **await quote_facts(context, message, withheld),
    }
    parent, references = await conversation_with(context)
    return drawn(
        context,
        "copy",
        marked(withheld.text(ticket.subject), ticket, "Re: "),
        facts,
        to=_customer(ticket),
        cc=addresses_among(message.cc),
        reply_to=_reply_to(context),
        in_reply_to=parent,
        references=references,
        files=await files_of(context, message, pictures),
    )


def _reply_to(context: ComposeContext) -> str:
    """The address with this reader's token before the @; empty if the mail server does not accept such addresses."""
    if not context.desk.settings.mail_plus:
        return ""
    return plus_address(context.sender[1], context.mail.mime_message_id)


def _customer(ticket: Ticket) -> tuple[str, str] | None:
    """The answer's recipient, as its own mail names them; None if that address is not allowed in a header."""
    named = addresses_among([ticket.customer.email])
    return (ticket.customer.name, named[0]) if named else None
