"""How soon customers usually get their first answer, for the pages on which they wait for it.

Read at most once in half an hour, whoever asks: a page costs nothing by it, and a large desk a moment.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Select, select

from app.core.clock import DAY_MS, MINUTE_MS
from app.database import Database
from app.desk import Desk
from app.nouns.status import Shelf
from sql.tables import tickets

SINCE_MS = 30 * DAY_MS
KEPT_MS = 30 * MINUTE_MS
FEWEST = 20  # first answers; of fewer nothing is said
MOST = 20_000  # the newest; a desk with more answers so many in less than the thirty days
BY_CUSTOMERS = ("web", "form", "mail")
SHELVES = (Shelf.ACTIVE, Shelf.FINISHED, Shelf.SNOOZED)


@dataclass(frozen=True, slots=True)
class UsualWait:
    """The median time from a customer's ticket to its first answer in ms: of the desk, and of each group."""

    desk_ms: int | None = None
    groups_ms: Mapping[int, int] = field(default_factory=dict)

    def of(self, group_id: int | None) -> int | None:
        """The group's, the desk's for None; None where too few have been answered."""
        return self.desk_ms if group_id is None else self.groups_ms.get(group_id)


@dataclass(slots=True)
class _Kept:
    wait: UsualWait = field(default_factory=UsualWait)
    until_ms: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


_kept: WeakKeyDictionary[Database, _Kept] = WeakKeyDictionary()


async def usual_wait(desk: Desk, now_ms: int) -> UsualWait:
    """What is known now. While one request reads it anew, the others go on with what was known before."""
    kept = _kept.setdefault(desk.db, _Kept())
    if now_ms >= kept.until_ms and not kept.lock.locked():
        async with kept.lock:
            kept.wait = await read_usual_wait(desk, now_ms)
            kept.until_ms = now_ms + KEPT_MS
    return kept.wait


async def read_usual_wait(desk: Desk, now_ms: int) -> UsualWait:
    """The same, read from the tickets answered first in the last thirty days. What an operator opened does not count."""
    waits: list[tuple[int | None, int]] = []
    for shelf in SHELVES:
        rows = await desk.db.fetch_all(_answered(shelf, now_ms - SINCE_MS))
        waits += [(row.group_id, row.first_answer_ms - row.created_ms) for row in rows]
    by_group: defaultdict[int | None, list[int]] = defaultdict(list)
    for group_id, wait_ms in waits:
        by_group[group_id].append(wait_ms)
    groups = {group: usual for group, of in by_group.items() if group is not None and (usual := _usual(of)) is not None}
    return UsualWait(_usual(wait_ms for _group, wait_ms in waits), groups)


def _answered(shelf: Shelf, since_ms: int) -> Select[Any]:
    columns = (tickets.c.group_id, tickets.c.created_ms, tickets.c.first_answer_ms)
    changed = tickets.c.updated_ms >= since_ms - DAY_MS  # an answer is held for a while after it has moved the ticket
    recent = (tickets.c.shelf == shelf.value) & changed
    query = select(*columns).where(recent, tickets.c.first_answer_ms >= since_ms, tickets.c.source.in_(BY_CUSTOMERS))
    query = query.order_by(tickets.c.updated_ms.desc()).limit(MOST)
    return query.with_hint(tickets, "FORCE INDEX (ix_tickets_shelf_updated)", "mysql")


def _usual(waits_ms: Iterable[int]) -> int | None:
    every = list(waits_ms)
    return round(median(every)) if len(every) >= FEWEST else None
