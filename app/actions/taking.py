"""Taking a ticket, and letting it go: from the first moment to the second nobody else can answer."""

from typing import Any

from sqlalchemy import select

from app.actions.change import Held, action, by, change
from app.actions.mailing import tell_person
from app.desk import Desk
from app.errors import Conflict, NotHeld
from app.event import SYSTEM, Actor
from app.languages import _
from app.operator import Operator
from app.permissions import Act, held_by_another, permit
from app.ticket import Ticket
from sql.tables import operators, tickets


@action
async def take(desk: Desk, operator: Operator, ticket_id: int, now_ms: int) -> Ticket:
    """Make the operator the holder; return the ticket. Taking what one holds changes nothing.

    Raises LockHeld with the holder's name: of fifty who take at once one wins, forty-nine are told who. An
    administrator takes it from its holder, which the log calls reallocated.
    """
    async with change(desk, ticket_id, now_ms) as held:
        permit(operator, Act.TAKE, held.ticket)
        await take_within(held, operator)
    return held.ticket


async def take_within(held: Held, operator: Operator) -> None:
    """Take the held-still ticket as part of another act, whose permission has been asked."""
    before = held.ticket
    if before.is_held_by(operator.id):
        return
    await hand_to(held, operator.id)
    details: dict[str, Any] = {"holder": {"id": operator.id, "name": operator.name}}
    if before.operator_id is None:
        held.record("ticket.taken", by(operator), **details)
    else:
        held.record("ticket.taken", by(operator), **details, from_holder=holder_of(before), reallocated=True)
        await tell_person(held, "taken_away", before.operator_id)


@action
async def drop(desk: Desk, operator: Operator, ticket_id: int, now_ms: int) -> Ticket:
    """Let the ticket go: nobody holds it. Raises LockHeld or NotHeld."""
    async with change(desk, ticket_id, now_ms) as held:
        permit(operator, Act.DROP, held.ticket)
        before = held.ticket
        await hand_to(held, None)
        held.record("ticket.dropped", by(operator), from_holder=holder_of(before))
        if before.operator_id not in {None, operator.id}:
            await tell_person(held, "taken_away", before.operator_id)
    return held.ticket


@action
async def release(desk: Desk, ticket_id: int, holder_id: int, why: str, now_ms: int, actor: Actor = SYSTEM) -> bool:
    """Take the lock from this holder because of `why` (deactivated, offline); False if they no longer hold it."""
    async with change(desk, ticket_id, now_ms) as held:
        if not held.ticket.is_held_by(holder_id):
            return False
        await release_within(held, why, actor)
    return True


async def hand_to(held: Held, operator_id: int | None) -> None:
    """Move the lock by compare and set; the row is held still, so a miss is a defect and refuses like a lost race."""
    before = held.ticket
    if operator_id is not None:
        await _check_at_the_desk(held, operator_id)
    matched = await held.db.rowcount(
        tickets.update()
        .where(tickets.c.id == before.id, tickets.c.operator_id.is_not_distinct_from(before.operator_id))
        .values(operator_id=operator_id)
    )
    if not matched:
        raise held_by_another(before) if before.operator_id else NotHeld(before.id)
    # The list is ordered by what happened to the ticket; who holds it does not move it.
    await held.save(
        operator_id=operator_id,
        held_since_ms=held.now_ms if operator_id is not None else None,
        updated_ms=before.updated_ms,
    )


async def _check_at_the_desk(held: Held, operator_id: int) -> None:
    """Raise Conflict for a person who left the desk while this act waited for the ticket: nobody would hold it.

    Their row is held still until the commit, so that who deactivates or deletes them releases this ticket too.
    """
    still = (operators.c.id == operator_id) & operators.c.deactivated_ms.is_(None)
    if await held.db.fetch_one(select(operators.c.id).where(still).with_for_update(read=True)) is None:
        raise Conflict(_("This person is no longer at the desk."))


async def release_within(held: Held, why: str, actor: Actor = SYSTEM) -> None:
    """Take the lock from whoever holds the held-still ticket, because of `why`."""
    before = held.ticket
    await hand_to(held, None)
    held.record("ticket.dropped", actor, from_holder=holder_of(before), why=why)


def holder_of(ticket: Ticket) -> dict[str, object] | None:
    """The holder as an event keeps it."""
    if ticket.operator_id is None:
        return None
    return {"id": ticket.operator_id, "name": ticket.operator_name}
