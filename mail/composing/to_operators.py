"""The notices that operators get: a message has come, a ticket was given or taken away, a note names them, an answer did not arrive."""

from app.actions.mail.digests import BEYOND
from app.nouns.reasons import readable
from app.nouns.ticket import Ticket
from app.queries.ticket.tickets import ticket_by_id
from app.text.languages import _, ngettext
from app.text.one_line import header_line
from mail.composing import header_text
from mail.composing.context import ComposeContext, shortened
from mail.composing.drawn import drawn
from mail.composing.outgoing_mail import OutgoingMail
from mail.composing.to_customers import marked

PREVIEW_CHARS = 400
PREVIEW_LINES = 8


async def new_message(context: ComposeContext) -> OutgoingMail:
    """A message has come: who wrote it, how it begins, and where to answer."""
    ticket, message = await context.ticket(), await context.message()
    words = _("%(name)s wrote to ticket %(number)s.")
    preview = shortened(message.text, PREVIEW_CHARS, PREVIEW_LINES)
    said = _named(words, message.author_name or ticket.customer.name, ticket)
    return _notice(context, ticket, _("New message"), said, preview)


async def digest(context: ComposeContext) -> OutgoingMail:
    """More messages than someone should get single notices about: how many, on which tickets."""
    counts = dict(context.mail.details.get("tickets", {}))
    beyond, total = int(counts.pop(BEYOND, 0)), sum(counts.values())
    words = ngettext("%(num)s new message", "%(num)s new messages", total + beyond) % {"num": total + beyond}
    base = context.desk.settings.base_url
    found = [(await ticket_by_id(context.desk, int(number)), count) for number, count in counts.items()]
    tickets = [
        {
            "number": ticket.number,
            "subject": header_line(ticket.subject),
            "count": count,
            "link": f"{base}/tickets/{ticket.id}",
        }
        for ticket, count in found
        if ticket is not None and not ticket.is_deleted
    ]
    facts = {"words": words, "tickets": tickets, "beyond": beyond, "link": f"{base}/tickets"}
    return drawn(context, "digest", words, facts, automatic="auto-generated")


async def assigned(context: ComposeContext) -> OutgoingMail:
    """A ticket was given to the reader."""
    ticket = await context.ticket()
    return _notice(
        context, ticket, _("Assigned to you"), _("Ticket %(number)s is now yours.") % {"number": ticket.number}
    )


async def taken_away(context: ComposeContext) -> OutgoingMail:
    """The reader's ticket is now someone else's or unassigned."""
    ticket = await context.ticket()
    words = _("Ticket %(number)s is no longer yours.") % {"number": ticket.number}
    if ticket.operator_name:
        words = _named(_("%(name)s now has ticket %(number)s."), ticket.operator_name, ticket)
    return _notice(context, ticket, _("Reassigned"), words)


async def mentioned(context: ComposeContext) -> OutgoingMail:
    """A colleague named the reader in a note: who, and what it says."""
    ticket, note = await context.ticket(), await context.message()
    said = _named(_("%(name)s mentioned you in a note on ticket %(number)s."), note.author_name, ticket)
    preview = shortened(note.text, PREVIEW_CHARS, PREVIEW_LINES)
    return _notice(context, ticket, _("You were mentioned"), said, preview, f"#message-{note.id}")


async def undelivered(context: ComposeContext) -> OutgoingMail:
    """An answer did not arrive, and why."""
    ticket = await context.ticket()
    words = _("An answer on ticket %(number)s was not delivered.") % {"number": ticket.number}
    if copy_to := str(context.mail.details.get("copy_to", "")):
        words = _("The copy to %(email)s of an answer on ticket %(number)s was not delivered.") % {
            "email": header_line(copy_to),
            "number": ticket.number,
        }
    said = header_line(readable(str(context.mail.details.get("server_said", ""))), 500)
    return _notice(context, ticket, _("Not delivered"), words, said)


def _named(words: str, name: str, ticket: Ticket) -> str:
    shown = header_line(name, header_text.NAME_CHARS) or _("Someone")
    return words % {"name": shown, "number": ticket.number}


def _notice(
    context: ComposeContext, ticket: Ticket, news: str, words: str, preview: str = "", place: str = ""
) -> OutgoingMail:
    """A short mail with one button. All notices of a ticket share a parent that never was: one conversation."""
    subject = marked(f"{news}: {ticket.subject}", ticket)
    facts = {
        "number": ticket.number,
        "words": words,
        "ticket_subject": header_line(ticket.subject),
        "preview": preview,
        "link": f"{context.desk.settings.base_url}/tickets/{ticket.id}{place}",
    }
    parent = f"<notices.{ticket.id}@{context.loop_mark}>"
    return drawn(context, "notice", subject, facts, references=[parent], automatic="auto-generated")
