"""The customer says on their page that it is solved, and may take that back."""

from app.actions.change import Change, action, change
from app.actions.ticket.duplicates import NO_DUPLICATE, end_duplicate
from app.actions.ticket.taking import release_gone
from app.core.errors import Conflict, NotFound
from app.desk import Desk
from app.nouns.event import Actor
from app.nouns.operator import Operator
from app.nouns.reach import OWN, Reach
from app.nouns.status import Status
from app.queries.ticket.ticket_page import original_of, said_solved
from app.queries.ticket.tickets import ticket_by_id
from app.text.languages import _


@action
async def customer_solves(
    desk: Desk, ticket_id: int, now_ms: int, reach: Reach = OWN, typed_by: Operator | None = None
) -> None:
    """The customer says that it is solved; of a duplicate's original only within their `reach`, else Conflict.

    Harmless if it is already.
    """
    async with change(desk, await _spoken_of(desk, ticket_id), now_ms) as tx:
        await _check_reach(desk, tx, ticket_id, reach)
        before, snoozed = tx.ticket.status, tx.ticket.snoozed_until_ms
        if before is Status.SOLVED:
            return
        actor = Actor.customer(tx.ticket.customer.name, typed_by)
        end_duplicate(tx, actor)
        await tx.save(status=Status.SOLVED.value, snoozed_until_ms=None, **NO_DUPLICATE)
        was = {"from_status": before.value} | ({"from_snoozed_until_ms": snoozed} if snoozed is not None else {})
        tx.record("ticket.status", actor, None, status=Status.SOLVED.value, **was)


@action
async def customer_unsolves(
    desk: Desk, ticket_id: int, now_ms: int, reach: Reach = OWN, typed_by: Operator | None = None
) -> None:
    """Undo that: status and snooze are as before. Raises Conflict once the status has changed since, or beyond `reach`."""
    async with change(desk, await _spoken_of(desk, ticket_id), now_ms) as tx:
        await _check_reach(desk, tx, ticket_id, reach)
        said = await said_solved(tx.desk, tx.ticket)
        if said is None:
            raise Conflict(_("This ticket has changed since. Send us a message instead."))
        before = Status(said.details["from_status"])
        if before is Status.DUPLICATE:  # of a ticket that is deleted: it became one of its own
            before = Status.WAITING_FOR_OPERATOR
        await tx.save(status=before.value, snoozed_until_ms=said.details.get("from_snoozed_until_ms"))
        actor = Actor.customer(tx.ticket.customer.name, typed_by)
        tx.record("ticket.status", actor, status=before.value, from_status=Status.SOLVED.value, undone=True)
        if before.is_active:
            await release_gone(tx)


async def _spoken_of(desk: Desk, ticket_id: int) -> int:
    ticket = await ticket_by_id(desk, ticket_id)
    if ticket is None:
        raise NotFound
    return (await original_of(desk, ticket)).id


async def _check_reach(desk: Desk, tx: Change, ticket_id: int, reach: Reach) -> None:
    ticket = await ticket_by_id(desk, ticket_id)
    if ticket is None or tx.ticket.is_deleted:
        raise NotFound
    if not reach.covers(ticket, tx.ticket):
        raise Conflict(_("This ticket was merged with another one. Send us a message instead."))
