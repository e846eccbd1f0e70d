"""A ticket's progress, in the customer's words: they read "Waiting for you", never "Waiting for customer"."""

from dataclasses import dataclass

from app.nouns.status import Status
from app.nouns.ticket import Ticket
from app.text.languages import _, pgettext


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps on top of the page, four as a rule. `state` is done, now or next."""

    title: str
    state: str
    at_ms: int | None = None
    words: str = ""


def status_words(status: Status) -> str:
    """The status as the customer reads it."""
    return {
        Status.OPEN: pgettext("status, for customers", "Received"),
        Status.WAITING_FOR_CUSTOMER: pgettext("status, for customers", "Waiting for you"),
        Status.WAITING_FOR_OPERATOR: pgettext("status, for customers", "Waiting for us"),
        Status.CLOSED: pgettext("status, for customers", "Closed"),
        Status.DUPLICATE: pgettext("status, for customers", "Merged with another ticket"),
        Status.SOLVED: pgettext("status, for customers", "Solved"),
        Status.UNSOLVED: pgettext("status, for customers", "Closed without a solution"),
        Status.REJECTED_OFFER: pgettext("status, for customers", "Closed, offer not accepted"),
    }[status]


def steps_of(ticket: Ticket, answered_ms: int | None, usually: str = "") -> list[Step]:
    """Received, assigned, whose turn it is, the end. A ticket that ended before anyone had it has no steps between.

    `answered_ms`: when the newest answer reached the customer; None if there is none. `usually`: how soon the first one
    comes as a rule, in words.
    """
    received, end = Step(pgettext("status, for customers", "Received"), "done", ticket.created_ms), _end_step(ticket)
    if not (ticket.status.is_active or ticket.operator_name or answered_ms):
        return [received, end]
    return [received, _somebody_step(ticket, answered_ms, usually), _turn_step(ticket, answered_ms), end]


def write_to(ticket: Ticket) -> str:
    """What stands in the empty reply."""
    if ticket.operator_name:
        return _("Write to %(name)s") % {"name": ticket.operator_name.split()[0]}
    return _("Write to us")


def _somebody_step(ticket: Ticket, answered_ms: int | None, usually: str) -> Step:
    if ticket.operator_name:
        name = ticket.operator_name.split()[0]
        # Translators: a step of a ticket: %(name)s, an operator, has it
        return Step(_("With %(name)s") % {"name": name}, "done", ticket.held_since_ms)
    if answered_ms:
        return Step(_("Someone has read it"), "done")
    return Step(_("Someone will read it"), "now", words=usually or _("As soon as possible"))


def _turn_step(ticket: Ticket, answered_ms: int | None) -> Step:
    if not ticket.status.is_active:
        return Step(
            pgettext("status, for customers", "Answered")
            if answered_ms
            else pgettext("status, for customers", "Reviewed"),
            "done",
            answered_ms,
        )
    if ticket.status is Status.WAITING_FOR_CUSTOMER:
        return Step(_("Your turn"), "now", answered_ms, pgettext("status, for customers", "Answered"))
    state = "now" if ticket.operator_name or answered_ms else "next"
    return Step(_("Our turn"), state, words=_("We reply by email and here"))


def _end_step(ticket: Ticket) -> Step:
    if ticket.status.is_active:
        # Translators: below “Solved”, which is still to come: it is solved when the customer says so
        return Step(pgettext("status, for customers", "Solved"), "next", words=_("When you say so"))
    return Step(status_words(ticket.status), "done", ticket.updated_ms)
