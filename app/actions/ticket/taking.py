"""Taking and dropping a ticket: in between nobody else can answer it."""

from typing import Any

from sqlalchemy import select

from app.actions.change import Change, action, by, change
from app.actions.mail.mailing import tell_person
from app.core.errors import Conflict, NotFound, NotHeld
from app.desk import Desk
from app.nouns.event import SYSTEM, Actor
from app.nouns.operator import Operator, Role
from app.nouns.outbound_mail import MailKind
from app.nouns.permissions import Act, held_by_another, permit
from app.nouns.ticket import Ticket
from app.text.languages import _
from sql.tables import groups, memberships, operators, tickets


@action
async def take(desk: Desk, operator: Operator, ticket_id: int, now_ms: int) -> Ticket:
    """Make the operator the holder; return the ticket. Taking one's own ticket changes nothing.

    Raises LockHeld with the holder's name: of fifty who take it at once one wins, and forty-nine learn who. An
    administrator takes it from its holder, which the log calls reallocated.
    """
    async with change(desk, ticket_id, now_ms) as tx:
        permit(operator, Act.TAKE, tx.ticket)
        await take_within(tx, operator)
    return tx.ticket


async def take_within(tx: Change, operator: Operator) -> None:
    """Take the change's ticket as part of another act, whose permission has been asked."""
    before = tx.ticket
    if before.is_held_by(operator.id):
        return
    await hand_to(tx, operator.id)
    details: dict[str, Any] = {"holder": {"id": operator.id, "name": operator.name}}
    if before.operator_id is None:
        tx.record("ticket.taken", by(operator), **details)
    else:
        tx.record("ticket.taken", by(operator), **details, from_holder=holder_of(before), reallocated=True)
        await tell_person(tx, MailKind.TAKEN_AWAY, before.operator_id)


@action
async def drop(desk: Desk, operator: Operator, ticket_id: int, now_ms: int) -> Ticket:
    """Drop the ticket: it becomes unassigned. Raises LockHeld or NotHeld."""
    async with change(desk, ticket_id, now_ms) as tx:
        permit(operator, Act.DROP, tx.ticket)
        before = tx.ticket
        await hand_to(tx, None)
        tx.record("ticket.dropped", by(operator), from_holder=holder_of(before))
        if before.operator_id not in {None, operator.id}:
            await tell_person(tx, MailKind.TAKEN_AWAY, before.operator_id)
    return tx.ticket


async def hand_to(tx: Change, operator_id: int | None) -> None:
    """Move the lock by compare and set; the row is locked, so a miss is a defect and refuses like a lost race."""
    before = tx.ticket
    if operator_id is not None:
        await _check_may_hold(tx, operator_id)
    matched = await tx.db.rowcount(
        tickets.update()
        .where(tickets.c.id == before.id, tickets.c.operator_id.is_not_distinct_from(before.operator_id))
        .values(operator_id=operator_id)
    )
    if not matched:
        raise held_by_another(before) if before.operator_id else NotHeld(before.id)
    # The list is ordered by what happened to the ticket; who holds it does not move it.
    await tx.save(
        operator_id=operator_id,
        held_since_ms=tx.now_ms if operator_id is not None else None,
        updated_ms=before.updated_ms,
    )


async def _check_may_hold(tx: Change, operator_id: int) -> None:
    """Raise Conflict for a person who left the desk while this act waited, NotFound for one who lost the group."""
    match await barred(tx, operator_id):
        case "deactivated":
            raise Conflict(_("This person is no longer active."))
        case "group_closed":
            raise NotFound


async def barred(tx: Change, operator_id: int) -> str:
    """Why the person may not hold the change's ticket: `deactivated`, `group_closed`; "" if they may.

    As of now, not of when the action began: the rows of person, group and membership stay locked until the commit, so
    an action that removes one of them comes after this one, and releases the ticket too.
    """
    group_id = tx.ticket.group_id
    in_group = (memberships.c.operator_id == operators.c.id) & (memberships.c.group_id == group_id)
    joined = operators.outerjoin(groups, groups.c.id == group_id).outerjoin(memberships, in_group)
    columns = (operators.c.role, operators.c.deactivated_ms, groups.c.members_only, memberships.c.group_id.label("own"))
    rights = select(*columns).select_from(joined).where(operators.c.id == operator_id)
    person = await tx.db.fetch_one(rights.with_for_update(read=True))
    if person is None or person.deactivated_ms is not None:
        return "deactivated"
    sees_it = not person.members_only or person.own is not None or person.role == Role.ADMINISTRATOR.value
    return "" if sees_it else "group_closed"


async def release_within(tx: Change, why: str, actor: Actor = SYSTEM) -> None:
    """Take the lock from whoever holds the ticket, whose row is locked, because of `why`."""
    before = tx.ticket
    await hand_to(tx, None)
    tx.record("ticket.dropped", actor, from_holder=holder_of(before), why=why)


async def release_gone(tx: Change) -> None:
    """Release a reopened ticket if its holder has left the desk or may no longer see it."""
    ticket = tx.ticket
    if ticket.operator_id is None or not ticket.status.is_active:
        return
    if why := await barred(tx, ticket.operator_id):
        await release_within(tx, why)


def holder_of(ticket: Ticket) -> dict[str, object] | None:
    """The holder as an event keeps it."""
    if ticket.operator_id is None:
        return None
    return {"id": ticket.operator_id, "name": ticket.operator_name}
