"""What the wall shows of the log: the newest lines, each operator's last act, the day's counts.

Read once for all who look, and from then on followed event by event: what is asked does not grow with the watchers.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from sqlalchemy import select

from app.database import Database
from app.desk import Desk
from app.nouns.event import Event
from app.nouns.outbound_mail import UNDELIVERED
from app.nouns.status import Status
from app.queries.activity.log_pages import LogLine, lines_of, log_page
from app.queries.activity.log_query import LogQuery
from app.queries.desk.events import MOST, events_after, last_event_id
from app.queries.wall.day_counts import DayCounts, day_begin_ms, day_counts
from sql.tables import events, operators

KEPT = 300  # lines
MOST_FOLLOWED = 4 * MOST  # events; behind more of them it is read anew


@dataclass
class WallLog:
    """As of the event `newest`; lines are newest first."""

    newest: int
    counts: DayCounts
    lines: deque[LogLine]
    last_acts: dict[int, LogLine]  # by operator

    @property
    def is_counted(self) -> bool:
        """Whether the day's counts are as of the newest event too; they follow by less than a second."""
        return self.counts.until >= self.newest

    def add(self, line: LogLine) -> None:
        """One more event has happened."""
        event = line.event
        self.newest = event.id
        if is_shown(event):
            self.lines.appendleft(line)
        if event.actor.operator_id is not None and not is_of_message(event):
            self.last_acts[event.actor.operator_id] = line


@dataclass
class _Kept:
    log: WallLog | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


_kept: WeakKeyDictionary[Database, _Kept] = WeakKeyDictionary()


async def wall_log(desk: Desk, now_ms: int) -> WallLog:
    """The log as the wall shows it, up to the desk's newest event. It goes on changing: read it before the next wait."""
    kept = _kept.setdefault(desk.db, _Kept())
    async with kept.lock:
        newest = await last_event_id(desk)
        begin_ms = day_begin_ms(now_ms, desk.settings.zone)
        if kept.log is None or not 0 <= newest - kept.log.newest <= MOST_FOLLOWED:
            kept.log = await _begun(desk, begin_ms, newest)
        while kept.log.newest < newest and await _follow(desk, kept.log):
            pass
        if kept.log.counts.begin_ms != begin_ms or not kept.log.is_counted:
            kept.log.counts = await day_counts(desk, begin_ms, newest, kept.log.counts)
        return kept.log


def is_shown(event: Event) -> bool:
    """Whether it stands in the feed: what a message does to its ticket, and mail that goes its way, would say it twice."""
    if event.kind in {"message.delivery", "mail.delivery"}:
        return event.details.get("state") in UNDELIVERED
    if is_of_message(event):
        after = Status.read(str(event.details.get("status") or ""))
        return event.actor.kind == "operator" and after is not None and not after.is_active
    return True


def is_of_message(event: Event) -> bool:
    """Whether it is what a message does to its ticket."""
    return event.kind == "ticket.status" and event.message_id is not None


async def _begun(desk: Desk, begin_ms: int, newest: int) -> WallLog:
    page = await log_page(desk, LogQuery(), limit=KEPT)
    shown = (line for line in page.lines if line.event.id <= newest and is_shown(line.event))
    counts = await day_counts(desk, begin_ms, newest)
    return WallLog(newest, counts, deque(shown, maxlen=KEPT), await _last_acts(desk, newest))


async def _follow(desk: Desk, log: WallLog) -> bool:
    """Add what happened since; whether there was anything."""
    happened = await events_after(desk, log.newest, MOST)
    for line in await lines_of(desk, happened):
        log.add(line)
    return bool(happened)


async def _last_acts(desk: Desk, newest: int) -> dict[int, LogLine]:
    """What everyone did last: one step down an index for each."""
    is_act = (events.c.kind != "ticket.status") | events.c.message_id.is_(None)
    own = select(events.c.id).where(events.c.operator_id == operators.c.id, events.c.id <= newest, is_act)
    own = own.order_by(events.c.at_ms.desc(), events.c.id.desc()).limit(1)
    own = own.with_hint(events, "FORCE INDEX (ix_events_operator_at)", "mysql")
    query = select(own.correlate(operators).scalar_subquery().label("last"))
    rows = await desk.db.fetch_all(query.where(operators.c.deactivated_ms.is_(None)))
    lines = await lines_of(desk, await _with_ids(desk, [row.last for row in rows if row.last is not None]))
    return {line.event.actor.operator_id: line for line in lines if line.event.actor.operator_id is not None}


async def _with_ids(desk: Desk, ids: Iterable[int]) -> list[Event]:
    query = select(events).where(events.c.id.in_(sorted(ids)))
    return [Event.from_record(row) for row in await desk.db.fetch_all(query)]
