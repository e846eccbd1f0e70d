"""What is behind a figure: its acts or tickets, newest first, page by page, by the WHERE that counted it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, null, or_, select

from app.core.errors import BadFields
from app.counting.measure import MEASURES_BY_CODE, PARTS, Measure
from app.counting.period import Bucket, day_of
from app.desk import Desk
from app.nouns.status import Shelf
from app.queries.figures.added_up import counts_by_day, part_of
from app.queries.figures.question import MOST, Cell, Counting
from app.queries.figures.standing import backlog, open_of_age, standing
from app.queries.figures.where import CUSTOMER, index_for, rows_of
from app.text.languages import _
from sql.tables import counted_acts as acts
from sql.tables import events, tickets

PAGE = 50
LONGEST_PAGE = 1000
# Newest first; the rest makes two rows of one event differ.
_ORDER = (acts.c.day, acts.c.event_id, acts.c.measure, acts.c.operator_id, acts.c.group_id, acts.c.ticket_id)


@dataclass(frozen=True, slots=True)
class Line:
    """One act, or one ticket: then its newest act of the cell. 0: no operator, group, ticket, event.

    Of an erased ticket, and of a deleted one for whoever may not see it, only the number is said.
    """

    measure: Measure
    ticket_id: int
    operator_id: int
    group_id: int
    event_id: int
    at_ms: int | None  # of the event
    day: date  # in the desk's zone
    amount: int | None = None
    open_ms: int | None = None
    subject: str = ""
    customer: str = ""
    status: str = ""  # now; "" where only the number is said


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of it. `count`: how many there are in all, which is what the figure says."""

    count: int
    lines: tuple[Line, ...]
    next_cursor: str | None = None


async def behind(
    desk: Desk, cell: Cell, cursor: str | None = None, limit: int = PAGE, *, known: int | None = None
) -> Behind:
    """A page of what the cell counts; `known`: how many there are, for whoever reads on. Raises BadFields(cursor, limit)."""
    if not 1 <= limit <= LONGEST_PAGE:
        raise BadFields({"limit": _("Ask for 1 to %(most)d at a time.") % {"most": LONGEST_PAGE}})
    if cell.measure is Measure.BACKLOG or cell.counting is not Counting.ACTS:
        return await _of_tickets(desk, cell, cursor, limit, known)
    place = _read(cursor, len(_ORDER))
    query = rows_of(cell, *_ORDER, acts.c.amount, acts.c.open_ms)
    if place:
        query = query.where(_after(place))
    if (floor := await _oldest_day(desk, cell, place, limit)) is not None:
        query = query.where(acts.c.day >= floor)
    rows = await desk.db.fetch_all(query.order_by(*(column.desc() for column in _ORDER)).limit(limit + 1))
    page = rows[:limit]
    more = ".".join(str(value) for value in tuple(page[-1])[: len(_ORDER)]) if len(rows) > limit else None
    return Behind(await count_of(desk, cell) if known is None else known, await _lines(desk, cell, page), more)


async def count_of(desk: Desk, cell: Cell) -> int:
    """How many acts the cell has."""
    query = rows_of(cell, func.count())
    if part := part_of(cell):
        query = select(func.sum(counts_by_day(part, cell.measure.codes, cell.days.numbers).c.acts))
    return int(await desk.db.fetch_val(query) or 0)


async def _oldest_day(desk: Desk, cell: Cell, place: tuple[int, ...], limit: int) -> int | None:
    """No line of the page is older: so many newer ones are there. None: nothing is known.

    The days of one measure are in order in its index, so this saves sorting all lines for a page of them.
    """
    found: list[int] = []
    for part in PARTS.get(cell.measure, (cell.measure,)):
        days = rows_of(replace(cell, measure=part), acts.c.day)
        days = days.where(acts.c.day < place[0]) if place else days
        day = await desk.db.fetch_val(days.order_by(acts.c.day.desc()).limit(1).offset(limit))
        found += [] if day is None else [day]
    return max(found, default=None)


def _after(place: tuple[int, ...]) -> ColumnElement[bool]:
    """Behind this place of the order; the day alone first, which an index knows."""
    steps = []
    for number, column in enumerate(_ORDER):
        same = [before == value for before, value in zip(_ORDER, place[:number], strict=False)]
        steps.append(and_(*same, column < place[number]))
    return and_(acts.c.day <= place[0], or_(*steps))


def _read(cursor: str | None, length: int) -> tuple[int, ...]:
    if not cursor:
        return ()
    parts = cursor.split(".")
    if len(parts) != length or not all(part.isascii() and part.isdigit() for part in parts):
        raise BadFields({"cursor": _("This cursor is not valid. Start again from the first page.")})
    return tuple(min(int(part[:19]), MOST) for part in parts)


async def _of_tickets(desk: Desk, cell: Cell, cursor: str | None, limit: int, known: int | None) -> Behind:
    """Each ticket, or each customer, once: the newest tickets first."""
    place = _read(cursor, 1)
    numbers = _numbers(cell)
    one = numbers.subquery()
    query = select(one.c.ticket_id).where(one.c.ticket_id < place[0]) if place else select(one.c.ticket_id)
    rows = await desk.db.fetch_all(query.order_by(one.c.ticket_id.desc()).limit(limit + 1))
    ids = [row.ticket_id for row in rows[:limit]]
    if known is None:
        known = await _count_tickets(desk, cell, one)
    return Behind(known, await _newest_acts(desk, cell, ids), str(ids[-1]) if len(rows) > limit else None)


async def _count_tickets(desk: Desk, cell: Cell, numbers: FromClause) -> int:
    if cell.measure is Measure.BACKLOG and cell.now_ms is None and cell.operator_id is None and cell.group_id is None:
        (figure,) = await backlog(desk, replace(cell.days, first=cell.days.last), cell.scope, Bucket.DAY)
        return figure.count
    return int(await desk.db.fetch_val(select(func.count()).select_from(numbers)))


def _numbers(cell: Cell) -> "Select[Any]":
    """The numbers of the tickets, as `ticket_id`; of each customer their newest."""
    if cell.measure is Measure.BACKLOG and cell.now_ms is not None:
        return select(tickets.c.id.label("ticket_id")).where(*open_of_age(cell))
    if cell.measure is Measure.BACKLOG:
        return select(acts.c.ticket_id).where(*standing(cell)).with_hint(acts, index_for(cell), "mysql")
    if cell.counting is Counting.CUSTOMERS:
        return rows_of(cell, func.max(acts.c.ticket_id).label("ticket_id")).group_by(CUSTOMER)
    return rows_of(cell, acts.c.ticket_id).group_by(acts.c.ticket_id)


async def _newest_acts(desk: Desk, cell: Cell, ids: list[int]) -> tuple[Line, ...]:
    """A line for each of these tickets, in this order, with the newest of the cell's acts on it."""
    if cell.now_ms is not None or not ids:
        return await _lines(desk, cell, [_Act(cell.days.numbers[0], 0, 0, 0, 0, number, None, None) for number in ids])
    if cell.measure is Measure.BACKLOG:
        all_acts = select(*_ORDER, null().label("amount"), acts.c.open_ms).where(*standing(cell))
    else:
        all_acts = rows_of(cell, *_ORDER, acts.c.amount, acts.c.open_ms)
    rows = await desk.db.fetch_all(all_acts.where(acts.c.ticket_id.in_(ids)).order_by(*_ORDER))
    newest = {row.ticket_id: row for row in rows}
    return await _lines(desk, cell, [newest[number] for number in ids if number in newest])


class _Act(NamedTuple):
    """A row as the lines are made of it."""

    day: int
    event_id: int
    measure: int
    operator_id: int
    group_id: int
    ticket_id: int
    amount: int | None
    open_ms: int | None


async def _lines(desk: Desk, cell: Cell, rows: Sequence[Any]) -> tuple[Line, ...]:
    """The rows with what is said of their tickets and events."""
    told = await _told(desk, cell, {row.ticket_id for row in rows})
    ids = {row.event_id for row in rows if row.event_id}
    times = await desk.db.fetch_all(select(events.c.id, events.c.at_ms).where(events.c.id.in_(ids))) if ids else []
    at_ms = {row.id: row.at_ms for row in times}
    return tuple(
        Line(
            MEASURES_BY_CODE.get(row.measure, cell.measure),
            row.ticket_id,
            row.operator_id,
            row.group_id,
            row.event_id,
            at_ms.get(row.event_id),
            day_of(row.day),
            row.amount,
            row.open_ms,
            *told.get(row.ticket_id, ()),
        )
        for row in rows
    )


async def _told(desk: Desk, cell: Cell, ids: set[int]) -> dict[int, tuple[str, str, str]]:
    """Subject, customer and status of these tickets, without those of which only the number is said."""
    unsaid = {Shelf.ERASED.value} if cell.scope.sees_deleted else {Shelf.ERASED.value, Shelf.DELETED.value}
    columns = select(tickets.c.id, tickets.c.subject, tickets.c.name, tickets.c.status)
    query = columns.where(tickets.c.id.in_(ids), tickets.c.shelf.not_in(unsaid))
    rows = await desk.db.fetch_all(query) if ids else []
    return {row.id: (row.subject, row.name, row.status) for row in rows}
