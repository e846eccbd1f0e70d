"""Read once for everyone, and kept until an event says it may have changed.

Every action writes an event in its own transaction, numbered in the order of commits, in whichever process it happens.
So the newest number says whether what was read before is still valid.
"""

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import bindparam, select

from app.database import Database
from app.desk import Desk
from app.queries.desk.events import last_event_id
from sql.tables import events

T = TypeVar("T")
MOST_REMEMBERED = 1000  # events

_NEWER = (
    select(events.c.id, events.c.kind, events.c.ticket_id, events.c.moves)
    .where(events.c.id > bindparam("after"), events.c.id <= bindparam("newest"))
    .order_by(events.c.id)
)


@dataclass
class _Kept(Generic[T]):
    """What was read when this event was the newest, and the lock that lets one read for all."""

    event_id: int = -1
    value: T | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Happened(NamedTuple):
    """What is remembered of an event. `moves`: where it moved tickets to (Ticket.standing); None: unknown."""

    id: int
    kind: str
    ticket_id: int | None
    moves: str | None


class KeptAsOf(ABC, Generic[T]):
    """One thing of each desk, kept as of an event."""

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[Database, _Kept[T]] = WeakKeyDictionary()

    async def __call__(self, desk: Desk, newest: int | None = None, **given: Any) -> T:
        """The thing as of the event `newest`, the desk's newest where the caller has not just read its number; or later.

        `begun` is `given` the rest, as whoever comes first has it.
        """
        number = await last_event_id(desk) if newest is None else newest
        kept = self._kept.setdefault(desk.db, _Kept())
        if kept.event_id < number:
            async with kept.lock:
                await self._renew(desk, kept, number, given)
        return kept.value  # type: ignore[return-value]  # it was read: no event has a number below 0

    async def _renew(self, desk: Desk, kept: _Kept[T], number: int, given: Mapping[str, Any]) -> None:
        if kept.event_id >= number:  # someone else has read it meanwhile
            return
        happened = await happened_since(desk, kept.event_id, number) if kept.event_id >= 0 else None
        followed = None if kept.value is None or happened is None else self.followed(kept.value, happened)
        kept.value, kept.event_id = (await self.begun(desk, number, given)) if followed is None else (followed, number)

    @abstractmethod
    async def begun(self, desk: Desk, number: int, given: Mapping[str, Any]) -> tuple[T, int]:
        """The thing as it is read, and as of which event it is so, this one or a later one."""

    @abstractmethod
    def followed(self, value: T, happened: Sequence[Happened]) -> T | None:
        """The thing after these events; None: it has to be read again."""


class AsOfEvent(KeptAsOf[T]):
    """What `read` reads, read again after an event whose kind begins with one of `kinds`."""

    def __init__(self, read: Callable[..., Awaitable[T]], *kinds: str) -> None:
        super().__init__()
        self._read, self._kinds = read, kinds

    async def begun(self, desk: Desk, number: int, given: Mapping[str, Any]) -> tuple[T, int]:
        """As of the requested event; what was read slightly later is no older."""
        return await self._read(desk, **given), number

    def followed(self, value: T, happened: Sequence[Happened]) -> T | None:
        """The same, unless one of the kinds happened."""
        return None if any(event.kind.startswith(self._kinds) for event in happened) else value


class _Recent:
    """The newest events, read once for all who ask what has happened."""

    def __init__(self) -> None:
        self._begin = self._last = -1  # what lies between them is known
        self._lines: deque[Happened] = deque()
        self._lock = asyncio.Lock()

    async def since(self, desk: Desk, after: int, newest: int) -> Sequence[Happened] | None:
        """The events behind `after`, up to `newest`, the newest first; None: too many, or too long ago."""
        async with self._lock:
            if self._last < newest:
                await self._read_on(desk, newest)
        if after < self._begin:
            return None
        behind = takewhile(lambda line: line.id > after, reversed(self._lines))
        return [line for line in behind if line.id <= newest]

    async def _read_on(self, desk: Desk, newest: int) -> None:
        if newest - self._last > MOST_REMEMBERED:
            self._lines.clear()
            self._begin = newest
        else:
            rows = await desk.db.fetch_all(_NEWER, {"after": self._last, "newest": newest})
            self._lines.extend(Happened(row.id, row.kind, row.ticket_id, row.moves) for row in rows)
            while len(self._lines) > MOST_REMEMBERED:
                self._begin = self._lines.popleft().id
        self._last = newest


_recent: WeakKeyDictionary[Database, _Recent] = WeakKeyDictionary()


def _recent_of(db: Database) -> _Recent:
    return _recent.setdefault(db, _Recent())


async def happened_since(desk: Desk, after: int, newest: int) -> Sequence[Happened] | None:
    """The events behind `after`, up to `newest`, the newest first; None: too many, or too long ago."""
    return await _recent_of(desk.db).since(desk, after, newest)
