"""Duplicates: one of two tickets of the same customer points to the other, until that is undone."""

from typing import Any

from app.actions.change import action, by, change
from app.actions.ticket.duplicates import NO_DUPLICATE
from app.actions.ticket.other_tickets import other_ticket, same_customer
from app.actions.ticket.taking import release_gone
from app.core.errors import Conflict
from app.desk import Desk
from app.nouns.doubts import doubts_between, named
from app.nouns.operator import Operator
from app.nouns.permissions import Act, permit
from app.nouns.status import Status
from app.nouns.ticket import Ticket
from app.text.languages import _


@action
async def merge(
    desk: Desk, operator: Operator, ticket_id: int, into_id: int, now_ms: int, *, confirmed: bool = False
) -> Ticket:
    """Mark the ticket as a duplicate; what the customer writes to it lands on the original from now on.

    Raises BadFields(into) unless the original is another ticket of the same customer that is no duplicate itself.
    `confirmed`: the operator knows that it is the same customer, under another address.
    """
    async with change(desk, ticket_id, now_ms) as tx:
        permit(operator, Act.MERGE, tx.ticket)
        original = await other_ticket(desk, operator, tx.ticket, into_id, _("A ticket cannot be its own duplicate."))
        same_customer(tx.ticket, original, confirmed=confirmed)
        before = tx.ticket.status
        if tx.ticket.duplicate_of == original.id:
            return tx.ticket
        kept = (tx.ticket.status_before_duplicate or before) if before is Status.DUPLICATE else before
        values = {"status": Status.DUPLICATE.value, "status_before_duplicate": kept.value}
        await tx.save(**values, duplicate_of=original.id, snoozed_until_ms=None)
        facts: dict[str, Any] = {"from_status": before.value, "doubts": named(doubts_between(tx.ticket, original))}
        tx.record("ticket.merged", by(operator), into=original.id, undone=False, **facts)
    return tx.ticket


@action
async def unmerge(desk: Desk, operator: Operator, ticket_id: int, now_ms: int) -> Ticket:
    """Part the two again; the ticket has the status that it had before."""
    async with change(desk, ticket_id, now_ms) as tx:
        permit(operator, Act.MERGE, tx.ticket)
        if tx.ticket.duplicate_of is None:
            raise Conflict(_("This ticket is not a duplicate."))
        into = tx.ticket.duplicate_of
        status = tx.ticket.status_before_duplicate or Status.WAITING_FOR_OPERATOR
        await tx.save(status=status.value, **NO_DUPLICATE)
        tx.record("ticket.merged", by(operator), into=into, status=status.value, undone=True)
        await release_gone(tx)
    return tx.ticket
