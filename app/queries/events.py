"""The log: what came after an event, what an operator may hear of it, and searching it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select

from app.desk import Desk
from app.event import KINDS, Event
from app.operator import Operator
from sql.tables import counters, events

ABOUT_PEOPLE = ("person.", "group.", "template.", "setting.", "mailbox.", "mail.")
MOST = 500
MOST_ID = 2**63 - 1


async def last_event_id(desk: Desk) -> int:
    """The newest committed event's number; 0 on an empty desk."""
    return int(await desk.db.fetch_val(select(counters.c.value).where(counters.c.name == "events")) or 0)


async def events_after(desk: Desk, after: int, limit: int = MOST) -> list[Event]:
    """What was committed after this event, in order, at most so many."""
    query = select(events).where(events.c.id > _storable(after)).order_by(events.c.id).limit(limit)
    return [Event.from_record(record) for record in await desk.db.fetch_all(query)]


def may_hear(operator: Operator, event: Event) -> bool:
    """Whether this event exists for the operator: decided for every event and every window."""
    if event.kind.startswith(ABOUT_PEOPLE):
        return operator.is_administrator or event.kind in {"person.away", "mailbox.polled"}
    return operator.may_see_group(event.group_id)


@dataclass(frozen=True, slots=True)
class LogQuery:
    """What an administrator looks for in the log. Times are UTC milliseconds, `until_ms` not included."""

    operator_id: int | None = None
    kind: str | None = None  # "ticket.taken", or "ticket." for all of a family
    ticket_id: int | None = None
    from_ms: int | None = None
    until_ms: int | None = None


async def search_log(desk: Desk, query: LogQuery, before: int | None = None, limit: int = 100) -> list[Event]:
    """The log, newest first, below the event `before`.

    Each search goes backwards through one index and ends after `limit` events, however long the log is. A family of
    kinds has as many beginnings as kinds; they are merged here.
    """
    top = await _key_of(desk, before) if before is not None else None
    found: list[Event] = []
    for kind in _kinds(query.kind):
        statement = _newest(query, kind, top).limit(limit)
        found += [Event.from_record(record) for record in await desk.db.fetch_all(statement)]
    order = _by_id if query.ticket_id is not None else _by_time
    return sorted(found, key=order, reverse=True)[:limit]


def _kinds(wanted: str | None) -> list[str | None]:
    if wanted and wanted.endswith("."):
        return [kind for kind in KINDS if kind.startswith(wanted)]
    return [wanted or None]


def _newest(query: LogQuery, kind: str | None, top: tuple[int, int] | None) -> "Select[tuple[Any, ...]]":
    statement = _matching(query, kind)
    if query.ticket_id is not None:  # one ticket's events are few, and read as they happened
        statement = statement.where(events.c.id < top[1]) if top else statement
        return statement.order_by(events.c.id.desc()).with_hint(events, "FORCE INDEX (ix_events_ticket_id)", "mysql")
    if top:
        at_ms, event_id = top
        below = or_(events.c.at_ms < at_ms, events.c.id < event_id)
        statement = statement.where(events.c.at_ms <= at_ms, below)
    index = (
        "ix_events_operator_at" if query.operator_id is not None else "ix_events_kind_at" if kind else "ix_events_at"
    )
    newest = (events.c.at_ms.desc(), events.c.id.desc())
    return statement.order_by(*newest).with_hint(events, f"FORCE INDEX ({index})", "mysql")


def _matching(query: LogQuery, kind: str | None) -> "Select[tuple[Any, ...]]":
    """The filters. Beside a ticket the others choose no index: coalesced, they cannot (SQLite takes no hint)."""
    plain = query.ticket_id is not None
    columns = [events.c.kind, events.c.operator_id, events.c.at_ms]
    of_kind, of_operator, at_ms = [func.coalesce(column, column) if plain else column for column in columns]
    statement = select(events)
    if query.ticket_id is not None:
        statement = statement.where(events.c.ticket_id == _storable(query.ticket_id))
    if kind:
        statement = statement.where(of_kind == kind)
    if query.operator_id is not None:
        statement = statement.where(of_operator == _storable(query.operator_id))
    if query.from_ms is not None:
        statement = statement.where(at_ms >= query.from_ms)
    if query.until_ms is not None:
        statement = statement.where(at_ms < query.until_ms)
    return statement


async def _key_of(desk: Desk, event_id: int) -> tuple[int, int]:
    """Where the event stands in the order of the log; a number that there is not stands after the one before it."""
    number = _storable(event_id)
    nearest = select(events.c.at_ms).where(events.c.id <= number).order_by(events.c.id.desc()).limit(1)
    return int(await desk.db.fetch_val(nearest) or -1), number


def _storable(event_id: int) -> int:
    """The nearest number that a column can hold: what a client sends may be any."""
    return min(max(event_id, -1), MOST_ID)


def _by_time(event: Event) -> tuple[int, int]:
    return event.at_ms, event.id


def _by_id(event: Event) -> tuple[int, int]:
    return event.id, 0
