"""When somebody leaves the desk: deactivated, to come back perhaps, or deleted for good."""

from sqlalchemy import ColumnElement, delete, insert, select, update

from app.actions.change import Held, act, action, read_ticket
from app.actions.password_links import forget_links
from app.actions.taking import release_within
from app.desk import Desk
from app.errors import Conflict, NotFound
from app.event import SYSTEM, Actor
from app.languages import _
from app.operator import Operator, Role
from app.queries.people import operator_by_id
from sql.tables import attachments, counters, messages, operators, outbox, sessions, tickets

DELETED_PEOPLE = "deleted_people"  # the highest number of a person that is no longer anybody's
UNSENT = ("held", "queued", "failed")  # a notice that nobody reads any more; one on its way is let go


@action
async def deactivate(desk: Desk, operator_id: int, now_ms: int, actor: Actor = SYSTEM) -> None:
    """Nobody signs in as this person any more; what they hold is released, one event each.

    Raises NotFound, Conflict for the last administrator.
    """
    operator = await _known(desk, operator_id)
    async with act(desk, now_ms) as held:
        if await _deactivate_within(held, operator, actor):
            held.record("person.changed", actor, person=operator_id, changes={"active": [True, False]})
            await release_all(held, tickets.c.operator_id == operator_id, "deactivated", actor)


@action
async def activate(desk: Desk, operator_id: int, now_ms: int, actor: Actor = SYSTEM) -> None:
    """Let somebody who was deactivated sign in again, with the password of before. Raises NotFound."""
    await _known(desk, operator_id)
    async with act(desk, now_ms) as held:
        barred = (operators.c.id == operator_id) & operators.c.deactivated_ms.is_not(None)
        if await held.db.rowcount(update(operators).where(barred).values(deactivated_ms=None)):
            held.record("person.changed", actor, person=operator_id, changes={"active": [False, True]})


@action
async def delete_person(desk: Desk, operator_id: int, now_ms: int, actor: Actor = SYSTEM) -> None:
    """Remove the person, their drafts and saved searches; what they hold is released, one event each.

    Their name stays in the log and on what they wrote, their number is never given to anybody else. Raises NotFound,
    Conflict for the last administrator.
    """
    operator = await _known(desk, operator_id)
    async with act(desk, now_ms) as held:
        await _deactivate_within(held, operator, actor)
        held.record("person.deleted", actor, person=operator.id, name=operator.name, email=operator.email)
        await release_all(held, tickets.c.operator_id == operator.id, "deleted", actor)
        await _let_go(held, operator.id)
        if await held.db.rowcount(delete(operators).where(operators.c.id == operator.id)):
            await _remember_number(held, operator.id)


async def _known(desk: Desk, operator_id: int) -> Operator:
    operator = await operator_by_id(desk, operator_id)
    if operator is None:
        raise NotFound
    return operator


async def _deactivate_within(held: Held, operator: Operator, actor: Actor) -> bool:
    """Bar the door; False for a person for whom it is barred already. Raises Conflict."""
    others = await _lock_administrators(held) - {operator.id}
    still = (operators.c.id == operator.id) & operators.c.deactivated_ms.is_(None)
    if not await held.db.rowcount(update(operators).where(still).values(deactivated_ms=held.now_ms)):
        return False
    if operator.is_administrator and not others:
        raise Conflict(_("The desk needs one administrator. Make somebody else one first."))
    await forget_links(held, operator.id)
    await end_sessions(held, operator, actor, "deactivated")
    return True


async def _lock_administrators(held: Held) -> set[int]:
    """Those who are active, held still: of the last two, one cannot deactivate the other at the same moment."""
    active = (operators.c.role == Role.ADMINISTRATOR.value) & operators.c.deactivated_ms.is_(None)
    rows = await held.db.fetch_all(select(operators.c.id).where(active).order_by(operators.c.id).with_for_update())
    return {row.id for row in rows}


async def _let_go(held: Held, operator_id: int) -> None:
    """Part what stays from the person: what they wrote keeps their name, a notice to them is taken back."""
    theirs = (outbox.c.operator_id == operator_id) & outbox.c.state.in_(UNSENT)
    await held.db.execute(update(outbox).where(theirs).values(state="recalled"))
    for table in (outbox, messages, attachments):
        await held.db.execute(update(table).where(table.c.operator_id == operator_id).values(operator_id=None))


async def _remember_number(held: Held, operator_id: int) -> None:
    row = counters.c.name == DELETED_PEOPLE
    last = await held.db.fetch_val(select(counters.c.value).where(row).with_for_update())
    if last is None:
        await held.db.execute(insert(counters).values(name=DELETED_PEOPLE, value=operator_id))
    elif operator_id > last:
        await held.db.execute(update(counters).where(row).values(value=operator_id))


async def release_all(held: Held, which: ColumnElement[bool], why: str, actor: Actor) -> None:
    """Release the tickets that match, one event each, in the act that makes it necessary."""
    await held.db.execute(update(tickets).where(which).values(version=tickets.c.version + 1))
    for row in await held.db.fetch_all(select(tickets.c.id).where(which).order_by(tickets.c.id)):
        held.of_ticket = await read_ticket(held.db, row.id)
        await release_within(held, why, actor)
    held.of_ticket = None


async def end_sessions(held: Held, operator: Operator, actor: Actor, why: str, *, but_session: str = "") -> None:
    """End every session of the person, or all but this one (the digest of its token), and say so."""
    theirs = (sessions.c.operator_id == operator.id) & (sessions.c.token_sha256 != but_session)
    await held.db.execute(delete(sessions).where(theirs))
    held.record("person.signed_out", actor, person=operator.id, why=why)
