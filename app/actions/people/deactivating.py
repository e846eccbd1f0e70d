"""When someone leaves the desk: deactivated, perhaps to return, or deleted for good."""

from sqlalchemy import ColumnElement, delete, insert, select, update

from app.actions.change import Change, act, action, read_ticket
from app.actions.people.password_links import forget_links
from app.actions.people.push_devices import forget_devices_of
from app.actions.ticket.taking import release_within
from app.core.errors import Conflict, NotFound
from app.desk import Desk
from app.nouns.event import SYSTEM, Actor
from app.nouns.operator import Operator, Role
from app.nouns.outbound_mail import OutboxState
from app.nouns.status import ACTIVE
from app.queries.people.people import operator_by_id
from app.text.languages import _
from sql.tables import attachments, counters, messages, operators, outbox, sessions, templates, tickets

DELETED_PEOPLE = "deleted_people"  # the highest number of a person that is no longer anyone's
UNREAD = (
    OutboxState.UNDOABLE,
    OutboxState.QUEUED,
    OutboxState.FAILED,
)  # a notice that nobody reads any more; one on its way is let go


@action
async def deactivate(desk: Desk, operator_id: int, now_ms: int, actor: Actor = SYSTEM) -> None:
    """Block this person from signing in; release the active tickets they hold, one event each.

    Finished ones keep their holder; one that reopens meanwhile is unassigned. Raises NotFound, Conflict for the last administrator.
    """
    operator = await _known(desk, operator_id)
    async with act(desk, now_ms) as tx:
        if await _deactivate_within(tx, operator, actor):
            tx.record("person.changed", actor, person=operator_id, changes={"active": [True, False]})
            active = tickets.c.status.in_([status.value for status in ACTIVE])
            await release_all(tx, (tickets.c.operator_id == operator_id) & active, "deactivated", actor)


@action
async def activate(desk: Desk, operator_id: int, now_ms: int, actor: Actor = SYSTEM) -> None:
    """Let a deactivated person sign in again with their earlier password. Raises NotFound."""
    await _known(desk, operator_id)
    async with act(desk, now_ms) as tx:
        barred = (operators.c.id == operator_id) & operators.c.deactivated_ms.is_not(None)
        if await tx.db.rowcount(update(operators).where(barred).values(deactivated_ms=None)):
            tx.record("person.changed", actor, person=operator_id, changes={"active": [False, True]})


@action
async def delete_person(desk: Desk, operator_id: int, now_ms: int, actor: Actor = SYSTEM) -> None:
    """Remove the person, their drafts, saved searches and own templates; release the tickets they hold, one event each.

    Their name stays in the log and on what they wrote; their number is never reused. Raises NotFound,
    Conflict for the last administrator.
    """
    operator = await _known(desk, operator_id)
    async with act(desk, now_ms) as tx:
        await _deactivate_within(tx, operator, actor)
        tx.record("person.deleted", actor, person=operator.id, name=operator.name, email=operator.email)
        await release_all(tx, tickets.c.operator_id == operator.id, "deleted", actor)
        await _unassign_and_forget(tx, operator.id)
        if await tx.db.rowcount(delete(operators).where(operators.c.id == operator.id)):
            await _remember_number(tx, operator.id)


async def _known(desk: Desk, operator_id: int) -> Operator:
    operator = await operator_by_id(desk, operator_id)
    if operator is None:
        raise NotFound
    return operator


async def _deactivate_within(tx: Change, operator: Operator, actor: Actor) -> bool:
    """Bar the door; False for a person for whom it is barred already. Raises Conflict."""
    others = await lock_administrators(tx) - {operator.id}
    still = (operators.c.id == operator.id) & operators.c.deactivated_ms.is_(None)
    if not await tx.db.rowcount(update(operators).where(still).values(deactivated_ms=tx.now_ms)):
        return False
    if operator.is_administrator and not others:
        raise Conflict(_("At least one administrator is needed. Make someone else an administrator first."))
    await forget_links(tx, operator.id)
    await end_sessions(tx, operator, actor, "deactivated")
    return True


async def lock_administrators(tx: Change) -> set[int]:
    """The active ones, locked, so the last two cannot deactivate each other at the same moment."""
    active = (operators.c.role == Role.ADMINISTRATOR.value) & operators.c.deactivated_ms.is_(None)
    rows = await tx.db.fetch_all(select(operators.c.id).where(active).order_by(operators.c.id).with_for_update())
    return {row.id for row in rows}


async def _unassign_and_forget(tx: Change, operator_id: int) -> None:
    """Detach what stays from the person: what they wrote keeps their name, notices to them are cancelled.

    Templates that were theirs alone go with them.
    """
    theirs = (outbox.c.operator_id == operator_id) & outbox.c.state.in_(UNREAD)
    await tx.db.execute(update(outbox).where(theirs).values(state=OutboxState.RECALLED))
    for table in (outbox, messages, attachments):
        await tx.db.execute(update(table).where(table.c.operator_id == operator_id).values(operator_id=None))
    await tx.db.execute(delete(templates).where(templates.c.owner_id == operator_id))


async def _remember_number(tx: Change, operator_id: int) -> None:
    row = counters.c.name == DELETED_PEOPLE
    last = await tx.db.fetch_val(select(counters.c.value).where(row).with_for_update())
    if last is None:
        await tx.db.execute(insert(counters).values(name=DELETED_PEOPLE, value=operator_id))
    elif operator_id > last:
        await tx.db.execute(update(counters).where(row).values(value=operator_id))


async def release_all(tx: Change, which: ColumnElement[bool], why: str, actor: Actor) -> None:
    """Release the tickets that match, one event each, in the act that makes it necessary."""
    await tx.db.execute(update(tickets).where(which).values(version=tickets.c.version + 1))
    for row in await tx.db.fetch_all(select(tickets.c.id).where(which).order_by(tickets.c.id)):
        tx.of_ticket = await read_ticket(tx.db, row.id)
        await release_within(tx, why, actor)
    tx.of_ticket = None


async def end_sessions(tx: Change, operator: Operator, actor: Actor, why: str, *, but_session: str = "") -> None:
    """End every session of the person, or all but this one (the digest of its token), and say so."""
    theirs = (sessions.c.operator_id == operator.id) & (sessions.c.token_sha256 != but_session)
    await tx.db.execute(delete(sessions).where(theirs))
    await forget_devices_of(tx, operator, but_session=but_session)
    tx.record("person.signed_out", actor, person=operator.id, why=why)
