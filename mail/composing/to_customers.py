"""The mails that a customer gets: the answer, the confirmation, the link once more, the way to the form."""

from collections.abc import Mapping

from app.html_safety import html_to_text, stored_html, text_to_html
from app.languages import _
from app.message import Message
from app.ticket import Ticket
from mail.composing import header_text
from mail.composing.drawing import day_of, time_of
from mail.composing.drawn import drawn
from mail.composing.facts import Ground, conversation_of, last_from_customer, shortened
from mail.composing.pictures import Pictures, for_mail, styled
from mail.composing.sheet import File, Sheet

PREHEADER_CHARS = 110


async def answer(ground: Ground) -> Sheet:
    """What the operator wrote, with signature, files, the ticket box and the customer's last message, quoted once."""
    ticket, message = await ground.ticket(), await ground.message()
    pictures = Pictures(message.attachments, ground.loop_mark)
    body = for_mail(message.html or text_to_html(message.text), pictures)
    signature = for_mail(message.signature or "", pictures)
    facts = {
        **ground.ticket_facts(ticket),
        **await _quote(ground, message),
        "preheader": " ".join(message.text.split())[:PREHEADER_CHARS],
        "body": stored_html(body),  # cleaned again just above
        "body_text": message.text,
        "signature": stored_html(signature),
        "signature_text": html_to_text(message.signature or "").strip(),
        "since": day_of(ticket.created_ms, ground.desk.settings.zone),
    }
    parent, references = await conversation_of(ground)
    is_customer = ground.recipients[0].lower() == ticket.customer.email_key
    return drawn(
        ground,
        "answer",
        marked(ticket.subject, ticket, "Re: "),
        facts,
        to_name=ticket.customer.name if is_customer else "",
        cc=ground.recipients[1:],
        in_reply_to=parent,
        references=references,
        files=await files_of(ground, message, pictures),
    )


async def confirmation(ground: Ground) -> Sheet:
    """Number, access code and link, and what is still missing. Nothing that a stranger typed is echoed, no name, no text.

    Forms that mailed strangers' words to strangers' addresses have been used to send abuse in the desk's name.
    """
    ticket = await ground.ticket()
    missing = [words for words, value in _mandatory(ticket) if not value]
    facts = {**ground.ticket_facts(ticket), "missing": missing, "since": _since(ground, ticket)}
    return await _automatic(ground, "confirmation", marked(_("We have your message"), ticket), facts, ticket.source)


async def lost_code(ground: Ground) -> Sheet:
    """The link to a ticket page once more, to the address that the ticket knows."""
    ticket = await ground.ticket()
    facts = {**ground.ticket_facts(ticket), "since": _since(ground, ticket)}
    return await _automatic(ground, "lost_code", marked(_("The link to your ticket"), ticket), facts, "web")


async def use_form(ground: Ground) -> Sheet:
    """To somebody whose mail opens no ticket here: the way to the form."""
    facts = {"link": f"{ground.desk.settings.base_url}/new"}
    return await _automatic(ground, "use_form", _("Please write to us with our form"), facts, "mail")


def marked(subject: str, ticket: Ticket, before: str = "") -> str:
    """The subject with the number at its very end, however long it was, by which the mail reader files replies."""
    mark = f" (#{ticket.id})"
    plain = header_text.harmless(subject.removesuffix(mark.strip()))
    while before and plain.lower().startswith(before.strip().lower()):
        plain = plain[len(before.strip()) :].strip()
    room = header_text.SUBJECT_CHARS - len(mark) - len(before)
    return f"{before}{plain[:room].strip()}{mark}".strip()


async def _automatic(ground: Ground, kind: str, subject: str, facts: Mapping[str, object], source: str) -> Sheet:
    """A mail that no person wrote, and that says so (RFC 3834 §5)."""
    parent, references = await conversation_of(ground) if ground.row.ticket_id else ("", [])
    answered = str(ground.row.details.get("in_reply_to", "")) or parent
    return drawn(
        ground,
        kind,
        subject,
        facts,
        in_reply_to=answered,
        references=[*references, answered] if answered else references,
        automatic="auto-replied" if source == "mail" else "auto-generated",
    )


async def _quote(ground: Ground, answered_by: Message) -> dict[str, object]:
    """The customer's last message as text: their HTML is theirs, and a quote of it nobody misses."""
    last = await last_from_customer(ground, answered_by.id)
    if last is None:
        return {"quote": None, "quote_text": "", "quote_day": "", "quote_time": ""}
    zone = ground.desk.settings.zone
    text = shortened(last.text)
    return {
        "quote": stored_html(styled(text_to_html(text))),
        "quote_text": "\n".join(f"> {line}".rstrip() for line in text.splitlines()),
        "quote_day": day_of(last.created_ms, zone),
        "quote_time": time_of(last.created_ms, zone),
    }


async def files_of(ground: Ground, message: Message, pictures: Pictures) -> tuple[File, ...]:
    """Pictures of the text first; a file that is shown inside the text is not attached a second time."""
    inside = [await ground.file(one, pictures.content_id(one)) for one in pictures.used.values()]
    beside = [await ground.file(one) for one in message.attachments if one.key not in pictures.used]
    return (*inside, *pictures.drawn, *beside)


def _mandatory(ticket: Ticket) -> list[tuple[str, str]]:
    return [(_("your phone number"), ticket.customer.phone), (_("your city"), ticket.customer.city)]


def _since(ground: Ground, ticket: Ticket) -> str:
    return day_of(ticket.created_ms, ground.desk.settings.zone)
