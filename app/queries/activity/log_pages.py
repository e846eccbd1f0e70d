"""The activity log page by page, newest first: what a page costs does not grow with the log."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.desk import Desk
from app.nouns.event import Event
from app.queries.activity.found_tickets import found_tickets, kept_facts
from app.queries.activity.log_query import LogQuery, storable
from app.queries.activity.log_sources import Place, sources_of
from app.queries.desk.events import UNINDEXED_KIND
from sql.tables import events, tickets

PAGE = 100
LARGE_PAGE = 500  # of what is handed out as a file


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event with its ticket's subject and customer as they are now; of an erased one, as its deletion kept them."""

    event: Event
    subject: str = ""
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page may be short, or empty, and go on all the same, below the event `before` (None: that is all).

    `looked_until_ms`: how far back it looked, where it goes on. `is_cut`: more tickets fit than are looked at.
    """

    lines: tuple[LogLine, ...]
    before: int | None = None
    looked_until_ms: int | None = None
    is_cut: bool = False

    @property
    def events(self) -> list[Event]:
        """The events alone."""
        return [line.event for line in self.lines]


async def log_page(desk: Desk, query: LogQuery, before: int | None = None, limit: int = PAGE) -> LogPage:
    """What fits all filters, below the event `before`."""
    found = await found_tickets(desk, query) if query.asks_for_tickets else None
    top = await _place_of(desk, before) if before is not None else None
    seen: dict[int, Event] = {}
    floors: list[Place] = []
    for source in await sources_of(desk, query, found.ids if found else (), top, limit + 1):
        some, floor = await source.read(desk)
        seen |= {event.id: event for event in some}
        floors += [floor] if floor else []
    floor = max(floors, default=None)
    ordered = sorted(seen.values(), key=_place, reverse=True)
    known = [event for event in ordered if floor is None or _place(event) >= floor]
    page = known[:limit]
    end = _place(page[-1]) if len(known) > limit else floor
    lines = await lines_of(desk, page)
    return LogPage(lines, end[1] if end else None, end[0] if end else None, is_cut=bool(found and found.is_cut))


async def log_lines(desk: Desk, query: LogQuery) -> AsyncIterator[Sequence[LogLine]]:
    """The whole of it, in pieces that are read one after the other."""
    before, more = None, True
    while more:
        page = await log_page(desk, query, before, LARGE_PAGE)
        yield page.lines
        before, more = page.before, page.before is not None


def _place(event: Event) -> Place:
    return event.at_ms, event.id


async def _place_of(desk: Desk, event_id: int) -> Place:
    """Where the event stands in the order of the log; a number that there is not stands after the one before it."""
    number = storable(event_id)
    nearest = select(events.c.at_ms).where(events.c.id <= number).order_by(events.c.id.desc()).limit(1)
    return int(await desk.db.fetch_val(nearest) or -1), number


async def lines_of(desk: Desk, page: Sequence[Event]) -> tuple[LogLine, ...]:
    """The events with their tickets' facts, in one or two statements."""
    ids = {event.ticket_id for event in page if event.ticket_id is not None}
    if not ids:
        return tuple(LogLine(event) for event in page)
    query = select(tickets.c.id, tickets.c.subject, tickets.c.name, tickets.c.email).where(tickets.c.id.in_(ids))
    rows = await desk.db.fetch_all(query.with_hint(tickets, "FORCE INDEX (PRIMARY)", "mysql"))
    facts = {row.id: (row.subject, row.name, row.email) for row in rows}
    facts |= await _kept_of(desk, {number for number in ids if not any(facts.get(number, ()))})
    return tuple(LogLine(event, *facts.get(event.ticket_id or 0, ())) for event in page)


async def _kept_of(desk: Desk, erased: set[int]) -> dict[int, tuple[str, str, str]]:
    """What the log keeps of tickets whose content is gone."""
    if not erased:
        return {}
    deletions = (events.c.ticket_id.in_(erased)) & (UNINDEXED_KIND == "ticket.deleted")
    query = select(events.c.ticket_id, events.c.details).where(deletions).order_by(events.c.id)
    rows = await desk.db.fetch_all(query.with_hint(events, "FORCE INDEX (ix_events_ticket_id)", "mysql"))
    return {row.ticket_id: kept_facts(json.loads(row.details)) for row in rows}
