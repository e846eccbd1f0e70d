"""One row a ticket, with all its times: what figures of durations are computed from."""

from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy import select

from app.counting.measure import MEASURES_BY_CODE, Measure
from app.counting.period import Days, day_of
from app.desk import Desk
from app.nouns.status import Shelf
from app.queries.figures.question import Cell, FigureScope
from app.queries.figures.where import rows_of
from sql.tables import counted_acts as acts
from sql.tables import tickets

SLICE = 500
TAKEN: Final = (
    *(Measure.FIRST_ANSWER, Measure.FIRST_FINISH, Measure.LAST_FINISH, Measure.WAITING),
    *(Measure.ANSWERS_TO_FINISH, Measure.REOPENED, Measure.ANSWERED),
)
_CODES: Final = [measure.code for measure in TAKEN]


@dataclass(slots=True)
class TicketTimes:
    """A ticket opened on this day. Times in ms, None where it has not come to that; erased ones are a number alone."""

    id: int
    opened: date
    opened_ms: int = 0
    subject: str = ""
    customer: str = ""
    email: str = ""
    status: str = ""
    source: str = ""
    city: str = ""
    country: str = ""
    group_id: int = 0  # now, as the operator
    operator_id: int = 0
    clock_ms: dict[Measure, int] = field(default_factory=dict)  # of FIRST_ANSWER, FIRST_FINISH, LAST_FINISH, WAITING
    opened_hours_ms: dict[Measure, int] = field(default_factory=dict)  # the same within opening hours
    counts: dict[Measure, int] = field(default_factory=dict)  # of ANSWERED, REOPENED, ANSWERS_TO_FINISH


async def ticket_times(desk: Desk, days: Days, scope: FigureScope) -> AsyncIterator[list[TicketTimes]]:
    """The tickets opened on these days, by number, in slices; they are read one after the other."""
    query = rows_of(Cell(Measure.OPENED, days, scope), acts.c.ticket_id, acts.c.day).order_by(acts.c.ticket_id)
    after = 0
    while rows := await desk.db.fetch_all(query.where(acts.c.ticket_id > after).limit(SLICE)):
        after = rows[-1].ticket_id
        yield await _told(desk, scope, {row.ticket_id: day_of(row.day) for row in rows})


async def _told(desk: Desk, scope: FigureScope, opened: dict[int, date]) -> list[TicketTimes]:
    told = {number: TicketTimes(number, day) for number, day in opened.items()}
    for row in await desk.db.fetch_all(select(tickets).where(tickets.c.id.in_(opened))):
        if row.shelf == Shelf.ERASED or (row.shelf == Shelf.DELETED and not scope.sees_deleted):
            continue
        one = told[row.id]
        one.opened_ms, one.subject, one.customer, one.email = row.created_ms, row.subject, row.name, row.email
        one.status, one.source, one.city, one.country = row.status, row.source, row.city, row.country
        one.group_id, one.operator_id = row.group_id or 0, row.operator_id or 0
    counts: dict[tuple[int, Measure], int] = defaultdict(int)
    query = select(acts.c.ticket_id, acts.c.measure, acts.c.amount, acts.c.open_ms)
    for row in await desk.db.fetch_all(query.where(acts.c.ticket_id.in_(opened), acts.c.measure.in_(_CODES))):
        one, measure = told[row.ticket_id], MEASURES_BY_CODE[row.measure]
        if measure is Measure.ANSWERS_TO_FINISH:
            one.counts[measure] = row.amount
        elif row.amount is None:
            counts[row.ticket_id, measure] += 1
        else:
            one.clock_ms[measure] = row.amount
            one.opened_hours_ms[measure] = row.open_ms or 0
    for (number, measure), count in counts.items():
        told[number].counts[measure] = count
    return list(told.values())
