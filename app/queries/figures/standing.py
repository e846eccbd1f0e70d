"""How much there is at a moment: the backlog at the end of each bucket, the age of what is open now, the slowest that wait."""

import itertools
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from app.core.clock import DAY_MS, HOUR_MS
from app.counting.measure import Measure
from app.counting.period import Bucket, Days, day_number
from app.desk import Desk
from app.nouns.status import Shelf
from app.nouns.ticket import Ticket
from app.nouns.waiting import NEVER_MS
from app.queries.figures.added_up import counts_by_day, part_for
from app.queries.figures.counts import Figure
from app.queries.figures.question import Cell, FigureScope
from app.queries.figures.where import index_for, of_scope
from app.queries.ticket.tickets import TICKET, outside, ticket_in
from sql.tables import counted_acts as acts
from sql.tables import tickets

AGES_MS: Final = (0, HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS, DAY_MS, 2 * DAY_MS, 4 * DAY_MS, None)
OPEN: Final = (Shelf.ACTIVE.value, Shelf.SNOOZED.value)


async def backlog(desk: Desk, days: Days, scope: FigureScope, bucket: Bucket) -> list[Figure]:
    """How many tickets were open at the end of each bucket, one figure each, also of nothing."""
    cell = Cell(Measure.BACKLOG, days, scope)
    rows = await desk.db.fetch_all(_changes(cell).order_by("day"))
    found: list[Figure] = []
    place = there = 0
    for one in days.buckets(bucket):
        while place < len(rows) and rows[place].day < day_number(one.until):
            there += int(rows[place].change)
            place += 1
        found.append(Figure(replace(cell, days=one), there))
    return found


def _changes(cell: Cell) -> "Select[Any]":
    """By how much it changed on each day, since the desk began."""
    until = day_number(cell.days.until)
    if part := part_for(cell.scope):
        of_days = counts_by_day(part, cell.measure.codes, (0, until))
        change = func.sum(of_days.c.acts * _sign(of_days.c.measure)).label("change")
        return select(of_days.c.day, change).group_by(of_days.c.day)
    query = select(acts.c.day, func.sum(_sign(acts.c.measure)).label("change"))
    query = query.where(acts.c.measure.in_(cell.measure.codes), acts.c.day < until, *of_scope(cell))
    return query.group_by(acts.c.day).with_hint(acts, index_for(cell), "mysql")


def _sign(measure: ColumnElement[int]) -> ColumnElement[int]:
    return case((measure == Measure.ENTERED.code, 1), else_=-1)


def standing(cell: Cell) -> list[ColumnElement[bool]]:
    """The rows of what was open at the end of the cell's days: it had come, and left later, or never."""
    until = day_number(cell.days.until)
    there = acts.c.amount.is_(None) | (acts.c.amount >= until)
    return [acts.c.measure == Measure.ENTERED.code, acts.c.day < until, there, *of_scope(cell)]


async def tickets_in_group(desk: Desk, group_id: int) -> set[int]:
    """The open tickets in the group's backlog, as far as is counted."""
    of_group = (acts.c.measure == Measure.ENTERED.code) & (acts.c.group_id == group_id) & acts.c.amount.is_(None)
    return {row.ticket_id for row in await desk.db.fetch_all(select(acts.c.ticket_id).where(of_group))}


async def ages(desk: Desk, scope: FigureScope, now_ms: int, days: Days) -> list[Figure]:
    """How many of the tickets open now are up to 1, 4, 8, 24 hours, 2, 4 and more days old: seven figures.

    `days` are only carried along in the cells.
    """
    cell = Cell(Measure.BACKLOG, days, scope, now_ms=now_ms)
    cells = [replace(cell, at_least_ms=low or 0, below_ms=high) for low, high in itertools.pairwise(AGES_MS)]
    query = select(*(func.sum(case((_of_age(one), 1), else_=0)) for one in cells)).where(*_open_now(cell.scope))
    row = await desk.db.fetch_one(query)
    return [Figure(one, int(count or 0)) for one, count in zip(cells, row or (), strict=True)]


def open_of_age(cell: Cell) -> list[ColumnElement[bool]]:
    """The tickets open now that such a cell counts."""
    return [*_open_now(cell.scope), _of_age(cell)]


def _open_now(scope: FigureScope) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [tickets.c.shelf.in_(OPEN)]
    for column, number in ((tickets.c.operator_id, scope.operator_id), (tickets.c.group_id, scope.group_id)):
        if number is not None:
            found.append(column == number if number else column.is_(None))
    return [*found, outside(scope.hidden)] if scope.hidden else found


def _of_age(cell: Cell) -> ColumnElement[bool]:
    now_ms = cell.now_ms or 0
    old_enough = tickets.c.created_ms <= now_ms - (cell.at_least_ms or 0)
    if cell.at_least_ms == 0:  # by another clock it may have been opened in a moment
        old_enough = or_(old_enough, tickets.c.created_ms > now_ms)
    return old_enough if cell.below_ms is None else old_enough & (tickets.c.created_ms > now_ms - cell.below_ms)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ticket whose customer waits for the desk, since then."""

    ticket: Ticket
    since_ms: int


async def slowest(desk: Desk, scope: FigureScope, limit: int = 10) -> list[Waiting]:
    """The open tickets whose customers have waited longest, the longest first."""
    query = TICKET.where(*_open_now(scope), tickets.c.waits_since_ms < NEVER_MS)
    query = query.order_by(tickets.c.waits_since_ms, tickets.c.id).limit(limit)
    found = [ticket_in(record) for record in await desk.db.fetch_all(query)]
    return [Waiting(ticket, ticket.waits_since_ms) for ticket in found]
