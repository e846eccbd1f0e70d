"""What the counting reads: the events of tickets, whole histories at a time, and what was counted of them before."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, case, select

from app.counting.attendance_time import TimeAtDesk, TimeSpent
from app.counting.day_sum import WITH_ORIGIN, Origin
from app.counting.desk_days import DeskDays
from app.counting.logged import CountedAct, Logged, RemovedGroup
from app.counting.measure import TIMES
from app.counting.ticket_count import Calendar
from app.counting.ticket_story import STEPS
from app.desk import Desk
from app.queries.desk.events import UNINDEXED_KIND
from app.queries.figures.standing import tickets_in_group
from app.queries.group.hours import hours_histories
from sql.tables import attendances, counted_acts, day_sums_due, events, tickets

COUNTED_KINDS: Final = (*STEPS, "ticket.changed")  # that too, which says of a group
_COLUMNS: Final = (
    *(events.c.id, events.c.kind, events.c.at_ms, events.c.actor, events.c.operator_id, events.c.ticket_id),
    *(events.c.group_id, events.c.message_id),
)
_DESK_WIDE: Final = case((events.c.kind.like("person.%") | (events.c.kind == "group.removed"), events.c.details))
_NEW = select(*_COLUMNS, _DESK_WIDE.label("details")).order_by(events.c.id)
_HISTORY = select(*_COLUMNS, events.c.details).order_by(events.c.ticket_id, events.c.id)
_ACTS = select(*(counted_acts.c[name] for name in CountedAct._fields))
MOVING: Final = frozenset(
    {"ticket.changed", "ticket.erased"}
)  # the kinds of event that tell of another city or country
SLICE: Final = 5000

Histories = dict[int, list[Logged]]  # by ticket


async def events_behind(desk: Desk, after: int, until: int, limit: int = SLICE) -> list[Logged]:
    """The next events up to `until`, with details only where they are about people or groups."""
    query = _NEW.where(events.c.id > after, events.c.id <= until).limit(limit)
    return [Logged.from_record(row) for row in await desk.db.fetch_all(query)]


async def histories(desk: Desk, ticket_ids: Collection[int]) -> Histories:
    """All events of these tickets by which something is counted."""
    return await _histories(desk, events.c.ticket_id.in_(sorted(ticket_ids)))


async def histories_between(desk: Desk, after: int, until: int) -> Histories:
    """The same of the tickets behind the first number, up to the second."""
    return await _histories(desk, events.c.ticket_id.between(after + 1, until))


async def _histories(desk: Desk, which: ColumnElement[bool]) -> Histories:
    query = _HISTORY.where(which, UNINDEXED_KIND.in_(COUNTED_KINDS))
    found: Histories = defaultdict(list)
    for row in await desk.db.fetch_all(query.with_hint(events, "FORCE INDEX (ix_events_ticket_id)", "mysql")):
        found[row.ticket_id].append(Logged.from_record(row))
    return found


async def acts_of(desk: Desk, ticket_ids: Collection[int]) -> set[CountedAct]:
    """What was counted of these tickets."""
    return await _acts(desk, counted_acts.c.ticket_id.in_(sorted(ticket_ids)))


async def acts_between(desk: Desk, after: int, until: int) -> set[CountedAct]:
    """The same of the tickets behind the first number, up to the second."""
    return await _acts(desk, counted_acts.c.ticket_id.between(after + 1, until))


async def acts_of_people(desk: Desk) -> set[CountedAct]:
    """What was counted of nobody's ticket: times signed in and away."""
    return await _acts(desk, counted_acts.c.ticket_id == 0)


async def acts_of_stays(desk: Desk, stays: Collection[TimeSpent]) -> set[CountedAct]:
    """The rows of these times."""
    begun_by = {stay.event_id for stay in stays}
    theirs = counted_acts.c.operator_id.in_(sorted({stay.operator_id for stay in stays}))
    of_times = counted_acts.c.measure.in_([measure.code for measure in TIMES])
    return await _acts(desk, theirs & of_times & counted_acts.c.event_id.in_(begun_by), "ix_counted_acts_operator")


async def _acts(desk: Desk, which: ColumnElement[bool], index: str = "ix_counted_acts_ticket") -> set[CountedAct]:
    query = _ACTS.where(which).with_hint(counted_acts, f"FORCE INDEX ({index})", "mysql")
    return {CountedAct(*row) for row in await desk.db.fetch_all(query)}


async def ticket_numbers(desk: Desk, after: int, limit: int) -> list[int]:
    """The next tickets by number."""
    query = select(tickets.c.id).where(tickets.c.id > after).order_by(tickets.c.id).limit(limit)
    return [row.id for row in await desk.db.fetch_all(query)]


async def calendar_of(desk: Desk, zone: str) -> Calendar:
    """By what is counted now: zone, opening hours, and the groups that were removed."""
    query = select(events.c.id, events.c.at_ms, events.c.details).where(events.c.kind == "group.removed")
    rows = await desk.db.fetch_all(query.with_hint(events, "FORCE INDEX (ix_events_kind_at)", "mysql"))
    removals = sorted(RemovedGroup(row.id, row.at_ms, *_both(json.loads(row.details))) for row in rows)
    return Calendar(DeskDays(zone), await hours_histories(desk), removals)


def _both(told: dict[str, Any]) -> tuple[int, int]:
    return told["group"], told.get("into") or 0


def moved_by(happened: Iterable[Logged]) -> set[int]:
    """The tickets that may have come from another place after these events."""
    return {event.ticket_id for event in happened if event.kind in MOVING}


async def touched_by(desk: Desk, happened: Collection[Logged]) -> set[int]:
    """The tickets of which something else is counted after these events."""
    found = {event.ticket_id for event in happened if event.ticket_id and event.kind in COUNTED_KINDS}
    for event in happened:
        if event.kind == "group.removed":
            found |= await tickets_in_group(desk, event.details["group"])
    return found


async def attendances_of(desk: Desk, operator_ids: Collection[int]) -> dict[int, TimeAtDesk]:
    """How it stood with these operators when the log was last read."""
    query = select(*(attendances.c[name] for name in TimeAtDesk.__slots__))
    rows = await desk.db.fetch_all(query.where(attendances.c.operator_id.in_(sorted(operator_ids))))
    return {row.operator_id: TimeAtDesk(*row) for row in rows}


async def known_attendances(desk: Desk) -> list[int]:
    """The operators of whom it is known how it stood."""
    return [row.operator_id for row in await desk.db.fetch_all(select(attendances.c.operator_id))]


class MeasureDay(NamedTuple):
    """A day of a measure, whose acts are added up together."""

    measure: int
    day: int


async def days_due(desk: Desk, limit: int | None = None) -> set[MeasureDay]:
    """Those whose acts have changed since they were added up: all, or the first, of one measure alone."""
    query = select(day_sums_due.c.measure, day_sums_due.c.day).order_by(*day_sums_due.primary_key)
    rows = [MeasureDay(*row) for row in await desk.db.fetch_all(query.limit(limit) if limit else query)]
    return {one for one in rows if not limit or one.measure == rows[0].measure}


async def origins_of(desk: Desk, acts: Iterable[CountedAct]) -> dict[int, Origin]:
    """Whence the tickets of these acts came, by number; nothing of acts that are not divided by it."""
    ids = sorted({act.ticket_id for act in acts if act.measure in WITH_ORIGIN})
    query = select(tickets.c.id, *(tickets.c[name] for name in Origin._fields))
    found: dict[int, Origin] = {}
    for first in range(0, len(ids), SLICE):
        rows = await desk.db.fetch_all(query.where(tickets.c.id.in_(ids[first : first + SLICE])))
        found |= {row.id: Origin(row.source, row.country, row.city) for row in rows}
    return found


async def acts_of_days(desk: Desk, due: set[MeasureDay]) -> set[CountedAct]:
    """What was counted on these days, all of one measure."""
    (measure,) = {one.measure for one in due}
    of_days = (counted_acts.c.measure == measure) & counted_acts.c.day.in_(sorted(one.day for one in due))
    return await _acts(desk, of_days, "ix_counted_acts_measure")
