"""Holding a candidate against the terms that name a place: the words have to stand there, not just somewhere."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from app.desk import Desk
from app.message import MessageKind
from app.search.folding import UNSPACED, fold, words_of
from app.search.query_language import PLACES, SearchText, Term
from app.ticket import Ticket
from sql.tables import messages

IN_MESSAGES = {
    "text": frozenset(kind.value for kind in MessageKind),
    "customer": frozenset({MessageKind.CUSTOMER.value}),
    "answer": frozenset({MessageKind.ANSWER.value}),
    "note": frozenset({MessageKind.NOTE.value}),
}


@dataclass(frozen=True, slots=True)
class Said:
    """The text of one message, and whose it is."""

    kind: str
    text: str


async def texts_of(desk: Desk, ticket_ids: Iterable[int]) -> dict[int, list[Said]]:
    """What is written on these tickets, in order."""
    ids = list(ticket_ids)
    found: dict[int, list[Said]] = defaultdict(list)
    if ids:
        columns = (messages.c.ticket_id, messages.c.kind, messages.c.text)
        query = select(*columns).where(messages.c.ticket_id.in_(ids), messages.c.recalled_ms.is_(None))
        for row in await desk.db.fetch_all(query.order_by(messages.c.ticket_id, messages.c.id)):
            found[row.ticket_id].append(Said(row.kind, row.text))
    return found


def needs_texts(wanted: SearchText) -> bool:
    """Whether a term asks for words in messages of some kind."""
    return any(term.field in IN_MESSAGES for term in wanted.terms)


def stands_there(ticket: Ticket, said: Sequence[Said], wanted: SearchText) -> bool:
    """Whether every term that names a place has its words in that place."""
    return all(_has(ticket, said, term) for term in wanted.terms if term.field in PLACES)


def _has(ticket: Ticket, said: Sequence[Said], term: Term) -> bool:
    if kinds := IN_MESSAGES.get(term.field):
        return any(one.kind in kinds and stands_in(one.text, term.words) for one in said)
    place = ticket.subject if term.field == "subject" else str(getattr(ticket.customer, term.field))
    return stands_in(place, term.words)


def stands_in(text: str, words: Sequence[str]) -> bool:
    """Whether all words stand in a text, each as a word or its beginning.

    Taking a text apart costs thirty times as much as looking for a word in it, and is left to numbers: a phone number
    has other digits in the index than on paper.
    """
    folded = fold(text)
    missing = [word for word in words if not _begins_word(word).search(folded)]
    if not missing or not any(character.isdigit() for word in missing for character in word):
        return not missing
    there = words_of(text)
    return all(any(other.startswith(word) for other in there) for word in missing)


@lru_cache(maxsize=1000)
def _begins_word(word: str) -> re.Pattern[str]:
    if UNSPACED.match(word):
        return re.compile(re.escape(word))
    unspaced = UNSPACED.pattern.rstrip("+")
    return re.compile(rf"(?:(?<![^\W_])|(?<={unspaced})){re.escape(word)}")
