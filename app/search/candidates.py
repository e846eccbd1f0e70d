"""Which tickets have all the words, newest number first: a bounded look-up on either engine.

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
NO_LIMIT = 2**62
FTS5 = text(
    "SELECT rowid AS ticket_id FROM search_index WHERE search_index MATCH :words AND rowid < :below "
    "ORDER BY rowid DESC LIMIT :most"
)
FULLTEXT = text(
    "SET STATEMENT max_statement_time=0.15 FOR "  # seconds; the rest of the patience is for reading documents
    "SELECT ticket_id FROM search_documents WHERE MATCH (body) AGAINST (:words IN BOOLEAN MODE) AND ticket_id < :below "
    "ORDER BY ticket_id DESC LIMIT :most"
)


async def tickets_with_words(desk: Desk, words: Sequence[str], below: int | None, most: int = BATCH) -> list[int]:
    """The numbers of the newest tickets below a number that have all words, each as a word or its beginning."""
    place = NO_LIMIT if below is None else below
    if desk.db.engine_name == "sqlite":
        asked = {"words": " ".join(f"{encode(word)}*" for word in words), "below": place, "most": most}
        return [row.ticket_id for row in await desk.db.fetch_all(FTS5, asked)]
    asked = {"words": " ".join(f"+{encode(word)}*" for word in words), "below": place, "most": most}
    try:
        return [row.ticket_id for row in await desk.db.fetch_all(FULLTEXT, asked)]
    except Exception as error:
        if not is_timeout(error):
            raise
        return await _read_newest(desk, words, place)


async def _read_newest(desk: Desk, words: Sequence[str], below: int) -> list[int]:
    """Those of the newest documents that have all words. Documents without any of them are skipped by number.

    The last number looked at is always in the answer's reach: an empty answer means that nothing is left.
    """
    found: list[int] = []
    while not found:
        query = select(search_documents).where(search_documents.c.ticket_id < below)
        rows = await desk.db.fetch_all(query.order_by(search_documents.c.ticket_id.desc()).limit(BATCH))
        if not rows:
            return []
        found = [row.ticket_id for row in rows if has_words(row.body, words)]
        below = rows[-1].ticket_id
    return found


def has_words(body: str, words: Sequence[str]) -> bool:
    """Whether a document has all words, each as a word or its beginning."""
    padded = f" {body}"
    return all(f" {encode(word)}" in padded for word in words)
