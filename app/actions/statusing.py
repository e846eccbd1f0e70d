"""Status and snooze: where a ticket stands, and putting it away for a while."""

from sqlalchemy import func, select

from app.actions.change import Held, action, by, change
from app.actions.parting import NO_DUPLICATE, part
from app.clock import DAY_MS
from app.desk import Desk
from app.errors import BadFields, Forbidden
from app.event import SYSTEM
from app.languages import _
from app.message import MessageKind
from app.operator import Operator
from app.permissions import Act, may_finish, permit
from app.status import Shelf, Status
from app.ticket import UNTIL_CUSTOMER_MS, Ticket
from sql.tables import messages, tickets

LONGEST_SNOOZE_MS = 5 * 365 * DAY_MS


@action
async def set_status(desk: Desk, operator: Operator, ticket_id: int, status: Status, now_ms: int) -> Ticket:
    """Set the status. What ends the matter needs an answer of the operator's before it (not an administrator's).

    Raises LockHeld, NotHeld, Forbidden, BadFields(status).
    """
    if status is Status.DUPLICATE:
        raise BadFields({"status": _("Merge the ticket to mark it as a duplicate.")})
    async with change(desk, ticket_id, now_ms) as held:
        permit(operator, Act.STATUS, held.ticket)
        if not may_finish(operator, status, has_answered=await has_answered(held, operator)):
            raise Forbidden(_("You can close it once you have answered."))
        before = held.ticket.status
        if status is before and held.ticket.snoozed_until_ms is None:
            return held.ticket
        part(held, by(operator))
        await held.save(status=status.value, snoozed_until_ms=None, **NO_DUPLICATE)
        held.record("ticket.status", by(operator), status=status.value, from_status=before.value)
    return held.ticket


async def has_answered(held: Held, operator: Operator) -> bool:
    """Whether an answer of this operator stands on the ticket: sent or in its undo time, not recalled."""
    own = (messages.c.ticket_id == held.ticket.id) & (messages.c.operator_id == operator.id)
    standing = own & (messages.c.kind == MessageKind.ANSWER.value) & messages.c.recalled_ms.is_(None)
    return bool(await held.db.fetch_val(select(func.count()).select_from(messages).where(standing)))


@action
async def snooze(desk: Desk, operator: Operator, ticket_id: int, until_ms: int | None, now_ms: int) -> Ticket:
    """Put the ticket away until then, or until the customer writes; None wakes it at once.

    UNTIL_CUSTOMER_MS sets no date. Raises LockHeld, NotHeld, BadFields(until).
    """
    if until_ms is not None and until_ms <= now_ms:
        raise BadFields({"until": _("This time has passed. Choose a later one.")})
    if until_ms not in {None, UNTIL_CUSTOMER_MS} and until_ms > now_ms + LONGEST_SNOOZE_MS:
        raise BadFields({"until": _("This is too far away. Choose a time within five years.")})
    async with change(desk, ticket_id, now_ms) as held:
        permit(operator, Act.STATUS, held.ticket)
        if until_ms is not None and not held.ticket.status.is_active:
            raise BadFields({"until": _("A finished ticket needs no snooze.")})
        if until_ms == held.ticket.snoozed_until_ms:
            return held.ticket
        await held.save(snoozed_until_ms=until_ms)
        why = "snoozed" if until_ms is not None else "woken"
        until = None if until_ms == UNTIL_CUSTOMER_MS else until_ms
        held.record("ticket.status", by(operator), status=held.ticket.status.value, why=why, until_ms=until)
    return held.ticket


async def wake_due(desk: Desk, now_ms: int, limit: int = 50) -> int:
    """Bring back the snoozed tickets whose time has come; return how many."""
    asleep = func.coalesce(tickets.c.shelf, tickets.c.shelf) == Shelf.SNOOZED.value  # SQLite would choose its index
    due = select(tickets.c.id).where(tickets.c.snoozed_until_ms <= now_ms, asleep)
    earliest = due.with_hint(tickets, "FORCE INDEX (ix_tickets_snoozed_until_ms)", "mysql")
    rows = await desk.db.fetch_all(earliest.order_by(tickets.c.snoozed_until_ms).limit(limit))
    return sum([await _wake(desk, row.id, now_ms) for row in rows])


@action
async def _wake(desk: Desk, ticket_id: int, now_ms: int) -> bool:
    """Wake one; False if its customer, or somebody's other choice, was faster."""
    async with change(desk, ticket_id, now_ms) as held:
        until_ms = held.ticket.snoozed_until_ms
        if until_ms is None or until_ms > now_ms:
            return False
        await held.save(snoozed_until_ms=None)
        held.record("ticket.status", SYSTEM, status=held.ticket.status.value, why="woken")
    return True
