"""Thirty days after its deletion a ticket's content and files are erased; the log keeps number, subject and customer.

The row stays, empty, so that its number is never given to another ticket.
"""

import json
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update

from app.actions.change import Held, action, change
from app.actions.deleting import RESTORABLE_MS
from app.actions.drafts import attachment_keys_in
from app.actions.pasting import KEPT_PICTURE
from app.clock import DAY_MS
from app.codes import new_access_code
from app.desk import Desk
from app.errors import BadFields
from app.event import SYSTEM
from app.large_bytes import storage_key
from app.status import Shelf
from sql.tables import (
    attachments,
    drafts,
    events,
    inbound,
    messages,
    outbox,
    readings,
    search_documents,
    template_pictures,
    ticket_addresses,
    tickets,
)

BATCH = 20
KEPT_UPLOAD_MS = DAY_MS
MOST_SWEPT = 1000
EMPTY = {"subject": "", "name": "", "email": "", "email_key": "", "phone": "", "address": "", "city": "", "country": ""}
SAID = ("preview", "changes", "server_said")  # what events repeat of the content


async def erase_due(desk: Desk, now_ms: int) -> int:
    """Erase the tickets that were deleted more than thirty days ago; return how many."""
    due = (tickets.c.shelf == Shelf.DELETED.value) & (tickets.c.deleted_ms < now_ms - RESTORABLE_MS)
    query = select(tickets.c.id).where(due).order_by(tickets.c.deleted_ms).limit(BATCH)
    return sum([await _erase(desk, row.id, now_ms) for row in await desk.db.fetch_all(query)])


@action
async def _erase(desk: Desk, ticket_id: int, now_ms: int) -> bool:
    async with change(desk, ticket_id, now_ms) as held:
        deleted_ms = held.ticket.deleted_ms
        if held.ticket.is_erased or deleted_ms is None or deleted_ms >= now_ms - RESTORABLE_MS:
            return False
        files = await _erase_rows(held)
        await _forget_words(held)
        blank = {**EMPTY, "client_ip": "", "access_code": new_access_code(), "request_key": None, "attachment_count": 0}
        await held.db.execute(
            update(tickets).where(tickets.c.id == ticket_id).values({**blank, "shelf": Shelf.ERASED.value})
        )
        held.record("ticket.erased", SYSTEM)
    for key in files:  # after the commit: a file without a row harms nobody, a row without its file does
        await desk.storage.delete(key)
    return True


async def _erase_rows(held: Held) -> list[str]:
    """Remove all that hangs on the ticket; return the storage's keys of what lay there."""
    ticket_id = held.ticket.id
    keys = [row.key for row in await _rows(held, select(attachments.c.key).where(attachments.c.ticket_id == ticket_id))]
    for column in (inbound.c.raw, outbox.c.mime):
        named = (column.table.c.ticket_id == ticket_id) & column.is_not(None) & (func.length(column) < 64)  # noqa: PLR2004  a name has 33
        found = [storage_key(bytes(row[0])) for row in await _rows(held, select(column).where(named))]
        keys += [key for key in found if key]
    await held.db.execute(
        update(inbound).where(inbound.c.ticket_id == ticket_id).values(raw=None, subject="", from_email="")
    )
    for table in (attachments, outbox, messages, drafts, readings, ticket_addresses, search_documents):
        await held.db.execute(delete(table).where(table.c.ticket_id == ticket_id))
    return keys


async def _rows(held: Held, query: Any) -> list[Any]:
    return list(await held.db.fetch_all(query))


async def _forget_words(held: Held) -> None:
    """Take out of the ticket's events what they repeat of its content."""
    for row in await _rows(held, select(events.c.id, events.c.details).where(events.c.ticket_id == held.ticket.id)):
        details = json.loads(row.details)
        kept = {name: value for name, value in details.items() if name not in SAID}
        if kept != details:
            words = json.dumps(kept, ensure_ascii=False)
            await held.db.execute(update(events).where(events.c.id == row.id).values(details=words))


async def sweep_uploads(desk: Desk, now_ms: int) -> int:
    """Forget files that were uploaded more than a day ago, were never sent and stand in no draft or template.

    Return how many.
    """
    of_templates = select(template_pictures.c.attachment_id)
    left = attachments.c.message_id.is_(None) & attachments.c.id.not_in(of_templates)
    left &= attachments.c.created_ms < now_ms - KEPT_UPLOAD_MS
    query = select(attachments.c.id, attachments.c.key, attachments.c.operator_id).where(left)
    swept = 0
    for row in await desk.db.fetch_all(query.order_by(attachments.c.created_ms).limit(MOST_SWEPT)):
        if row.key not in await _drafted(desk, row.operator_id):
            swept += await _sweep(desk, attachments.c.id == row.id, row.key)
    return swept


async def _sweep(desk: Desk, which: ColumnElement[bool], key: str) -> int:
    if not await desk.db.rowcount(delete(attachments).where(which, attachments.c.message_id.is_(None))):
        return 0  # it was sent this moment
    await desk.storage.delete(key)
    return 1


async def _drafted(desk: Desk, operator_id: int | None) -> set[str]:
    """The files that this person's drafts name, and the pictures that stand in their texts."""
    keys: set[str] = set()
    query = select(drafts.c.details, drafts.c.html).where(drafts.c.operator_id == operator_id)
    for row in await desk.db.fetch_all(query):
        keys.update(KEPT_PICTURE.findall(row.html))
        try:
            keys.update(attachment_keys_in(row.details))
        except BadFields:
            continue  # details of another make name no files of ours
    return keys
