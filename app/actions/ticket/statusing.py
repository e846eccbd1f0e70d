"""Setting a ticket's status, and snoozing it."""

from sqlalchemy import func, select

from app.actions.change import action, by, change
from app.actions.ticket.duplicates import NO_DUPLICATE, end_duplicate
from app.actions.ticket.taking import release_gone
from app.core.clock import DAY_MS
from app.core.errors import BadFields, Forbidden
from app.desk import Desk
from app.nouns.event import SYSTEM
from app.nouns.operator import Operator
from app.nouns.permissions import Act, may_finish, permit
from app.nouns.status import Shelf, Status
from app.nouns.ticket import UNTIL_CUSTOMER_MS, Ticket
from app.queries.ticket.messages import has_answered
from app.text.languages import _
from sql.tables import tickets

LONGEST_SNOOZE_MS = 5 * 365 * DAY_MS


@action
async def set_status(desk: Desk, operator: Operator, ticket_id: int, status: Status, now_ms: int) -> Ticket:
    """Set the status. What ends the matter needs an answer of the operator's before it (not an administrator's).

    Raises LockHeld, NotHeld, Forbidden, BadFields(status).
    """
    if status is Status.DUPLICATE:
        raise BadFields({"status": _("Use “Mark as duplicate” to set this status.")})
    async with change(desk, ticket_id, now_ms) as tx:
        permit(operator, Act.STATUS, tx.ticket)
        if not may_finish(operator, status, has_answered=await has_answered(tx.desk, ticket_id, operator.id)):
            raise Forbidden(_("You can close it once you have answered."))
        before = tx.ticket.status
        if status is before and tx.ticket.snoozed_until_ms is None:
            return tx.ticket
        end_duplicate(tx, by(operator))
        await tx.save(status=status.value, snoozed_until_ms=None, **NO_DUPLICATE)
        tx.record("ticket.status", by(operator), status=status.value, from_status=before.value)
        if not before.is_active:
            await release_gone(tx)
    return tx.ticket


@action
async def snooze(desk: Desk, operator: Operator, ticket_id: int, until_ms: int | None, now_ms: int) -> Ticket:
    """Snooze the ticket until then, or until the customer writes; None ends the snooze.

    UNTIL_CUSTOMER_MS sets no date. Raises LockHeld, NotHeld, BadFields(until).
    """
    if until_ms is not None and until_ms <= now_ms:
        raise BadFields({"until": _("This time has passed. Choose a later one.")})
    if until_ms not in {None, UNTIL_CUSTOMER_MS} and until_ms > now_ms + LONGEST_SNOOZE_MS:
        raise BadFields({"until": _("Choose a time within the next five years.")})
    async with change(desk, ticket_id, now_ms) as tx:
        permit(operator, Act.STATUS, tx.ticket)
        if until_ms is not None and not tx.ticket.status.is_active:
            raise BadFields({"until": _("Finished tickets cannot be snoozed.")})
        if until_ms == tx.ticket.snoozed_until_ms:
            return tx.ticket
        await tx.save(snoozed_until_ms=until_ms)
        why = "snoozed" if until_ms is not None else "woken"
        until = None if until_ms == UNTIL_CUSTOMER_MS else until_ms
        tx.record("ticket.status", by(operator), status=tx.ticket.status.value, why=why, until_ms=until)
    return tx.ticket


async def wake_due(desk: Desk, now_ms: int, limit: int = 50) -> int:
    """Bring back the snoozed tickets whose time has come; return how many."""
    asleep = func.coalesce(tickets.c.shelf, tickets.c.shelf) == Shelf.SNOOZED.value  # SQLite would choose its index
    due = select(tickets.c.id).where(tickets.c.snoozed_until_ms <= now_ms, asleep)
    earliest = due.with_hint(tickets, "FORCE INDEX (ix_tickets_snoozed_until_ms)", "mysql")
    rows = await desk.db.fetch_all(earliest.order_by(tickets.c.snoozed_until_ms).limit(limit))
    return sum([await _wake(desk, row.id, now_ms) for row in rows])


@action
async def _wake(desk: Desk, ticket_id: int, now_ms: int) -> bool:
    """End one snooze; False if the customer wrote or someone changed it first."""
    async with change(desk, ticket_id, now_ms) as tx:
        until_ms = tx.ticket.snoozed_until_ms
        if until_ms is None or until_ms > now_ms:
            return False
        await tx.save(snoozed_until_ms=None)
        tx.record("ticket.status", SYSTEM, status=tx.ticket.status.value, why="woken")
    return True
