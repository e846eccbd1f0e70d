"""The log: what came after an event, what an operator may hear of it, and searching it."""

from dataclasses import dataclass

from sqlalchemy import select

from app.desk import Desk
from app.event import Event
from app.operator import Operator
from sql.tables import counters, events

ABOUT_PEOPLE = ("person.", "group.", "setting.", "mailbox.", "mail.")
MOST = 500


async def last_event_id(desk: Desk) -> int:
    """The newest committed event's number; 0 on an empty desk."""
    return int(await desk.db.fetch_val(select(counters.c.value).where(counters.c.name == "events")) or 0)


async def events_after(desk: Desk, after: int, limit: int = MOST) -> list[Event]:
    """What was committed after this event, in order, at most so many."""
    query = select(events).where(events.c.id > after).order_by(events.c.id).limit(limit)
    return [Event.from_record(record) for record in await desk.db.fetch_all(query)]


def may_hear(operator: Operator, event: Event) -> bool:
    """Whether this event exists for the operator: decided for every event and every window."""
    if event.kind.startswith(ABOUT_PEOPLE):
        return operator.is_administrator or event.kind in {"person.away", "mailbox.polled"}
    return operator.may_see_group(event.group_id)


async def visible_events(desk: Desk, operator: Operator, after: int, limit: int = MOST) -> tuple[list[Event], int]:
    """What the operator may hear after this event, and the number to go on from: that of the last one looked at."""
    found = await events_after(desk, after, limit)
    return [event for event in found if may_hear(operator, event)], found[-1].id if found else after


@dataclass(frozen=True, slots=True)
class LogQuery:
    """What an administrator looks for in the log. Times are UTC milliseconds, `until_ms` not included."""

    operator_id: int | None = None
    kind: str | None = None  # "ticket.taken", or "ticket." for all of a family
    ticket_id: int | None = None
    from_ms: int | None = None
    until_ms: int | None = None


async def search_log(desk: Desk, query: LogQuery, before: int | None = None, limit: int = 100) -> list[Event]:
    """The log, newest first, below the event `before`."""
    statement = select(events).order_by(events.c.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(events.c.id < before)
    if query.operator_id is not None:
        statement = statement.where(events.c.operator_id == query.operator_id)
    if query.ticket_id is not None:
        statement = statement.where(events.c.ticket_id == query.ticket_id)
    if query.kind:
        family = query.kind.endswith(".")
        matches = events.c.kind.startswith(query.kind, autoescape=True) if family else events.c.kind == query.kind
        statement = statement.where(matches)
    if query.from_ms is not None:
        statement = statement.where(events.c.at_ms >= query.from_ms)
    if query.until_ms is not None:
        statement = statement.where(events.c.at_ms < query.until_ms)
    return [Event.from_record(record) for record in await desk.db.fetch_all(statement)]
