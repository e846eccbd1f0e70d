"""How many tickets wait where: the figures in the rail.

Two grouped reads of indexes that cover them, for all viewers, kept until the next event: what an operator may see and
what is theirs is added up from their few lines.
"""

import asyncio
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from sqlalchemy import and_, func, select

from app.desk import Desk
from app.operator import Operator
from app.queries.events import last_event_id
from app.queries.lists import TROUBLES
from app.status import Shelf, Status
from sql.tables import readings, tickets


@dataclass(frozen=True, slots=True)
class Line:
    """So many active tickets of this group, status and holder."""

    group_id: int | None
    status: str
    operator_id: int | None
    count: int


@dataclass(slots=True)
class Counts:
    """The figures of one viewer's rail."""

    mine: int = 0
    unassigned: int = 0
    waiting_for_operator: int = 0
    waiting_for_customer: int = 0
    all: int = 0
    trouble: int = 0
    groups: dict[int, int] = field(default_factory=dict)

    def add(self, line: Line, operator_id: int) -> None:
        """Add one line to the figures it belongs to."""
        self.all += line.count
        if line.operator_id == operator_id:
            self.mine += line.count
        if line.operator_id is None:
            self.unassigned += line.count
        if line.status == Status.WAITING_FOR_OPERATOR:
            self.waiting_for_operator += line.count
        if line.status == Status.WAITING_FOR_CUSTOMER:
            self.waiting_for_customer += line.count
        if line.group_id is not None:
            self.groups[line.group_id] = self.groups.get(line.group_id, 0) + line.count


@dataclass
class _Kept:
    """The lines as of one event, and the lock that lets one reader count for all."""

    event_id: int = -1
    lines: list[Line] = field(default_factory=list)
    trouble: dict[int | None, int] = field(default_factory=dict)  # group to its tickets with an undelivered answer
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


_kept: "WeakKeyDictionary[object, _Kept]" = WeakKeyDictionary()


async def counts_for(desk: Desk, operator: Operator) -> Counts:
    """The operator's figures as of the newest event."""
    counts = Counts()
    kept = await _newest(desk)
    for line in kept.lines:
        if operator.may_see_group(line.group_id):
            counts.add(line, operator.id)
    counts.trouble = sum(count for group_id, count in kept.trouble.items() if operator.may_see_group(group_id))
    return counts


async def unread_count(desk: Desk, operator: Operator) -> int:
    """How many active tickets that the operator holds have something of the customer's that they have not seen."""
    read = and_(readings.c.ticket_id == tickets.c.id, readings.c.operator_id == operator.id)
    mine = (tickets.c.shelf == Shelf.ACTIVE.value) & (tickets.c.operator_id == operator.id)
    news = tickets.c.customer_event_id > func.coalesce(readings.c.event_id, 0)
    query = select(func.count()).select_from(tickets.outerjoin(readings, read)).where(mine, news)
    hint = "FORCE INDEX (ix_tickets_shelf_operator_updated)"
    return int(await desk.db.fetch_val(query.with_hint(tickets, hint, "mysql")) or 0)


async def held_by(desk: Desk) -> dict[int, int]:
    """How many active tickets each person holds, as of the newest event."""
    held: dict[int, int] = {}
    for line in (await _newest(desk)).lines:
        if line.operator_id is not None:
            held[line.operator_id] = held.get(line.operator_id, 0) + line.count
    return held


async def _newest(desk: Desk) -> _Kept:
    kept = _kept.setdefault(desk.db, _Kept())
    async with kept.lock:
        newest = await last_event_id(desk)
        if kept.event_id != newest:
            kept.lines, kept.trouble, kept.event_id = await _read(desk), await _read_trouble(desk), newest
        return kept


async def _read(desk: Desk) -> list[Line]:
    by = (tickets.c.group_id, tickets.c.status, tickets.c.operator_id)
    query = (
        select(*by, func.count().label("count"))
        .where(tickets.c.shelf == Shelf.ACTIVE.value)
        .group_by(*by)
        .with_hint(tickets, "FORCE INDEX (ix_tickets_counts)", "mysql")
    )
    rows = await desk.db.fetch_all(query)
    return [Line(row.group_id, row.status, row.operator_id, row["count"]) for row in rows]


async def _read_trouble(desk: Desk) -> dict[int | None, int]:
    active = func.coalesce(tickets.c.shelf, tickets.c.shelf) == Shelf.ACTIVE.value  # SQLite would read the whole shelf
    troubled = tickets.c.trouble.in_(TROUBLES) & active
    query = select(tickets.c.group_id, func.count().label("count")).where(troubled).group_by(tickets.c.group_id)
    rows = await desk.db.fetch_all(query.with_hint(tickets, "FORCE INDEX (ix_tickets_trouble)", "mysql"))
    return {row.group_id: row["count"] for row in rows}
