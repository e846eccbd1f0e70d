"""Duplicates: one of two tickets of the same customer points to the other, and can be parted again."""

from sqlalchemy import update

from app.actions.change import action, by, change, read_ticket
from app.actions.parting import NO_DUPLICATE
from app.desk import Desk
from app.errors import BadFields, Conflict, DeskError
from app.languages import _
from app.operator import Operator
from app.permissions import Act, may_see, permit
from app.status import Status
from app.ticket import Ticket
from sql.tables import tickets


@action
async def merge(desk: Desk, operator: Operator, ticket_id: int, into_id: int, now_ms: int) -> Ticket:
    """Mark the ticket as a duplicate; what the customer writes to it lands on the original from now on.

    Raises BadFields(into) unless the original is another ticket of the same customer that is no duplicate itself.
    """
    async with change(desk, ticket_id, now_ms) as held:
        permit(operator, Act.MERGE, held.ticket)
        original = await _original(held.desk, operator, held.ticket, into_id)
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


async def _original(desk: Desk, operator: Operator, ticket: Ticket, into_id: int) -> Ticket:
    """The other ticket, held still too: of two that are merged into each other at once, one is refused."""
    none = BadFields({"into": _("There is no such ticket.")})
    await desk.db.execute(update(tickets).where(tickets.c.id == into_id).values(version=tickets.c.version))
    try:
        original = await read_ticket(desk.db, into_id)
    except DeskError:
        raise none from None
    if not may_see(operator, original) or original.is_deleted:
        raise none
    if original.is_spam:
        raise BadFields({"into": _("#%(id)d lies in the bin. Take it out first.") % {"id": original.id}})
    if original.id == ticket.id:
        raise BadFields({"into": _("A ticket cannot be its own duplicate.")})
    if original.duplicate_of is not None:
        raise BadFields({"into": _("#%(id)d is a duplicate itself. Use its original.") % {"id": original.id}})
    if original.customer.email_key != ticket.customer.email_key:
        raise BadFields({"into": _("#%(id)d belongs to another customer.") % {"id": original.id}})
    return original
