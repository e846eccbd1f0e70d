"""The word that was meant: one on tickets that differs from the misspelt word by a letter or two.

Common words are on the newest tickets, which are read. For rare ones the full-text index looks up every spelling
one slip away (a letter left out, doubled, wrong or swapped): some hundreds of words in one bounded look-up.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select, text

from app.database import Record, is_timeout, select_within
from app.desk import Desk
from app.nouns.operator import Operator
from app.search.folding import UNSPACED, encode
from app.search.query_language import SearchText, Term
from app.search.scope import searchable_for
from app.search.searching import count_found
from sql.tables import search_documents, tickets

SHORTEST, LONGEST = 4, 18  # letters: of fewer too many words are near, of more nobody remembers the spelling
TWO_SLIPS_FROM = 7  # letters
NEWEST = 400  # documents that are read
MOST = 2
_ALPHABETS: Final = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмнопрстуфхцчшщъыьэюяії", "αβγδεζηθικλμνξοπρστυφχψω", "אבגדהוזחטיכלמנסעפצקרשתךםןףץ")  # fmt: skip
FTS5 = text("SELECT rowid AS ticket_id FROM search_index WHERE search_index MATCH :words ORDER BY rowid DESC LIMIT 50")
FULLTEXT = text(
    select_within(200) + "ticket_id FROM search_documents WHERE MATCH (body) AGAINST (:words IN BOOLEAN MODE) LIMIT 50"
)


async def near_words(desk: Desk, operator: Operator, word: str) -> list[str]:
    """The nearest words on tickets that exist for the operator, the most frequent first; none for a word that is known."""
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha() or UNSPACED.search(word):
        return []
    if await count_found(desk, operator, SearchText((Term("", word),), words=(word,)), 1):
        return []
    newest = select(search_documents.c.ticket_id).order_by(search_documents.c.ticket_id.desc()).limit(NEWEST)
    found = await _nearest_on(desk, operator, await desk.db.fetch_all(newest), word)
    return found or await _nearest_on(desk, operator, await _one_slip_away(desk, word), word)


async def _one_slip_away(desk: Desk, word: str) -> Sequence[Record]:
    """Tickets anywhere in the index with words that are one slip away."""
    wanted = one_slip_from(word)
    is_sqlite = desk.db.engine_name == "sqlite"
    words = (" OR " if is_sqlite else " ").join(encode(one) for one in sorted(wanted))
    try:
        return await desk.db.fetch_all(FTS5 if is_sqlite else FULLTEXT, {"words": words})
    except Exception as error:
        if not is_timeout(error):
            raise
        return []


async def _nearest_on(desk: Desk, operator: Operator, rows: Sequence[Record], word: str) -> list[str]:
    """The nearest words on these tickets; what does not exist for the operator offers nothing, and hides nothing."""
    ids = [row.ticket_id for row in rows]
    query = select(search_documents.c.body).join(tickets, tickets.c.id == search_documents.c.ticket_id)
    query = query.where(tickets.c.id.in_(ids), *searchable_for(operator))
    bodies = await desk.db.fetch_all(query.with_hint(tickets, "FORCE INDEX (PRIMARY)", "mysql")) if ids else []
    return await asyncio.to_thread(_nearest, word, [row.body for row in bodies])


def one_slip_from(word: str) -> set[str]:
    """Every spelling that becomes this word by one letter too few, too many, wrong, or in its neighbour's place."""
    letters = "".join({alphabet for letter in word for alphabet in _ALPHABETS if letter in alphabet})
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    missing = {head + tail[1:] for head, tail in cuts if tail}
    wrong = {head + letter + tail[1:] for head, tail in cuts if tail for letter in letters}
    added = {head + letter + tail for head, tail in cuts for letter in letters}
    return (swapped | missing | wrong | added) - {word}


def _nearest(word: str, bodies: Sequence[str]) -> list[str]:
    most = 2 if len(word) >= TWO_SLIPS_FROM else 1
    mark = len(encode(""))
    seen = Counter(one[mark:] for body in bodies for one in body.split())
    slips = {one: slips_between(word, one, most) for one in seen if _could_be(word, one, most)}
    near = [one for one, count in slips.items() if count <= most]
    return sorted(near, key=lambda one: (slips[one], -seen[one], one))[:MOST]


def _could_be(word: str, other: str, most: int) -> bool:
    """A cheap look: length and letters are nearly the same."""
    return abs(len(word) - len(other)) <= most and other.isalpha() and len(set(word) ^ set(other)) <= 2 * most


def slips_between(word: str, other: str, most: int) -> int:
    """Letters left out, added, changed or swapped with their neighbour (optimal string alignment); beyond `most` ends it."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(word, 1):
        earlier, before, row = before, row, [at]
        for place, there in enumerate(other, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != there))
            is_swapped = at > 1 and place > 1 and letter == other[place - 2] and word[at - 2] == there
            row.append(min(cost, earlier[place - 2] + 1) if is_swapped else cost)
        if min(row) > most:
            return most + 1
    return row[-1]
