"""Where a page of the log is read from: walks backwards through one index each, every one of them bounded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, not_, or_, select

from app.desk import Desk
from app.nouns.event import Event
from app.queries.activity.found_tickets import begin_some
from app.queries.activity.log_query import LogQuery, storable
from app.queries.desk.events import UNINDEXED_KIND
from app.search.folding import typed_words
from sql.tables import events, seeded_events

WINDOW = 2000  # events that are looked at for one page where no index knows the words
Place = tuple[int, int]  # time and number of an event: the order of the log
NEWEST = (events.c.at_ms.desc(), events.c.id.desc())


@dataclass(frozen=True, slots=True)
class LogWalk:
    """A statement whose rows come newest first, `most` at once, and which of them are meant."""

    statement: "Select[tuple[Any, ...]]"
    most: int
    fits: Callable[[Event], bool] = lambda _event: True

    async def read(self, desk: Desk) -> tuple[list[Event], Place | None]:
        """Those meant; and the place down to which it was looked, None: to the end."""
        rows = await desk.db.fetch_all(self.statement.limit(self.most))
        floor = (rows[-1].at_ms, rows[-1].id) if len(rows) == self.most else None
        return [event for event in map(Event.from_record, rows) if self.fits(event)], floor


async def sources_of(
    desk: Desk, query: LogQuery, ticket_ids: tuple[int, ...], top: Place | None, most: int
) -> list[LogWalk]:
    """All that may have events for this page, below `top`. `ticket_ids`: of the tickets that are looked for."""
    base = await _base(desk, query, top)
    if query.asks_for_tickets:
        found = [_of_tickets(base, query, ticket_ids, most)] if ticket_ids else []
        without = typed_words(query.words) and not query.customer and query.ticket_id is None
        return [*found, *(_without_tickets(base, query) if without else [])]
    if query.ticket_id is not None:
        return [_of_tickets(base, query, (storable(query.ticket_id),), most)]
    if query.operator_id is None:
        index = "ix_events_kind_at" if query.kinds else "ix_events_at"
    else:
        base = base.where(events.c.operator_id == storable(query.operator_id))
        index = "ix_events_operator_kind" if query.kinds else "ix_events_operator_at"
    if not query.kinds:
        return [LogWalk(_hinted(base, index), most)]
    return [LogWalk(_hinted(base.where(events.c.kind == kind), index), most) for kind in query.kinds]


async def _base(desk: Desk, query: LogQuery, top: Place | None) -> "Select[tuple[Any, ...]]":
    statement = select(events)
    if query.from_ms is not None:
        statement = statement.where(events.c.at_ms >= query.from_ms)
    if query.until_ms is not None:
        statement = statement.where(events.c.at_ms < query.until_ms)
    if top:
        at_ms, event_id = top
        statement = statement.where(events.c.at_ms <= at_ms, or_(events.c.at_ms < at_ms, events.c.id < event_id))
    for row in [] if query.seeded else await desk.db.fetch_all(select(seeded_events)):
        statement = statement.where(not_(events.c.id.between(row.first_id, row.last_id)))
    return statement


def _hinted(statement: "Select[tuple[Any, ...]]", index: str) -> "Select[tuple[Any, ...]]":
    return statement.order_by(*NEWEST).with_hint(events, f"FORCE INDEX ({index})", "mysql")


def _of_tickets(base: "Select[tuple[Any, ...]]", query: LogQuery, ticket_ids: tuple[int, ...], most: int) -> LogWalk:
    """What happened to these tickets, which is little: put in order afterwards, unless it is one.

    Beside a ticket the other filters choose no index: coalesced, they cannot (SQLite takes no hint).
    """
    statement = base.where(
        events.c.ticket_id.in_(ticket_ids) if len(ticket_ids) > 1 else events.c.ticket_id == ticket_ids[0]
    )
    if query.kinds:
        statement = statement.where(UNINDEXED_KIND.in_(query.kinds))
    if query.operator_id is not None:
        statement = statement.where(func.coalesce(events.c.operator_id, -2) == storable(query.operator_id))
    if len(ticket_ids) == 1:
        return LogWalk(_hinted(statement, "ix_events_ticket_at"), most)
    statement = statement.order_by(func.coalesce(events.c.at_ms, 0).desc(), events.c.id.desc())
    return LogWalk(statement.with_hint(events, "FORCE INDEX (ix_events_ticket_at)", "mysql"), most)


def _without_tickets(base: "Select[tuple[Any, ...]]", query: LogQuery) -> list[LogWalk]:
    """What is about people, groups, templates, settings and mail: its words are in no index, so a window at a time."""
    words = typed_words(query.words)

    def fits(event: Event) -> bool:
        return (
            event.ticket_id is None
            and query.operator_id in {None, event.actor.operator_id}
            and begin_some(words, typed_words(" ".join([event.actor.name, *_texts(event.details)])))
        )

    if not query.kinds:
        return [LogWalk(_hinted(base.where(events.c.ticket_id.is_(None)), "ix_events_ticket_at"), WINDOW, fits)]
    of_kinds = [kind for kind in query.kinds if not kind.startswith(("ticket.", "message.", "lock."))]
    return [LogWalk(_hinted(base.where(events.c.kind == kind), "ix_events_kind_at"), WINDOW, fits) for kind in of_kinds]


def _texts(value: Any) -> list[str]:
    """Every text and number in the details of an event."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [] if value is None or isinstance(value, bool) else [str(value)]
