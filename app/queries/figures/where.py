"""The one WHERE of a figure and of the list behind it."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, func, select

from app.counting.period import EPOCH
from app.queries.figures.question import Cell, Counting
from sql.tables import counted_acts as acts
from sql.tables import customers, tickets

MONDAY = (-EPOCH.weekday()) % 7  # the number of a Monday: day numbers count from 1970-01-01, a Thursday
WEEKDAY: ColumnElement[int] = (acts.c.day + (7 - MONDAY)) % 7  # 0: Monday
CUSTOMER: ColumnElement[int] = func.coalesce(customers.c.merged_into, customers.c.id)


def where(cell: Cell, codes: Collection[int] = ()) -> list[ColumnElement[bool]]:
    """What a row of `counted_acts` fits that this cell counts; `codes`: of several measures that are counted together."""
    first, until = cell.days.numbers
    return [
        acts.c.measure.in_(sorted(codes or cell.measure.codes)),
        acts.c.day >= first,
        acts.c.day < until,
        *of_scope(cell),
        *_of_ticket(cell),
        *_of_time(cell),
    ]


def of_scope(cell: Cell) -> list[ColumnElement[bool]]:
    """Of whom: the scope's conditions, and the cell's own operator and group."""
    scope, found = cell.scope, list[ColumnElement[bool]]()
    for column, wanted in (
        (acts.c.operator_id, (scope.operator_id, cell.operator_id)),
        (acts.c.group_id, (scope.group_id, cell.group_id)),
    ):
        found += [column == number for number in dict.fromkeys(wanted) if number is not None]
    if scope.hidden:
        now_hidden = select(tickets.c.id).where(tickets.c.group_id.in_(sorted(scope.hidden)))
        found += [acts.c.group_id.not_in(sorted(scope.hidden)), acts.c.ticket_id.not_in(now_hidden)]
    return found


def _of_ticket(cell: Cell) -> list[ColumnElement[bool]]:
    named = ((tickets.c.source, cell.source), (tickets.c.country, cell.country), (tickets.c.city, cell.city))
    return [column == value for column, value in named if value is not None]


def _of_time(cell: Cell) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if cell.weekday is not None:
        found.append(WEEKDAY.in_([cell.weekday]))
    if cell.hour is not None:
        found.append(acts.c.hour == cell.hour)
    took = acts.c.open_ms if cell.within_hours else acts.c.amount
    if cell.at_least_ms is not None:
        found.append(took >= cell.at_least_ms)
    if cell.below_ms is not None:
        found.append(took < cell.below_ms)
    return found


def rows_of(cell: Cell, *columns: Any, codes: Collection[int] = (), with_ticket: bool = False) -> "Select[Any]":
    """These columns of the rows that the cell counts."""
    needs_ticket = with_ticket or any(value is not None for value in (cell.source, cell.country, cell.city))
    source = _source(needs_ticket, cell.counting is Counting.CUSTOMERS)
    return select(*columns).select_from(source).where(*where(cell, codes)).with_hint(acts, index_for(cell), "mysql")


def index_for(cell: Cell) -> str:
    """The index as MariaDB is told it, which would rather walk through all days of the table than through some measures of them."""
    of_operator = cell.operator_id is not None or cell.scope.operator_id is not None
    return f"FORCE INDEX ({'ix_counted_acts_operator' if of_operator else 'ix_counted_acts_measure'})"


@lru_cache(maxsize=4)
def _source(with_ticket: bool, with_customer: bool) -> FromClause:
    source: FromClause = acts
    if with_ticket or with_customer:
        source = source.join(tickets, tickets.c.id == acts.c.ticket_id)
    if with_customer:
        source = source.join(customers, customers.c.email_key == tickets.c.email_key)
    return source


def counted(counting: Counting) -> ColumnElement[int]:
    """How many of what the rows tell of."""
    match counting:
        case Counting.TICKETS:
            return func.count(acts.c.ticket_id.distinct())
        case Counting.CUSTOMERS:
            return func.count(CUSTOMER.distinct())
        case _:
            return func.count()
