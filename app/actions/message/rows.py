"""Writing one message row: what answers, notes, customers' and third parties' messages have in common."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from app.actions.change import Change
from app.actions.ticket.indexing import index_first, index_text
from app.core.errors import AlreadyStored
from app.html_safety import SANITIZER_VERSION
from app.nouns.operator import Operator
from app.nouns.request_keys import StoredKey
from app.nouns.signed import signature_in
from app.queries.people.people import groups
from app.search.documents import words_in
from app.text.languages import _
from sql.tables import attachments, messages, tickets

PREVIEW_LENGTH = 140
TEXTS = ("text", "html", "signature", "quoted_text", "quoted_html")
_INSERT = insert(messages)
_WITH_KEY = select(messages.c.id, messages.c.request_content, messages.c.text).where(
    messages.c.ticket_id == bindparam("of_ticket"), messages.c.request_key == bindparam("key")
)
_FILES = (
    select(func.count())
    .select_from(attachments)
    .where(attachments.c.ticket_id == bindparam("of_ticket"), attachments.c.message_id.is_not(None))
    .where(attachments.c.inline.is_(False))
)


async def add_message(tx: Change, *, is_first: bool = False, **columns: Any) -> int:
    """Insert a message of the change's ticket, its first or a further one; return its id. `columns` are the table's.

    The words of its text are `tx.words`: splitting a long text takes time, and nobody else can write meanwhile.
    """
    words = await words_in(columns["text"]) if tx.words is None else tx.words
    await (index_first if is_first else index_text)(tx, words, columns["author_name"], columns.get("author_email", ""))
    values = {
        "sanitizer_version": SANITIZER_VERSION,
        "created_ms": tx.now_ms,
        "ticket_id": tx.ticket.id,
        "size_bytes": size_of(columns),
    }
    row = {**values, **columns}
    message_id = await tx.db.execute(_INSERT, row)
    tx.written[message_id] = row | {"id": message_id}
    return message_id


async def signature_of(tx: Change, operator: Operator) -> str | None:
    """The signature below what the operator writes, as stored with it."""
    group = next((one for one in await groups(tx.desk) if one.id == tx.ticket.group_id), None)
    return signature_in(group, operator) or None


def size_of(columns: Mapping[str, Any]) -> int:
    """How many bytes a message's texts have: what a page of a thread is bounded by."""
    return sum(len((columns.get(name) or "").encode()) for name in TEXTS)


async def earlier_with_key(
    tx: Change, stored: StoredKey | None, text: str, written_to: int | None = None
) -> int | None:
    """The message that the same request already made, whose id is the answer to a repeat.

    Raises AlreadyStored, which names it, where the same key comes with another content than it came with first.
    `written_to`: the ticket that its author wrote to and may know of, where an original has taken the message.
    """
    if stored is None:
        return None
    found = await tx.db.fetch_one(_WITH_KEY, {"of_ticket": tx.ticket.id, "key": stored.key})
    if found is None:
        return None
    if stored.content is not None and not _says_the_same(found.request_content, stored.content, found.text, text):
        words = _("Already sent from this form: “%(text)s”. Your changed text is kept here. Send again to send it too.")
        # Translators: in place of the text of a message that has none
        said = {"text": preview_of(found.text) or _("(files only)")}
        raise AlreadyStored(words % said, ticket_id=written_to or tx.ticket.id, message_id=int(found.id))
    return int(found.id)


def _says_the_same(kept: str | None, content: str, kept_text: str, text: str) -> bool:
    """Of messages from before contents were kept the text alone is known."""
    return kept == content if kept is not None else kept_text == text


def key_columns(stored: StoredKey | None) -> dict[str, Any]:
    """The columns of a row, ticket's or message's, that a repeat of its request is known by."""
    return {"request_key": stored.key if stored else None, "request_content": stored.content if stored else None}


async def count_attachments(tx: Change) -> None:
    """Keep the paper clip of the list row right after files came or went: pictures within a text are none."""
    count = int(await tx.db.fetch_val(_FILES, {"of_ticket": tx.ticket.id}) or 0)
    if count != tx.ticket.attachment_count:
        await tx.db.execute(update(tickets).where(tickets.c.id == tx.ticket.id).values(attachment_count=count))


def preview_of(text: str) -> str:
    """The first words, in one line, for operators' lists and notices."""
    line = " ".join(text.split())
    return line if len(line) <= PREVIEW_LENGTH else line[: PREVIEW_LENGTH - 1] + "…"
