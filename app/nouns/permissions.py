"""May this person do this to this ticket: decided here for every door.

`docs/locks.md` is the table of it, drawn from this module.
"""

from enum import StrEnum

from app.core.errors import Conflict, DeskError, Forbidden, LockHeld, NotFound, NotHeld
from app.nouns.operator import Operator
from app.nouns.status import Status
from app.nouns.ticket import Ticket
from app.text.languages import _


class Act(StrEnum):
    """What can be done to a ticket."""

    READ = "read"
    NOTE = "note"
    TAKE = "take"
    ANSWER = "answer"
    DROP = "drop"
    ASSIGN = "assign"
    EDIT = "edit"
    STATUS = "status"
    MERGE = "merge"
    SPAM = "spam"
    DELETE = "delete"
    RESTORE = "restore"


ANYBODY = frozenset({Act.READ, Act.NOTE})
WITHOUT_HOLDER = ANYBODY | {Act.TAKE, Act.EDIT, Act.SPAM, Act.DELETE}
FROM_THE_BIN = ANYBODY | {Act.SPAM, Act.DELETE, Act.EDIT, Act.DROP}


def may_see(operator: Operator, ticket: Ticket) -> bool:
    """Whether the ticket exists for this person: its group is not closed to them, and it is not deleted."""
    if ticket.is_erased or (ticket.is_deleted and not operator.is_administrator):
        return False
    return operator.is_active and operator.may_see_group(ticket.group_id)


def permit(operator: Operator, act: Act, ticket: Ticket, *, taking: bool = False, approved: bool = False) -> None:
    """Return if the operator may do this to the ticket now; otherwise raise why not.

    `taking`: the act takes the ticket as well (answer with `take=1`). `approved`: an administrator's mail address and
    password came with the request (delete). Raises NotFound, LockHeld, NotHeld, Forbidden or Conflict.
    """
    if refusal := refusal_of(operator, act, ticket, taking=taking, approved=approved):
        raise refusal


def allows(operator: Operator, act: Act, ticket: Ticket, *, taking: bool = False) -> bool:
    """Whether `permit` would return: what a page offers as a button."""
    return refusal_of(operator, act, ticket, taking=taking, approved=True) is None


def refusal_of(operator: Operator, act: Act, ticket: Ticket, *, taking: bool, approved: bool) -> DeskError | None:
    """Why the operator may not do this; None if they may."""
    if not may_see(operator, ticket):
        return NotFound()
    if act is Act.RESTORE:
        return None if operator.is_administrator else Forbidden(_("Only an administrator can restore a ticket."))
    if ticket.is_deleted and act is not Act.READ:
        return Conflict(_("This ticket is deleted. Restore it first."))
    if ticket.is_spam and act not in FROM_THE_BIN:
        return Conflict(_("This ticket is marked as spam. Unmark it first."))
    return _lock_refusal(operator, act, ticket, taking=taking) or _rule_refusal(
        operator, act, ticket, approved=approved
    )


def _lock_refusal(operator: Operator, act: Act, ticket: Ticket, *, taking: bool) -> DeskError | None:
    if act in ANYBODY or ticket.is_held_by(operator.id):
        return None
    if operator.is_administrator and (act is not Act.ANSWER or taking):
        return None
    if ticket.operator_id is not None:
        return held_by_another(ticket)
    if act in WITHOUT_HOLDER or (act is Act.ANSWER and taking):
        return None
    return NotHeld(ticket.id)


def _rule_refusal(operator: Operator, act: Act, ticket: Ticket, *, approved: bool) -> DeskError | None:
    if act is Act.DROP and ticket.operator_id is None:
        return NotHeld(ticket.id)
    if act is Act.DELETE and not (operator.is_administrator or approved):
        return Forbidden(_("Deleting needs an administrator's email address and password."))
    return None


def may_finish(operator: Operator, status: Status, *, has_answered: bool) -> bool:
    """Whether the operator may set this status: what ends the matter needs an answer of theirs before it."""
    return operator.is_administrator or has_answered or not status.needs_answer


def held_by_another(ticket: Ticket) -> LockHeld:
    """The refusal that names the holder."""
    return LockHeld(ticket.id, ticket.operator_id, ticket.operator_name or _("Someone"), ticket.held_since_ms)
