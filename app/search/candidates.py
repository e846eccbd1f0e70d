"""Which tickets have all the words, newest number first: bounded look-ups on either engine.

SQLite's FTS5 streams matches in the order of ticket numbers, so that a page costs the same however many match. MariaDB
reads every match of a word before it sorts: it gets a short time, and where that is not enough the word is common, so
that reading the newest documents one after the other finds matches soon.
"""

from collections.abc import Sequence

from sqlalchemy import select, text

from app.database import is_timeout
from app.desk import Desk
from app.search.folding import encode
from sql.tables import search_documents

BATCH = 200
LARGEST_BATCH = 1000
MOST_READ = 3000  # documents read one after the other for one batch
ENOUGH = 100  # found by reading: a page, and what of it the other conditions drop
NO_LIMIT = 2**62
FTS5 = text(
    "SELECT rowid AS ticket_id FROM search_index WHERE search_index MATCH :words AND rowid < :below "
    "AND rowid >= :lowest ORDER BY rowid DESC LIMIT :most"
)
FULLTEXT = text(
    "SET STATEMENT max_statement_time=0.1 FOR "  # seconds; the rest of the patience is for reading documents
    "SELECT ticket_id FROM search_documents WHERE MATCH (body) AGAINST (:words IN BOOLEAN MODE) AND ticket_id < :below "
    "AND ticket_id >= :lowest ORDER BY ticket_id DESC LIMIT :most"
)


class Candidates:
    """The tickets that have all words, each as a word or its beginning, in batches that grow: most pages need one."""

    def __init__(self, desk: Desk, words: Sequence[str], lowest: int = 0, below: int = NO_LIMIT) -> None:
        self.desk, self.words, self.lowest, self.below = desk, words, lowest, below
        self.batch = BATCH
        self.looked_at = 0
        self.has_more = True
        self.is_common = False  # found out once: the full-text index is too slow for these words

    async def next_ids(self) -> list[int]:
        """Their numbers, newest first. None may be in a batch though there are more: `has_more` and `below` tell."""
        if not self.has_more:
            return []
        ids = await self._read_newest() if self.is_common else await self._ask_index()
        self.batch = min(self.batch * 2, LARGEST_BATCH)
        return ids

    async def _ask_index(self) -> list[int]:
        sqlite = self.desk.db.engine_name == "sqlite"
        words = " ".join(f"{encode(word)}*" if sqlite else f"+{encode(word)}*" for word in self.words)
        asked = {"words": words, "below": self.below, "lowest": self.lowest, "most": self.batch}
        try:
            rows = await self.desk.db.fetch_all(FTS5 if sqlite else FULLTEXT, asked)
        except Exception as error:
            if sqlite or not is_timeout(error):
                raise
            self.is_common = True
            return await self._read_newest()
        self.looked_at += len(rows)
        return self._went_on([row.ticket_id for row in rows], more=len(rows) == self.batch)

    async def _read_newest(self) -> list[int]:
        """Those of the newest documents that have all words; of MOST_READ at the most, which may have none."""
        documents, place = search_documents.c, self.below
        found: list[int] = []
        for _slice in range(MOST_READ // BATCH):
            query = select(search_documents).where(documents.ticket_id < place, documents.ticket_id >= self.lowest)
            rows = await self.desk.db.fetch_all(query.order_by(documents.ticket_id.desc()).limit(BATCH))
            self.looked_at += len(rows)
            found += [row.ticket_id for row in rows if has_words(row.body, self.words)]
            place = rows[-1].ticket_id if rows else place
            if len(rows) < BATCH:
                return self._went_on(found, more=False)
            if len(found) >= ENOUGH:
                break
        self.below = place
        return found

    def _went_on(self, ids: list[int], *, more: bool) -> list[int]:
        self.has_more = more
        self.below = ids[-1] if ids else self.below
        return ids


def has_words(body: str, words: Sequence[str]) -> bool:
    """Whether a document has all words, each as a word or its beginning."""
    padded = f" {body}"
    return all(f" {encode(word)}" in padded for word in words)


async def tickets_with_words(
    desk: Desk, words: Sequence[str], below: int | None = None, most: int = BATCH
) -> list[int]:
    """The numbers of the newest tickets that have all words, at most about so many."""
    candidates = Candidates(desk, words, below=NO_LIMIT if below is None else below)
    candidates.batch = most
    return await candidates.next_ids()
