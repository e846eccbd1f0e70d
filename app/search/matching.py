"""Holding a candidate against the terms that name a place: the words have to stand there, not just somewhere."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.desk import Desk
from app.message import MessageKind
from app.search.folding import words_of
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
        return any(one.kind in kinds and _all_in(term.words, words_of(one.text)) for one in said)
    place = ticket.subject if term.field == "subject" else str(getattr(ticket.customer, term.field))
    return _all_in(term.words, words_of(place))


def _all_in(wanted: Sequence[str], there: set[str]) -> bool:
    return all(word in there or any(other.startswith(word) for other in there) for word in wanted)
