"""The messages of tickets that a search has found: newest first, and no more than is worth reading.

An index says which messages there are, and how large. Their texts are read in rounds, each bounded in characters, until
the search has seen enough: a thread of many megabytes costs what a short one does.
"""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.desk import Desk
from sql.tables import messages

LOOKED_INTO = 50_000  # characters of one message
MOST_MESSAGES = 1000  # of one ticket
ROUND_CHARACTERS = 500_000
ROUND_MESSAGES = 1000
MOST_CHARACTERS = 2_000_000  # of all tickets of a page together


@dataclass(frozen=True, slots=True)
class Said:
    """The text of one message, and its author's kind."""

    kind: str
    text: str
    message_id: int


class Written:
    """The messages of some tickets, read in rounds. A ticket seen enough is dropped with `leave_out`."""

    def __init__(self, desk: Desk, ticket_ids: Iterable[int]) -> None:
        self.desk, self.ticket_ids = desk, list(ticket_ids)
        self.left_out: set[int] = set()
        self.unread: dict[int, list[Any]] = {}  # by ticket, the newest at the end
        self.cut: set[int] = set()  # tickets with more than is ever looked at

    def leave_out(self, ticket_ids: Collection[int]) -> None:
        """Nothing more of these tickets has to be read."""
        self.left_out.update(ticket_ids)

    async def rounds(self) -> AsyncIterator[Mapping[int, Sequence[Said]]]:
        """By ticket what was written, newest first, until all is read, left out or enough."""
        await self._find()
        seen = 0
        while seen < MOST_CHARACTERS and (wanted := self._next()):
            found = await self._read(wanted)
            seen += sum(len(one.text) for said in found.values() for one in said)
            yield found

    def has_more(self, ticket_id: int) -> bool:
        """Whether something of this ticket was not looked at."""
        return bool(self.unread.get(ticket_id)) or ticket_id in self.cut

    async def _find(self) -> None:
        if not self.ticket_ids:
            return
        newest = (messages.c.created_ms.desc(), messages.c.id.desc())
        place = func.row_number().over(partition_by=messages.c.ticket_id, order_by=newest).label("place")
        listed = select(messages.c.id, messages.c.ticket_id, messages.c.size_bytes, place)
        listed = listed.where(messages.c.ticket_id.in_(self.ticket_ids), messages.c.recalled_ms.is_(None))
        inner = listed.with_hint(messages, "FORCE INDEX (ix_messages_thread)", "mysql").subquery()
        query = select(inner).where(inner.c.place <= MOST_MESSAGES).order_by(inner.c.ticket_id, inner.c.place.desc())
        for row in await self.desk.db.fetch_all(query):
            self.unread.setdefault(row.ticket_id, []).append(row)
        self.cut = {ticket_id for ticket_id, rows in self.unread.items() if len(rows) == MOST_MESSAGES}

    def _next(self) -> list[int]:
        """The messages of the next round: the newest unread one of each ticket, then the one before it, while they fit."""
        wanted: list[int] = []
        left = ROUND_CHARACTERS
        while (
            left > 0
            and len(wanted) < ROUND_MESSAGES
            and (open_ones := [rows for one, rows in self.unread.items() if rows and one not in self.left_out])
        ):
            for rows in open_ones:
                row = rows.pop()
                left -= min(row.size_bytes, LOOKED_INTO)
                wanted.append(row.id)
                if left <= 0:
                    break
        return wanted

    async def _read(self, message_ids: Sequence[int]) -> dict[int, list[Said]]:
        text = func.substr(messages.c.text, 1, LOOKED_INTO).label("text")
        columns = (messages.c.id, messages.c.ticket_id, messages.c.kind, messages.c.created_ms, text)
        query = select(*columns).where(messages.c.id.in_(message_ids))
        rows = await self.desk.db.fetch_all(query.with_hint(messages, "FORCE INDEX (PRIMARY)", "mysql"))
        found: dict[int, list[Said]] = {}
        for row in sorted(rows, key=lambda row: (row.created_ms, row.id), reverse=True):
            found.setdefault(row.ticket_id, []).append(Said(row.kind, row.text, row.id))
            if len(row.text) == LOOKED_INTO:
                self.cut.add(row.ticket_id)
        return found
