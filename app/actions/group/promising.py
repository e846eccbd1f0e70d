"""What a group promises: opening hours and answer target. What waits is due anew; what was promised before is kept."""

import asyncio

from sqlalchemy import bindparam, insert, select, update

from app.actions.change import Change, act, action, by
from app.core.errors import NotFound
from app.desk import Desk
from app.hours.opening_hours import OpeningHours
from app.nouns.group import Group
from app.nouns.operator import Operator
from app.nouns.status import Shelf
from sql.tables import groups, opening_hours, tickets

# A finished ticket waits for nothing; one that opens again is due by the hours of that day (Change.save).
WAITING = (Shelf.ACTIVE, Shelf.SNOOZED, Shelf.SPAM, Shelf.DELETED)
_DUE = (
    update(tickets)
    .where(tickets.c.id == bindparam("of_ticket"), tickets.c.first_answer_ms.is_(None))
    .values(answer_due_ms=bindparam("due"))
)


@action
async def set_hours(desk: Desk, operator: Operator, group_id: int, hours: OpeningHours, now_ms: int) -> int:
    """Set the group's opening hours from now on; return how many waiting tickets are now due at another time.

    One event for all of it. Past figures keep using the hours that applied then. Raises NotFound.
    """
    async with act(desk, now_ms) as tx:
        before = await lock_group(tx, group_id)
        if before.hours == hours:
            return 0
        moved = await promise(tx, before, hours, before.answer_target_min)
        changes = {"hours": [before.hours.as_json(), hours.as_json()]}
        tx.record("group.changed", by(operator), group=group_id, changes=changes, due_anew=moved)
    return moved


async def lock_group(tx: Change, group_id: int) -> Group:
    """The group, its row locked until the commit: rivals queue there. Raises NotFound."""
    this = groups.c.id == group_id
    await tx.db.execute(update(groups).where(this).values(position=groups.c.position))
    record = await tx.db.fetch_one(select(groups).where(this))
    if record is None:
        raise NotFound
    return Group.from_record(record)


async def promise(tx: Change, before: Group, hours: OpeningHours, target_min: int | None) -> int:
    """Write the target of the group, whose row is locked, from now on; return how many waiting tickets are now due at another time."""
    await _keep(tx, before, hours, target_min)
    values = {"hours": hours.as_text(), "answer_target_min": target_min}
    await tx.db.execute(update(groups).where(groups.c.id == before.id).values(values))
    return await due_anew(tx, await lock_group(tx, before.id))


async def _keep(tx: Change, before: Group, hours: OpeningHours, target_min: int | None) -> None:
    """Keep what was promised until now, and what is from now on."""
    kept = await keep_promise(tx, before)
    since_ms = max([tx.now_ms, *(one + 1 for one in kept)])  # two changes in one moment, or a clock that was set back
    await tx.db.execute(insert(opening_hours).values(_row(before.id, since_ms, hours, target_min)))


async def keep_promise(tx: Change, group: Group) -> set[int]:
    """Keep what the group promises now, unless something is kept already; return since when it promised each of that."""
    of_group = opening_hours.c.group_id == group.id
    kept = {row.since_ms for row in await tx.db.fetch_all(select(opening_hours.c.since_ms).where(of_group))}
    if not kept:
        await tx.db.execute(insert(opening_hours).values(_row(group.id, 0, group.hours, group.answer_target_min)))
    return kept


def _row(group_id: int, since_ms: int, hours: OpeningHours, target_min: int | None) -> dict[str, object]:
    return {"group_id": group_id, "since_ms": since_ms, "hours": hours.as_text(), "answer_target_min": target_min}


async def due_anew(tx: Change, group: Group) -> int:
    """Recompute when the group's first answers are due; return how many are now due at another time."""
    columns = select(tickets.c.id, tickets.c.created_ms, tickets.c.answer_due_ms)
    waiting = columns.where(
        tickets.c.shelf.in_([shelf.value for shelf in WAITING]),
        tickets.c.group_id == group.id,
        tickets.c.first_answer_ms.is_(None),
    ).with_hint(tickets, "FORCE INDEX (ix_tickets_counts)", "mysql")
    rows = await tx.db.fetch_all(waiting)
    due = await asyncio.to_thread(lambda: {row.id: group.due_ms(row.created_ms) for row in rows})
    moved = [{"of_ticket": row.id, "due": due[row.id]} for row in rows if row.answer_due_ms != due[row.id]]
    await tx.db.execute_many(_DUE, moved)
    return len(moved)
