"""The mail to a third party. It holds nothing that opens the customer's ticket page: no access code, no link."""

from app.html_safety import stored_html, text_to_html
from app.nouns.message import Message, MessageKind
from app.queries.ticket.messages import message_by_id
from app.text.one_line import header_line
from mail.composing.addresses import addresses_among
from mail.composing.context import ComposeContext, conversation_with
from mail.composing.drawn import drawn
from mail.composing.outgoing_mail import File, OutgoingMail
from mail.composing.pictures import Pictures, styled
from mail.composing.to_customers import files_of, marked, written_facts
from mail.composing.withheld import Withheld


async def to_third_party(context: ComposeContext) -> OutgoingMail:
    """What the operator wrote, with signature and files, and below it the forwarded messages with their files.

    Each recipient gets a separate email; all of them are named in it.
    """
    ticket = await context.ticket()
    withheld = Withheld(context.desk.settings, ticket)
    message = withheld.message(await context.message())
    pictures = Pictures(message.attachments, context.loop_mark, context.look.link)
    typed = header_line(str(context.mail.details.get("subject", "")))
    forwarded = (message.quoted_text or "").strip()
    facts = {
        "number": ticket.number,
        **written_facts(message, pictures),
        "forwarded": stored_html(styled(text_to_html(forwarded), context.look.link)) if forwarded else None,
        "forwarded_text": "\n".join(f"> {line}".rstrip() for line in forwarded.splitlines()),
    }
    first, *others = addresses_among(message.to) or context.recipients
    parent, references = await conversation_with(context)
    return drawn(
        context,
        "to_third_party",
        withheld.text(marked(typed or ticket.subject, ticket)),
        facts,
        to=("", first),
        cc=others,
        in_reply_to=parent,
        references=references,
        files=(*await files_of(context, message, pictures), *await _forwarded_files(context)),
    )


async def _forwarded_files(context: ComposeContext) -> list[File]:
    """The files of the messages that go along; of one that is gone meanwhile, nothing."""
    files: list[File] = []
    for number in context.mail.details.get("forward") or []:
        message = await message_by_id(context.desk, int(number))
        if message is not None and _goes_along(context, message):
            files += [await context.file(one) for one in message.attachments]
    return files


def _goes_along(context: ComposeContext, message: Message) -> bool:
    return message.ticket_id == context.mail.ticket_id and message.kind is not MessageKind.NOTE
