"""The notices that operators get: a message has come, a ticket was given or taken away, an answer did not arrive."""

from app.languages import _
from app.reasons import readable
from app.ticket import Ticket
from mail.composing import header_text
from mail.composing.drawn import drawn
from mail.composing.facts import Ground, shortened
from mail.composing.sheet import Sheet
from mail.composing.to_customers import marked

PREVIEW_CHARS = 400
PREVIEW_LINES = 8


async def new_message(ground: Ground) -> Sheet:
    """A message has come: who wrote it, how it begins, and where to answer."""
    ticket, message = await ground.ticket(), await ground.message()
    words = _("%(name)s wrote to ticket %(number)s.")
    preview = shortened(message.text, PREVIEW_CHARS, PREVIEW_LINES)
    said = _named(words, message.author_name or ticket.customer.name, ticket)
    return _notice(ground, ticket, _("New message"), said, preview)


async def assigned(ground: Ground) -> Sheet:
    """A ticket was given to the reader."""
    ticket = await ground.ticket()
    return _notice(ground, ticket, _("Yours now"), _("Ticket %(number)s is yours now.") % {"number": ticket.number})


async def taken_away(ground: Ground) -> Sheet:
    """A ticket that the reader held is somebody else's, or nobody's."""
    ticket = await ground.ticket()
    words = _("You no longer hold ticket %(number)s.") % {"number": ticket.number}
    if ticket.operator_name:
        words = _named(_("%(name)s answers ticket %(number)s now."), ticket.operator_name, ticket)
    return _notice(ground, ticket, _("Taken away"), words)


async def undelivered(ground: Ground) -> Sheet:
    """An answer did not arrive, and why."""
    ticket = await ground.ticket()
    words = _("An answer on ticket %(number)s did not arrive.") % {"number": ticket.number}
    said = header_text.harmless(readable(str(ground.row.details.get("server_said", ""))), 500)
    return _notice(ground, ticket, _("Not delivered"), words, said)


def _named(words: str, name: str, ticket: Ticket) -> str:
    shown = header_text.harmless(name, header_text.NAME_CHARS) or _("Somebody")
    return words % {"name": shown, "number": ticket.number}


def _notice(ground: Ground, ticket: Ticket, news: str, words: str, preview: str = "") -> Sheet:
    """A short mail with one button. All notices of a ticket share a parent that never was: one conversation."""
    subject = marked(f"{news}: {ticket.subject}", ticket)
    facts = {
        "number": ticket.number,
        "words": words,
        "ticket_subject": header_text.harmless(ticket.subject),
        "preview": preview,
        "link": f"{ground.desk.settings.base_url}/tickets/{ticket.id}",
    }
    parent = f"<notices.{ticket.id}@{ground.loop_mark}>"
    return drawn(ground, "notice", subject, facts, references=[parent], automatic="auto-generated")
