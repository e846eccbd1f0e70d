"""Keeping a ticket's document: in the same transaction as what it is made of."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import bindparam, insert, select, update

from app.actions.change import Change
from app.queries.api.forms import entry_texts
from app.search.documents import Words, body_of, encoded_words, words_by_message, words_of_ticket
from sql.tables import messages, search_documents

_INSERT = insert(search_documents)
_OWN = search_documents.c.ticket_id == bindparam("of_ticket")
_DOCUMENT = select(search_documents.c.body).where(_OWN)
_REPLACE = update(search_documents).where(_OWN)
_NONE: Mapping[int, Words] = MappingProxyType({})


async def index_first(tx: Change, words: Words, *names: str) -> None:
    """Let a new ticket be found by its own words and those of its first message: of its text, and its author's names."""
    body = body_of(words_of_ticket(tx.ticket) | words | encoded_words(names))
    await tx.db.execute(_INSERT, {"ticket_id": tx.ticket.id, "body": body})


async def index_text(tx: Change, words: Words, *names: str) -> None:
    """Let the ticket be found by the words of what was just written to it, and by its author's names."""
    body = await tx.db.fetch_val(_DOCUMENT, {"of_ticket": tx.ticket.id})
    if body is None:
        await index_first(tx, words, *names)
        return
    missing = (words | encoded_words(names)).difference(body.split())
    if missing:
        await tx.db.execute(_REPLACE, {"of_ticket": tx.ticket.id, "body": f"{body} {body_of(missing)}"})


async def index_again(tx: Change, known: Mapping[int, Words] = _NONE) -> None:
    """Rebuild the ticket's search document after an edit, a split or a moved message.

    Words of messages not among the `known` are computed now.
    """
    await _write(tx, await _body(tx, known))


async def index_if_changed(tx: Change, known: Mapping[int, Words]) -> bool:
    """The same where the document would be another; return whether it is."""
    body = await _body(tx, known)
    own = search_documents.c.ticket_id == tx.ticket.id
    before = await tx.db.fetch_val(select(search_documents.c.body).where(own))
    is_changed = before is None or set(before.split()) != set(body.split())
    if is_changed:
        await _write(tx, body)
    return is_changed


async def _body(tx: Change, known: Mapping[int, Words]) -> str:
    """The document of a ticket whose row is locked."""
    query = select(messages.c.id, messages.c.author_name, messages.c.author_email)
    rows = await tx.db.fetch_all(query.where(messages.c.ticket_id == tx.ticket.id, messages.c.recalled_ms.is_(None)))
    if any(row.id not in known for row in rows):
        known = {**await words_by_message(tx.desk, tx.ticket.id), **known}
    names = {name for row in rows for name in (row.author_name, row.author_email)}
    if tx.ticket.may_have_entry:
        names.update(await entry_texts(tx.desk, tx.ticket.id))
    return body_of(words_of_ticket(tx.ticket).union(encoded_words(names), *(known[row.id] for row in rows)))


async def _write(tx: Change, body: str) -> None:
    own = search_documents.c.ticket_id == tx.ticket.id
    if not await tx.db.rowcount(update(search_documents).where(own).values(body=body)):
        await tx.db.execute(_INSERT, {"ticket_id": tx.ticket.id, "body": body})
