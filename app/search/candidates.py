"""The tickets with all the words, newest number first: bounded look-ups on either engine.

SQLite's FTS5 streams matches in the order of ticket numbers, so a page costs the same however many match. MariaDB
reads every match of a word before it sorts. So its newest documents are read first, one after the other, where common
words are soon found; then its full-text index has a short time for rarer ones; and where that is not enough, reading
goes on, window by window.
"""

from collections.abc import Sequence

from sqlalchemy import TextClause, literal, select, text

from app.database import is_timeout, select_within
from app.desk import Desk
from app.search.folding import encode
from sql.tables import search_documents

BATCH = 200
LARGEST_BATCH = 1000
ENOUGH = 50  # found by reading a window: the words are common
NEWEST, WINDOW = 3000, 10_000  # numbers read in one statement (MariaDB: 4 ms a thousand)
COST = 500  # what a window that was read counts as, in candidates
NO_LIMIT = 2**62
FTS5 = text(
    "SELECT rowid AS ticket_id FROM search_index WHERE search_index MATCH :words AND rowid < :below "
    "AND rowid >= :lowest ORDER BY rowid DESC LIMIT :most"
)
FULLTEXT = text(
    select_within(60)
    + "ticket_id FROM search_documents WHERE MATCH (body) AGAINST (:words IN BOOLEAN MODE) AND ticket_id < :below "
    "AND ticket_id >= :lowest ORDER BY ticket_id DESC LIMIT :most"
)
HIGHEST = text("SELECT MAX(ticket_id) FROM search_documents WHERE ticket_id < :below")


class Candidates:
    """The tickets that have all words, each as a word or its beginning, in batches that grow: most pages need one."""

    def __init__(self, desk: Desk, words: Sequence[str], lowest: int = 0, below: int = NO_LIMIT) -> None:
        self.desk, self.words, self.lowest, self.below = desk, words, lowest, below
        self.batch = BATCH
        self.looked_at = 0
        self.has_more = True
        self.is_common = False  # found out once: reading finds these words sooner than the index
        self.has_index = desk.db.engine_name == "sqlite"  # its index needs no help

    async def next_ids(self) -> list[int]:
        """Their numbers, newest first. None may be in a batch though there are more: `has_more` and `below` tell."""
        if not self.has_more:
            return []
        ids = await (self._stream() if self.has_index else self._search_mariadb())
        self.batch = min(self.batch * 2, LARGEST_BATCH)
        return ids

    async def _stream(self) -> list[int]:
        return self._went_on(await self._ids(FTS5, " ".join(f"{encode(word)}*" for word in self.words)))

    async def _search_mariadb(self) -> list[int]:
        if self.is_common:
            return await self._read(WINDOW)
        begin = self.below
        if self.looked_at == 0:
            ids = await self._read(NEWEST)
            if len(ids) >= ENOUGH or not self.has_more:
                self.is_common = True
                return ids
            self.below = begin
        try:
            return self._went_on(await self._ids(FULLTEXT, " ".join(f"+{encode(word)}*" for word in self.words)))
        except Exception as error:
            if not is_timeout(error):
                raise
            self.is_common = True
            return await self._read(WINDOW)

    async def _read(self, width: int) -> list[int]:
        """Those of the next `width` numbers whose documents have all words: the engine reads them one by one."""
        top = await self.desk.db.fetch_val(HIGHEST, {"below": self.below})
        end = max(self.lowest, (top or 0) + 1 - width)
        documents = search_documents.c
        spaced = literal(" ").concat(documents.body)
        # Words are letters and digits alone, so that none of LIKE's signs is in them.
        having = [spaced.like(f"% {encode(word)}%") for word in self.words]
        query = select(documents.ticket_id).where(documents.ticket_id < self.below, documents.ticket_id >= end, *having)
        rows = await self.desk.db.fetch_all(query.order_by(documents.ticket_id.desc()).limit(self.batch))
        ids = [row.ticket_id for row in rows]
        self.looked_at += max(COST, len(ids))
        is_full = len(ids) == self.batch
        self.below = ids[-1] if is_full else end
        self.has_more = is_full or end > max(self.lowest, 0)
        return ids

    async def _ids(self, query: TextClause, words: str) -> list[int]:
        asked = {"words": words, "below": self.below, "lowest": self.lowest, "most": self.batch}
        return [row.ticket_id for row in await self.desk.db.fetch_all(query, asked)]

    def _went_on(self, ids: list[int]) -> list[int]:
        self.looked_at += len(ids)
        self.has_more = len(ids) == self.batch
        self.below = ids[-1] if ids else self.below
        return ids


async def tickets_with_words(
    desk: Desk, words: Sequence[str], below: int | None = None, most: int = BATCH
) -> list[int]:
    """The numbers of the newest tickets that have all words, at most about so many."""
    candidates = Candidates(desk, words, below=NO_LIMIT if below is None else below)
    candidates.batch = most
    return await candidates.next_ids()
