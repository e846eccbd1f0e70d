"""What the wall says: what someone did last, in few words, and the families of what happens."""

from app.nouns.event import Event
from app.text.languages import _
from web.console.desk.log_words import kind_words
from web.console.frame.labels import details_of, status_words

FAMILIES = {
    "ticket": "ticket",
    "lock": "ticket",
    "message": "message",
    "person": "person",
    "mail": "mail",
    "mailbox": "mail",
}
OTHERS = "desk"


def family_of(event: Event) -> str:
    """The family under which the feed's filter has it."""
    return FAMILIES.get(event.kind.partition(".")[0], OTHERS)


def family_words() -> dict[str, str]:
    """The choices of that filter."""
    return {
        "ticket": _("Tickets"),
        "message": _("Messages"),
        "person": _("People and sign-ins"),
        "mail": _("Mail"),
        OTHERS: _("Customers and settings"),
    }


def act_words(event: Event) -> str:
    """What an operator did, without their name: "Took #48213"."""
    number = "" if event.ticket_id is None else f"#{event.ticket_id}"
    if words := _words_of_ticket(event, number) or _words_of_others(event, number):
        return words
    return f"{kind_words().get(event.kind, event.kind)} {number}".rstrip()


def _words_of_ticket(event: Event, number: str) -> str:
    details = details_of(event)
    if event.kind == "ticket.status" and details["why"] is None and details["status"]:
        # Translators: what an operator did; %(number)s is a ticket. The operator's name is above it
        words = _("Set %(number)s to %(status)s")
        return words % {"number": number, "status": status_words(str(details["status"]))}
    words = {
        "ticket.opened": _("Created %(number)s"),
        "ticket.taken": _("Took %(number)s"),
        "ticket.dropped": _("Dropped %(number)s"),
        "ticket.assigned": _("Assigned %(number)s"),
        "ticket.deleted": _("Deleted %(number)s"),
        "ticket.restored": _("Restored %(number)s"),
        "message.recalled": _("Undid an answer on %(number)s"),
    }.get(event.kind, "")
    return words % {"number": number}


def _words_of_others(event: Event, number: str) -> str:
    details = details_of(event)
    if event.kind == "message.added":
        words = {"answer": _("Sent an answer on %(number)s"), "note": _("Wrote a note on %(number)s")}.get(
            str(details["message_kind"]), _("Wrote on %(number)s")
        )
        return words % {"number": number}
    if event.kind == "person.away":
        return _("Went away") if details["away"] else _("Came back")
    return {
        "person.signed_in": _("Signed in"),
        "person.signed_out": _("Signed out"),
        "person.changed": _("Changed a profile"),
        "setting.changed": _("Changed a setting"),
    }.get(event.kind, "")
