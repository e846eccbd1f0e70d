"""Deleting hides a ticket at once; administrators can restore it for thirty days; then it is erased."""

from app.actions.change import action, by, change
from app.actions.signing import administrator_by_password
from app.clock import DAY_MS
from app.desk import Desk
from app.errors import Forbidden, TooLate
from app.languages import _
from app.operator import Operator
from app.permissions import Act, permit
from app.ticket import Ticket

RESTORABLE_MS = 30 * DAY_MS


@action
async def delete(desk: Desk, operator: Operator, ticket_id: int, approval: tuple[str, str] | None, now_ms: int) -> None:
    """Hide the ticket. An operator needs `approval`: an administrator's mail address and password.

    Raises LockHeld, Forbidden (also for a wrong password: the door counts it as a failed sign-in of that account).
    """
    approver = None
    if not operator.is_administrator and approval:
        approver = await administrator_by_password(desk, *approval)
        if approver is None:
            raise Forbidden(_("That address and password are not an administrator's."))
    async with change(desk, ticket_id, now_ms) as held:
        permit(operator, Act.DELETE, held.ticket, approved=approver is not None)
        ticket = held.ticket
        await held.save(deleted_ms=now_ms, updated_ms=ticket.updated_ms)
        held.record(
            "ticket.deleted",
            by(operator),
            subject=ticket.subject,
            customer={"name": ticket.customer.name, "email": ticket.customer.email},
            approved_by={"id": approver.id, "name": approver.name} if approver else None,
        )


@action
async def restore(desk: Desk, operator: Operator, ticket_id: int, now_ms: int) -> Ticket:
    """Bring a deleted ticket back. Administrators only; TooLate after thirty days."""
    async with change(desk, ticket_id, now_ms) as held:
        permit(operator, Act.RESTORE, held.ticket)
        if held.ticket.deleted_ms is None:
            return held.ticket
        if held.ticket.deleted_ms < now_ms - RESTORABLE_MS:
            raise TooLate(_("It was deleted more than thirty days ago and is being erased."))
        await held.save(deleted_ms=None, updated_ms=held.ticket.updated_ms)
        held.record("ticket.restored", by(operator))
    return held.ticket
