"""Duplicates: one of two tickets of the same customer points to the other, and can be parted again."""

from app.actions.change import action, by, change
from app.actions.other_tickets import other_ticket, same_customer
from app.actions.parting import NO_DUPLICATE
from app.desk import Desk
from app.errors import Conflict
from app.languages import _
from app.operator import Operator
from app.permissions import Act, permit
from app.status import Status
from app.ticket import Ticket


@action
async def merge(desk: Desk, operator: Operator, ticket_id: int, into_id: int, now_ms: int) -> Ticket:
    """Mark the ticket as a duplicate; what the customer writes to it lands on the original from now on.

    Raises BadFields(into) unless the original is another ticket of the same customer that is no duplicate itself.
    """
    async with change(desk, ticket_id, now_ms) as held:
        permit(operator, Act.MERGE, held.ticket)
        original = await other_ticket(desk, operator, held.ticket, into_id, _("A ticket cannot be its own duplicate."))
        same_customer(held.ticket, original)
        before = held.ticket.status
        if held.ticket.duplicate_of == original.id:
            return held.ticket
        kept = (held.ticket.status_before_duplicate or before) if before is Status.DUPLICATE else before
        values = {"status": Status.DUPLICATE.value, "status_before_duplicate": kept.value}
        await held.save(**values, duplicate_of=original.id, snoozed_until_ms=None)
        held.record("ticket.merged", by(operator), into=original.id, from_status=before.value, undone=False)
    return held.ticket


@action
async def unmerge(desk: Desk, operator: Operator, ticket_id: int, now_ms: int) -> Ticket:
    """Part the two again; the ticket has the status that it had before."""
    async with change(desk, ticket_id, now_ms) as held:
        permit(operator, Act.MERGE, held.ticket)
        if held.ticket.duplicate_of is None:
            raise Conflict(_("This ticket is no duplicate."))
        into = held.ticket.duplicate_of
        status = held.ticket.status_before_duplicate or Status.WAITING_FOR_OPERATOR
        await held.save(status=status.value, **NO_DUPLICATE)
        held.record("ticket.merged", by(operator), into=into, status=status.value, undone=True)
    return held.ticket
