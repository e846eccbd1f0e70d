"""Where a ticket stands, in the customer's words: they read "Waiting for you", never "Waiting for customer"."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.languages import _
from app.message import Message, MessageKind
from app.status import Status
from app.ticket import Ticket


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
        Status.OPEN: _("Received"),
        Status.WAITING_FOR_CUSTOMER: _("Waiting for you"),
        Status.WAITING_FOR_OPERATOR: _("Waiting for us"),
        Status.CLOSED: _("Closed"),
        Status.DUPLICATE: _("Joined with another ticket"),
        Status.SOLVED: _("Solved"),
        Status.UNSOLVED: _("Closed without a solution"),
        Status.REJECTED_OFFER: _("Closed, offer not taken"),
    }[status]


def steps_of(ticket: Ticket, thread: Sequence[Message]) -> list[Step]:
    """Received, somebody has it, whose turn it is, the end. What ended before anybody had it has no steps between."""
    received, end = Step(_("Received"), "done", ticket.created_ms), _end_step(ticket)
    if not (ticket.status.is_active or ticket.operator_name or _last_answer(thread)):
        return [received, end]
    return [received, _somebody_step(ticket, thread), _turn_step(ticket, thread), end]


def _somebody_step(ticket: Ticket, thread: Sequence[Message]) -> Step:
    if ticket.operator_name:
        name = ticket.operator_name.split()[0]
        return Step(_("%(name)s has it") % {"name": name}, "done", ticket.held_since_ms)
    if _last_answer(thread):
        return Step(_("Somebody has read it"), "done")
    return Step(_("Somebody takes it"), "now", words=_("As soon as they can"))


def _turn_step(ticket: Ticket, thread: Sequence[Message]) -> Step:
    answer = _last_answer(thread)
    if not ticket.status.is_active:
        return Step(_("Answered") if answer else _("Looked into"), "done", answer.released_ms if answer else None)
    if ticket.status is Status.WAITING_FOR_CUSTOMER:
        return Step(_("Your turn"), "now", answer.released_ms if answer else None, _("Answered"))
    state = "now" if ticket.operator_name or answer else "next"
    return Step(_("Our turn"), state, words=_("The answer comes by mail and here"))


def _end_step(ticket: Ticket) -> Step:
    if ticket.status.is_active:
        return Step(_("Solved"), "next", words=_("When you say so"))
    return Step(status_words(ticket.status), "done", ticket.updated_ms)


def _last_answer(thread: Sequence[Message]) -> Message | None:
    return next((message for message in reversed(thread) if message.kind is MessageKind.ANSWER), None)
