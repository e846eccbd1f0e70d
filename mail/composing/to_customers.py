"""The mails that a customer gets: the answer, the confirmation, the link once more, the way to the form."""

from collections.abc import Mapping

from app.html_safety import html_to_text, stored_html, text_to_html
from app.nouns.message import Message
from app.nouns.ticket import Ticket
from app.queries.ticket.messages import last_from_customer
from app.text.address_keys import address_key
from app.text.languages import _
from app.text.one_line import SUBJECT_CHARS, header_line
from mail.composing.addresses import addresses_among
from mail.composing.context import ComposeContext, conversation_of, shortened
from mail.composing.drawing import day_of, time_of
from mail.composing.drawn import drawn
from mail.composing.outgoing_mail import File, OutgoingMail
from mail.composing.pictures import Pictures, for_mail, styled
from mail.composing.withheld import Withheld

PREHEADER_CHARS = 110


async def answer(context: ComposeContext) -> OutgoingMail:
    """What the operator wrote, with signature, files, the ticket box and the customer's last message, quoted once."""
    ticket, message = await context.ticket(), await context.message()
    pictures = Pictures(message.attachments, context.loop_mark, context.look.link)
    facts = {
        **context.ticket_facts(ticket),
        **await quote_facts(context, message),
        **written_facts(message, pictures),
        "since": day_of(ticket.created_ms, context.desk.settings.zone),
    }
    parent, references = await conversation_of(context)
    is_customer = address_key(context.recipients[0]) == ticket.customer.email_key
    return drawn(
        context,
        "answer",
        marked(ticket.subject, ticket, "Re: "),
        facts,
        to_name=ticket.customer.name if is_customer else "",
        cc=addresses_among(message.cc),
        in_reply_to=parent,
        references=references,
        files=await files_of(context, message, pictures),
    )


async def confirmation(context: ComposeContext) -> OutgoingMail:
    """Number, access code and link, and what is still missing. Nothing that a stranger typed is echoed, no name, no text.

    Forms that mailed strangers' words to strangers' addresses have been used to send abuse in the desk's name.
    """
    ticket = await context.ticket()
    missing = [words for words, value in _mandatory(ticket) if not value]
    facts = {**context.ticket_facts(ticket), "missing": missing, "since": _since(context, ticket)}
    return await _automatic(context, "confirmation", marked(_("We have your message"), ticket), facts, ticket.source)


async def lost_code(context: ComposeContext) -> OutgoingMail:
    """The link to a ticket page once more, to the address that the ticket knows."""
    ticket = await context.ticket()
    facts = {**context.ticket_facts(ticket), "since": _since(context, ticket)}
    return await _automatic(context, "lost_code", marked(_("The link to your ticket"), ticket), facts, "web")


async def use_form(context: ComposeContext) -> OutgoingMail:
    """To someone whose mail opens no ticket here: a link to the form."""
    facts = {"link": f"{context.desk.settings.base_url}/new"}
    return await _automatic(context, "use_form", _("Please use our contact form"), facts, "mail")


def marked(subject: str, ticket: Ticket, before: str = "") -> str:
    """The subject with the number at its very end, however long it was, by which the mail reader files replies."""
    mark = f" (#{ticket.id})"
    plain = header_line(subject.removesuffix(mark.strip()))
    while before and plain.lower().startswith(before.strip().lower()):
        plain = plain[len(before.strip()) :].strip()
    room = SUBJECT_CHARS - len(mark) - len(before)
    return f"{before}{plain[:room].strip()}{mark}".strip()


async def _automatic(
    context: ComposeContext, kind: str, subject: str, facts: Mapping[str, object], source: str
) -> OutgoingMail:
    """A mail that no person wrote, and that says so (RFC 3834 §5)."""
    parent, references = await conversation_of(context) if context.mail.ticket_id else ("", [])
    answered = str(context.mail.details.get("in_reply_to", "")) or parent
    return drawn(
        context,
        kind,
        subject,
        facts,
        in_reply_to=answered,
        references=[*references, answered] if answered else references,
        automatic="auto-replied" if source == "mail" else "auto-generated",
    )


def written_facts(message: Message, pictures: Pictures) -> dict[str, object]:
    """What an operator wrote, as templates draw it: the text, and the signature below it."""
    return {
        "preheader": " ".join(message.text.split())[:PREHEADER_CHARS],
        "body": stored_html(for_mail(message.html or text_to_html(message.text), pictures)),  # which cleans it again
        "body_text": message.text,
        "signature": stored_html(for_mail(message.signature or "", pictures)),
        "signature_text": html_to_text(message.signature or "").strip(),
    }


async def quote_facts(
    context: ComposeContext, answered_by: Message, withheld: Withheld | None = None
) -> dict[str, object]:
    """The customer's last message as text: nobody misses its HTML in a quote."""
    last = await last_from_customer(context.desk, answered_by.ticket_id, answered_by.id)
    if last is None:
        return {"quote": None, "quote_text": "", "quote_day": "", "quote_time": ""}
    zone = context.desk.settings.zone
    text = shortened(withheld.text(last.text) if withheld else last.text)
    return {
        "quote": stored_html(styled(text_to_html(text), context.look.link)),
        "quote_text": "\n".join(f"> {line}".rstrip() for line in text.splitlines()),
        "quote_day": day_of(last.created_ms, zone),
        "quote_time": time_of(last.created_ms, zone),
    }


async def files_of(context: ComposeContext, message: Message, pictures: Pictures) -> tuple[File, ...]:
    """Pictures of the text first; a file that is shown inside the text is not attached a second time."""
    inside = [await context.file(one, pictures.content_id(one)) for one in pictures.used.values()]
    beside = [await context.file(one) for one in message.attachments if one.key not in pictures.used]
    return (*inside, *pictures.drawn, *beside)


def _mandatory(ticket: Ticket) -> list[tuple[str, str]]:
    return [(_("your phone number"), ticket.customer.phone), (_("your city"), ticket.customer.city)]


def _since(context: ComposeContext, ticket: Ticket) -> str:
    return day_of(ticket.created_ms, context.desk.settings.zone)
