"""What waits for the desk: the unassigned tickets of customers who have waited longest, and the longest wait of all.

Each is a walk along an index, as far as it takes to find a few tickets of each group that has any.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, select, union_all

from app.desk import Desk
from app.nouns.group import Group
from app.nouns.status import Shelf
from app.nouns.waiting import NEVER_MS, WAITED_ON
from app.queries.desk.as_of import AsOfEvent
from app.queries.lists.counts import standing
from app.queries.lists.orders import BY_OPERATOR, WAITS, walked
from app.queries.people.roster import roster
from sql.tables import tickets

SHOWN = 6  # unassigned tickets, of the desk and of each group


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A ticket that nobody has, whose customer waits. `is_oldest`: one of the first of the whole desk."""

    ticket_id: int
    subject: str
    name: str
    city: str
    group: Group | None
    since_ms: int
    is_oldest: bool


@dataclass(frozen=True, slots=True)
class LongestWaits:
    """The oldest unassigned tickets, and since when the first customer of each group waits."""

    unassigned: tuple[Unassigned, ...]
    since_ms: dict[int | None, int]


async def _read(desk: Desk) -> LongestWaits:
    lines = (await standing(desk)).lines
    free = {line.group_id for line in lines if line.operator_id is None}
    waited_on = {line.group_id for line in lines if line.status in WAITED_ON}
    return LongestWaits(await _unassigned(desk, free), await _since(desk, waited_on))


waiting = AsOfEvent(_read, "ticket.", "message.", "group.", "customer.", "person.")


async def _since(desk: Desk, groups: Collection[int | None]) -> dict[int | None, int]:
    if not groups:
        return {}
    rows = await desk.db.fetch_all(_of_each(groups, WAITS.index, 1))
    return {row.group_id: row.waits_since_ms for row in rows}


async def _unassigned(desk: Desk, groups: Collection[int | None]) -> tuple[Unassigned, ...]:
    """The first of each group: among them are the first of the desk."""
    if not groups:
        return ()
    rows = await desk.db.fetch_all(_of_each(groups, BY_OPERATOR, SHOWN, tickets.c.operator_id.is_(None)))
    rows.sort(key=lambda row: (row.waits_since_ms, row.id))
    by_id = {group.id: group for group in (await roster(desk)).groups}
    return tuple(
        Unassigned(row.id, row.subject, row.name, row.city, by_id.get(row.group_id), row.waits_since_ms, place < SHOWN)
        for place, row in enumerate(rows)
    )


def _of_each(
    groups: Collection[int | None], index: str, most: int, *only: ColumnElement[bool]
) -> CompoundSelect[Any] | Select[Any]:
    """The first tickets of each group in the order of the index."""
    of_groups = [_first(group, index, most, *only) for group in sorted(groups, key=lambda one: one or 0)]
    return union_all(*of_groups) if len(of_groups) > 1 else of_groups[0]


def _first(group: int | None, index: str, most: int, *only: ColumnElement[bool]) -> Select[Any]:
    named = (
        tickets.c.id,
        tickets.c.group_id,
        tickets.c.waits_since_ms,
        tickets.c.subject,
        tickets.c.name,
        tickets.c.city,
    )
    query = select(*named).where(tickets.c.shelf == Shelf.ACTIVE.value, *only, tickets.c.waits_since_ms < NEVER_MS)
    query = query.where(walked(tickets.c.group_id) == group if group is not None else tickets.c.group_id.is_(None))
    query = query.order_by(tickets.c.waits_since_ms, tickets.c.id).limit(most)
    return select(query.with_hint(tickets, f"FORCE INDEX ({index})", "mysql").subquery())
