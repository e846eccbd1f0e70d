"""How many tickets each kept search finds now, counted no oftener than needed: a desk has many events, an operator up to twenty.

A count ends at 100 ("99+"). It is the same for everyone to whom the same tickets exist and who means the same. What
happened since it was counted can have changed it only by a ticket that was among the found, or whose document has the
words by now. Then it is counted again: each at most once in EVERY_MS, and all of a process MOST_A_SECOND times together.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from app.core.clock import MINUTE_MS, SECOND_MS
from app.core.errors import BadFields
from app.database import Database
from app.desk import Desk
from app.nouns.operator import Operator
from app.queries.desk.as_of import Happened, happened_since
from app.search.folding import encode, fold
from app.search.query_language import SearchText, read_search
from app.search.saved_searches import SavedSearch, saved_searches_of
from app.search.scope import ME
from app.search.searching import COUNTED, find
from app.text.languages import current_language
from sql.tables import search_documents

EVERY_MS = SECOND_MS
MOST_A_SECOND = 150
MOST_KEPT = 5000  # counts
MOST_DOCUMENTS = 100  # read to see whether a count may be another by now; of more tickets nobody looks

CHANGE_NO_RESULT = frozenset({"lock.asked", "message.delivery", "message.shared", "ticket.proved"})
CHANGE_COLUMNS = frozenset({"ticket.taken", "ticket.dropped", "ticket.assigned"})  # and nothing that is written
ABOUT_ALL = ("group.", "person.changed", "person.deleted")  # what the names of groups and people mean
COLUMNS = frozenset({"status", "operator", "group"})  # fields whose value an act may change

_DOCUMENTS = select(search_documents.c.ticket_id, search_documents.c.body).where(
    search_documents.c.ticket_id.in_(bindparam("ids", expanding=True))
)


class Meaning(NamedTuple):
    """What a search means to its reader; counts are shared only between people who see the same tickets."""

    hidden_group_ids: frozenset[int]
    wanted: SearchText
    me: int | None  # whose "me" is in it
    language: str  # in which its countries are named


@dataclass(slots=True)
class _Count:
    """The numbers that were found (the newest COUNTED of them), as of an event. None: it is no longer understood."""

    found: frozenset[int] | None = None
    event_id: int = -1
    counted_ms: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class _Counts:
    """The counts of one desk in this process."""

    def __init__(self) -> None:
        self._by_meaning: dict[Meaning, _Count] = {}
        self._documents: dict[int, tuple[int, str]] = {}  # by ticket, as of an event
        self._room: float = MOST_A_SECOND
        self._room_at_ms = 0

    def of(self, meaning: Meaning) -> _Count:
        """The count of this search; whichever was asked for longest ago is forgotten."""
        count = self._by_meaning.pop(meaning, None) or _Count()
        self._by_meaning[meaning] = count
        if len(self._by_meaning) > MOST_KEPT:
            del self._by_meaning[next(iter(self._by_meaning))]
        return count

    def may_count(self, now_ms: int) -> bool:
        """Whether there is room for one more; it is taken. Room is freed evenly, so nobody is always too late for it."""
        gained = max(now_ms - self._room_at_ms, 0) * MOST_A_SECOND / SECOND_MS
        self._room, self._room_at_ms = min(self._room + gained, MOST_A_SECOND), max(self._room_at_ms, now_ms)
        if self._room < 1:
            return False
        self._room -= 1
        return True

    async def documents_of(self, desk: Desk, touched: Mapping[int, int]) -> list[str]:
        """The documents of these tickets as of these events, or later; read once for all searches."""
        none = (-1, "")
        known = {number: self._documents.get(number, none) for number in touched}
        missing = [number for number, (event_id, _body) in known.items() if event_id < touched[number]]
        if missing:
            rows = {row.ticket_id: row.body for row in await desk.db.fetch_all(_DOCUMENTS, {"ids": missing})}
            read = {number: (touched[number], f" {rows.get(number, '')}") for number in missing}
            if len(self._documents) + len(read) > MOST_DOCUMENTS:
                self._documents.clear()
            self._documents |= read
            known |= read
        return [body for _event_id, body in known.values()]


_counts: WeakKeyDictionary[Database, _Counts] = WeakKeyDictionary()


async def counts_of_saved(
    desk: Desk, operator: Operator, now_ms: int, newest: int
) -> tuple[dict[int, int | None], bool]:
    """The count of each search by its number as of the event `newest`, and whether one is older: ask again later.

    One that is no longer understood (a group or an operator is gone) has None.
    """
    kept = _counts.setdefault(desk.db, _Counts())
    counts: dict[int, int | None] = {}
    is_stale = False
    for search in await saved_searches_of(desk, operator):
        meaning = _meaning(desk, operator, search, now_ms)
        if meaning is None:
            counts[search.id] = None
            continue
        count = kept.of(meaning)
        async with count.lock:
            is_stale |= not await _renewed(desk, operator, kept, meaning, count, now_ms, newest)
        counts[search.id] = None if count.found is None else len(count.found)
    return counts, is_stale


def _meaning(desk: Desk, operator: Operator, search: SavedSearch, now_ms: int) -> Meaning | None:
    try:
        wanted = _understood(search.typed, now_ms // MINUTE_MS, desk.settings.zone)
    except BadFields:
        return None
    me = operator.id if any(fold(name) in ME for name in wanted.values("operator")) else None
    return Meaning(operator.hidden_group_ids, wanted, me, current_language() if wanted.values("country") else "")


@lru_cache(maxsize=4096)
def _understood(typed: str, minute: int, zone: ZoneInfo) -> SearchText:
    """As it is meant right now: relative days move on at midnight."""
    return read_search(typed, minute * MINUTE_MS, zone)


async def _renewed(
    desk: Desk, operator: Operator, kept: _Counts, meaning: Meaning, count: _Count, now_ms: int, newest: int
) -> bool:
    """Bring a count up to the event if it may be counted now; return whether it is."""
    if count.event_id >= newest:
        return True
    if count.event_id >= 0:
        if not await _may_differ(desk, kept, meaning.wanted, count, newest):
            count.event_id = newest
            return True
        if now_ms - count.counted_ms < EVERY_MS or not kept.may_count(now_ms):
            return False
    count.found = await _found(desk, operator, meaning.wanted)
    count.event_id, count.counted_ms = newest, now_ms
    return True


async def _found(desk: Desk, operator: Operator, wanted: SearchText) -> frozenset[int] | None:
    try:
        found, _below = await find(desk, operator, wanted, None, COUNTED)
    except BadFields:  # a group or an operator that is gone
        return None
    return frozenset(ticket.id for ticket in found)


async def _may_differ(desk: Desk, kept: _Counts, wanted: SearchText, count: _Count, newest: int) -> bool:
    """Whether what happened since can have changed what is found."""
    happened = await happened_since(desk, count.event_id, newest)
    if happened is None or any(event.moves is None or event.kind.startswith(ABOUT_ALL) for event in happened):
        return True
    if count.found is None:
        return False
    touched: dict[int, int] = {}  # by ticket its newest event
    for event in happened:
        if event.ticket_id is not None and _may_touch(event, wanted, count.found):
            touched.setdefault(event.ticket_id, event.id)
    if not touched or not wanted.words:
        return bool(touched)
    if len(touched) > MOST_DOCUMENTS or not count.found.isdisjoint(touched):
        return True
    words = [f" {encode(word)}" for word in wanted.words]  # each as a word or its beginning, as candidates are found
    return any(all(word in body for word in words) for body in await kept.documents_of(desk, touched))


def _may_touch(event: Happened, wanted: SearchText, found: frozenset[int]) -> bool:
    """Whether an event of this kind can put its ticket among the found, or take it away."""
    if event.kind in CHANGE_NO_RESULT:
        return False
    if any(term.field in COLUMNS for term in wanted.terms):
        return True
    if event.kind == "message.added":  # it has words more, and none less
        return bool(wanted.words) and event.ticket_id not in found
    return event.kind not in CHANGE_COLUMNS
