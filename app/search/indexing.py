"""Keeping a ticket's document: in the same transaction as what it is made of."""

from collections.abc import Iterable

from sqlalchemy import insert, select, update

from app.actions.change import Held
from app.countries import country_name
from app.search.folding import encode, words_of
from app.ticket import Ticket
from sql.tables import messages, search_documents

LONGEST_TEXT = 200_000  # characters of one message that are looked through
_INSERT = insert(search_documents)


async def index_first(held: Held, *texts: str) -> None:
    """Let a new ticket be found by its own words and those of its first message."""
    body = document_of(held.ticket, [text[:LONGEST_TEXT] for text in texts])
    await held.db.execute(_INSERT, {"ticket_id": held.ticket.id, "body": body})


async def index_text(held: Held, *texts: str) -> None:
    """Let the ticket be found by the words of what was just written to it."""
    own = search_documents.c.ticket_id == held.ticket.id
    body = await held.db.fetch_val(select(search_documents.c.body).where(own))
    if body is None:
        await index_first(held, *texts)
        return
    new = {encode(word) for text in texts for word in words_of(text[:LONGEST_TEXT])}
    missing = new - set(body.split())
    if missing:
        await held.db.execute(update(search_documents).where(own).values(body=f"{body} {body_of(missing)}"))


async def index_again(held: Held) -> None:
    """Make the ticket's document anew: after an edit, a split, a moved message."""
    query = select(messages.c.text, messages.c.author_name, messages.c.author_email)
    rows = await held.db.fetch_all(
        query.where(messages.c.ticket_id == held.ticket.id, messages.c.recalled_ms.is_(None))
    )
    texts = [text[:LONGEST_TEXT] for row in rows for text in (row.text, row.author_name, row.author_email)]
    body = document_of(held.ticket, texts)
    own = search_documents.c.ticket_id == held.ticket.id
    if not await held.db.rowcount(update(search_documents).where(own).values(body=body)):
        await held.db.execute(_INSERT, {"ticket_id": held.ticket.id, "body": body})


def document_of(ticket: Ticket, texts: Iterable[str]) -> str:
    """The whole document of a ticket with these messages."""
    return body_of(_words_of_ticket(ticket) | {encode(word) for text in texts for word in words_of(text)})


def body_of(words: Iterable[str]) -> str:
    """Encoded words as the index takes them, in one order, so that the same words are the same document."""
    return " ".join(sorted(words))


def _words_of_ticket(ticket: Ticket) -> set[str]:
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
    country = (customer.country, country_name(customer.country, "en") if customer.country else "")
    return {encode(word) for part in (*parts, *country) for word in words_of(part)}
