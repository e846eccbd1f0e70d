"""What a ticket's document in the search index is made of: the words of the ticket and of its messages, encoded.

Taking a long text apart takes a tenth of a second, and a long thread seconds. So it happens in a thread, and before the
transaction that writes the document begins: `words_in` for what is about to be written, `words_by_message` for what is there.
"""

import asyncio
from collections.abc import Iterable

from sqlalchemy import func, select

from app.desk import Desk
from app.nouns.ticket import Ticket
from app.search.folding import encode, words_of
from app.text.countries import names_to_find
from sql.tables import messages

LONGEST_TEXT = 200_000  # characters of one message that are looked through
SHORT = 2000  # characters that are taken apart sooner (1 ms) than a thread has begun
Words = frozenset[str]  # as the index keeps them


async def words_in(text: str) -> Words:
    """The words by which a message's text is found: to be known before its ticket's row is locked."""
    return _words_in(text) if len(text) <= SHORT else await asyncio.to_thread(_words_in, text)


async def words_by_message(desk: Desk, *ticket_ids: int) -> dict[int, Words]:
    """The words of every message of these tickets, for `index_again`."""
    columns = (messages.c.id, func.substr(messages.c.text, 1, LONGEST_TEXT).label("text"))
    query = select(*columns).where(messages.c.ticket_id.in_(ticket_ids), messages.c.recalled_ms.is_(None))
    rows = await desk.db.fetch_all(query)
    return await asyncio.to_thread(lambda: {row.id: _words_in(row.text) for row in rows})


def body_of(words: Iterable[str]) -> str:
    """Encoded words for the index, in a fixed order, so the same words are the same document."""
    return " ".join(sorted(words))


def words_of_ticket(ticket: Ticket) -> Words:
    """The words by which a ticket is found whatever was written to it."""
    customer = ticket.customer
    parts = (
        ticket.subject,
        str(ticket.id),
        customer.name,
        customer.email,
        customer.phone,
        customer.address,
        customer.city,
    )
    return encoded_words((*parts, *names_to_find(customer.country)))


def encoded_words(texts: Iterable[str]) -> Words:
    """The words of short texts."""
    return frozenset(encode(word) for text in texts for word in words_of(text))


def _words_in(text: str) -> Words:
    return encoded_words((text[:LONGEST_TEXT],))
