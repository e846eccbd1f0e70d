"""A thread by pages: the newest, the one before a place, the one after it, the one around a message.

A page is bounded by count and by bytes. Which messages it has is read from an index alone, by key; only then are their
texts read. What is not here yet is a `Gap` between what is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select

from app.desk import Desk
from app.nouns.message import Message
from app.queries.ticket.messages import completed
from app.queries.ticket.thread_place import ThreadPlace, ThreadScope
from sql.tables import messages

PAGE = 30  # messages
PAGE_BYTES = 600_000  # of their texts; a longer message is a page by itself


@dataclass(frozen=True, slots=True)
class Gap:
    """Messages that are there and not on this page: those before a place, those after one, or those between two."""

    after: ThreadPlace | None = None
    before: ThreadPlace | None = None


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Neighbours in a thread, oldest first. `has_older`, `has_newer`: there are more above, or below up to what is known.

    `from_ms`, `next_ms`: when the first came, and the one that follows the last; None at the beginning, and at the end.
    """

    messages: list[Message]
    has_older: bool = False
    has_newer: bool = False
    from_ms: int | None = None
    next_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for above the newest page: the page with a message, or the one before or after a place."""

    message_id: int | None = None
    before: ThreadPlace | None = None
    after: ThreadPlace | None = None


NEWEST = Wanted()


class ThreadPages:
    """The pages of one ticket's thread for one kind of reader."""

    def __init__(self, desk: Desk, ticket_id: int, reading: ThreadScope) -> None:
        self.desk, self.ticket_id, self.reading = desk, ticket_id, reading

    async def view(self, wanted: Wanted = NEWEST) -> list[MessagePage | Gap]:
        """What a page shows, from top to bottom: the newest always last, above it the requested part."""
        newest = await self.newest()
        if not newest.has_older:
            return [newest]
        begin = self.reading.place_of(newest.messages[0])
        upper = await self._upper(wanted, begin)
        if upper is None or not upper.messages:
            return [Gap(before=begin), newest]
        return [*self._with_gaps(upper, begin), newest]

    async def filling(self, gap: Gap) -> list[MessagePage | Gap]:
        """A page of what is missing in a gap, and the gap that is left."""
        if gap.after is not None:
            return self._with_gaps(await self.after(gap.after, gap.before), gap.before)[1:]
        return self._with_gaps(await self.before(gap.before), None) if gap.before else []

    async def whole(self) -> MessagePage:
        """All messages, of a thread that is known to fit a page."""
        return MessagePage(await completed(self.desk, _whole(self.reading), {"ticket": self.ticket_id}))

    async def newest(self, most: int | None = None) -> MessagePage:
        """The end of the thread; at most so many messages (None: a page)."""
        count = PAGE if most is None else most
        keys = await self._keys(count, [], descending=True)
        taken = _fitting(keys, count)
        return await self._page(taken[::-1], has_older=len(taken) < len(keys))

    async def before(self, place: ThreadPlace, until: ThreadPlace | None = None) -> MessagePage:
        """What leads up to this place; `until`: where what is known below begins."""
        keys = await self._keys(PAGE, self._below(place), descending=True)
        taken = _fitting(keys, PAGE)
        has_newer = until is not None and place < until
        return await self._page(taken[::-1], len(taken) < len(keys), has_newer, place.at_ms)

    async def after(self, place: ThreadPlace | None, until: ThreadPlace | None = None) -> MessagePage:
        """What follows this place (None: the beginning), up to another one (None: the end)."""
        following = [*(self._above(place) if place else []), *(self._below(until) if until else [])]
        keys = await self._keys(PAGE, following, descending=False)
        taken = _fitting(keys, PAGE)
        left = keys[len(taken) :]
        return await self._page(taken, place is not None, bool(left), self._next_ms(left, until))

    async def around(self, place: ThreadPlace, until: ThreadPlace | None = None) -> MessagePage:
        """The message at this place with its neighbours, up to another place."""
        half = PAGE // 2
        itself = ThreadPlace(place.at_ms, place.id - 1)  # numbers are whole: what follows it begins with the message
        following = [*self._above(itself), *(self._below(until) if until else [])]
        later = await self._keys(half, following, descending=False)
        earlier = await self._keys(half, self._below(place), descending=True)
        below, above = _fitting(later, half, 2), _fitting(earlier, half, 2)
        left = later[len(below) :]
        return await self._page(
            [*above[::-1], *below], len(above) < len(earlier), bool(left), self._next_ms(left, until)
        )

    async def place_of(self, message_id: int) -> ThreadPlace | None:
        """This message's place; None if this reader's thread does not have it."""
        own = (messages.c.ticket_id == self.ticket_id, messages.c.id == message_id, *self.reading.conditions)
        row = await self.desk.db.fetch_one(select(messages.c.id, self.reading.column).where(*own))
        return self.reading.place_of(row) if row else None

    async def these(self, message_ids: Sequence[int]) -> list[Message]:
        """Those of these messages that are in this thread, oldest first."""
        own = (messages.c.ticket_id == self.ticket_id, messages.c.id.in_(message_ids), *self.reading.conditions)
        query = select(messages).where(*own).with_hint(messages, "FORCE INDEX (PRIMARY)", "mysql")
        found = await completed(self.desk, query) if message_ids else []
        return sorted(found, key=self.reading.place_of)

    async def fit(self, message_ids: Sequence[int]) -> bool:
        """Whether these messages together fit on a page."""
        if len(message_ids) > PAGE:
            return False
        sizes = await self.desk.db.fetch_all(
            select(messages.c.id, messages.c.size_bytes).where(messages.c.id.in_(message_ids))
        )
        return len(_fitting(sizes, PAGE)) == len(sizes)

    async def _upper(self, wanted: Wanted, begin: ThreadPlace) -> MessagePage | None:
        """The requested page above `begin`, where the newest one begins."""
        if wanted.message_id is not None:
            place = await self.place_of(wanted.message_id)
            return await self.around(place, begin) if place and place < begin else None
        if wanted.after is not None:
            return await self.after(wanted.after, begin) if wanted.after < begin else None
        return await self.before(min(wanted.before, begin), begin) if wanted.before is not None else None

    def _with_gaps(self, page: MessagePage, begin: ThreadPlace | None) -> list[MessagePage | Gap]:
        """A page, and a gap on each side where messages are missing; `begin`: where what is known below it begins."""
        if not page.messages:
            return []
        first, last = (self.reading.place_of(page.messages[end]) for end in (0, -1))
        above = [Gap(before=first)] if page.has_older else []
        return [*above, page, *([Gap(last, begin)] if page.has_newer else [])]

    async def _keys(self, count: int, conditions: Sequence[ColumnElement[bool]], *, descending: bool) -> list[Any]:
        """One more than `count`, with their sizes, read from the index alone."""
        at, number = self.reading.column, messages.c.id
        query = select(number, at, messages.c.size_bytes).where(messages.c.ticket_id == self.ticket_id)
        query = query.where(*self.reading.conditions, *conditions).limit(count + 1)
        query = query.order_by(at.desc(), number.desc()) if descending else query.order_by(at, number)
        return await self.desk.db.fetch_all(query.with_hint(messages, f"FORCE INDEX ({self.reading.index})", "mysql"))

    async def _page(
        self, keys: Sequence[Any], has_older: bool, has_newer: bool = False, next_ms: int | None = None
    ) -> MessagePage:
        """The messages of these keys, oldest first."""
        from_ms = self.reading.place_of(keys[0]).at_ms if has_older and keys else None
        return MessagePage(await self.these([key.id for key in keys]), has_older, has_newer, from_ms, next_ms)

    def _next_ms(self, left: Sequence[Any], until: ThreadPlace | None) -> int | None:
        """When what follows a page came."""
        if left:
            return self.reading.place_of(left[0]).at_ms
        return until.at_ms if until else None

    def _below(self, place: ThreadPlace) -> list[ColumnElement[bool]]:
        at = self.reading.column
        return [at <= place.at_ms, (at < place.at_ms) | (messages.c.id < place.id)]

    def _above(self, place: ThreadPlace) -> list[ColumnElement[bool]]:
        at = self.reading.column
        return [at >= place.at_ms, (at > place.at_ms) | (messages.c.id > place.id)]


@lru_cache(maxsize=8)
def _whole(reading: ThreadScope) -> Select[Any]:
    """All messages of a ticket for this kind of reader."""
    own = select(messages).where(messages.c.ticket_id == bindparam("ticket"), *reading.conditions)
    own = own.with_hint(messages, f"FORCE INDEX ({reading.index})", "mysql")
    return own.order_by(reading.column, messages.c.id)


def fits_a_page(message_count: int, size_bytes: int) -> bool:
    """Whether this many messages, of this many bytes, fit on a page."""
    return message_count <= PAGE and (size_bytes <= PAGE_BYTES or message_count == 1)


def _fitting(keys: Sequence[Any], count: int, share: int = 1) -> Sequence[Any]:
    """As many of the first ones as a page, or half of one, may have; at least one."""
    total = 0
    for place, key in enumerate(keys[:count]):
        total += key.size_bytes
        if place and total > PAGE_BYTES // share:
            return keys[:place]
    return keys[:count]
