"""Writing one message row: what answers, notes, customers' and third parties' messages have in common."""

from typing import Any

from sqlalchemy import func, insert, select, update

from app.actions.change import Held
from app.codes import stored_key
from app.html_safety import SANITIZER_VERSION
from app.message import MessageKind
from app.search.indexing import index_first, index_text
from sql.tables import attachments, messages, tickets

PREVIEW_LENGTH = 140
_INSERT = insert(messages)


async def add_message(held: Held, *, is_first: bool = False, **columns: Any) -> int:
    """Insert a message of the held-still ticket, its first or a further one; return its id. `columns` are the table's."""
    texts = (columns["text"], columns["author_name"], columns.get("author_email", ""))
    await (index_first if is_first else index_text)(held, *texts)
    values = {"sanitizer_version": SANITIZER_VERSION, "created_ms": held.now_ms, "ticket_id": held.ticket.id}
    return await held.db.execute(_INSERT, {**values, **columns})


async def earlier_with_key(held: Held, key: str | None) -> int | None:
    """The message that the same drawn form already made, whose id is the answer to a repeat. `key` is a stored one."""
    if key is None:
        return None
    same = (messages.c.ticket_id == held.ticket.id) & (messages.c.request_key == key)
    found = await held.db.fetch_val(select(messages.c.id).where(same))
    return int(found) if found is not None else None


def key_of(request_key: str | None, kind: MessageKind, operator_id: int | None = None) -> str | None:
    """The stored form of a request key, one for each kind and author.

    A note and an answer drawn with one key are two messages, and nobody is answered with what another has written.
    """
    return stored_key(request_key, kind.value, operator_id)


async def count_attachments(held: Held) -> None:
    """Keep the paper clip of the list row right after files came or went."""
    of_ticket = (attachments.c.ticket_id == held.ticket.id) & attachments.c.message_id.is_not(None)
    count = int(await held.db.fetch_val(select(func.count()).select_from(attachments).where(of_ticket)) or 0)
    if count != held.ticket.attachment_count:
        await held.db.execute(update(tickets).where(tickets.c.id == held.ticket.id).values(attachment_count=count))


def preview_of(text: str) -> str:
    """The first words, in one line, for operators' lists and notices."""
    line = " ".join(text.split())
    return line if len(line) <= PREVIEW_LENGTH else line[: PREVIEW_LENGTH - 1] + "…"
