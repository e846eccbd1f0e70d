"""Thirty days after its deletion a ticket's content and files are erased; the log keeps number, subject and customer.

The row stays, empty, so its number is never given to another ticket.
"""

from sqlalchemy import ColumnElement, delete, select

from app.actions.change import Change, action, by, change
from app.actions.customer.content import erase_content, without_words
from app.actions.message.drafts import attachment_keys_in
from app.actions.message.panel_insert import KEPT_PICTURE
from app.actions.ticket.customer_rows import forget_unless_written
from app.core.clock import DAY_MS
from app.core.errors import BadFields, Conflict
from app.desk import Desk
from app.nouns.event import SYSTEM, Actor
from app.nouns.operator import Operator
from app.nouns.permissions import Act, permit
from app.nouns.status import Shelf
from app.nouns.ticket import RESTORABLE_MS
from app.text.languages import _
from sql.tables import attachments, drafts, template_pictures, tickets

BATCH = 20
KEPT_UPLOAD_MS = DAY_MS
MOST_SWEPT = 1000


async def erase_due(desk: Desk, now_ms: int) -> int:
    """Erase the tickets that were deleted more than thirty days ago; return how many."""
    due = (tickets.c.shelf == Shelf.DELETED.value) & (tickets.c.deleted_ms < now_ms - RESTORABLE_MS)
    query = select(tickets.c.id).where(due).order_by(tickets.c.deleted_ms).limit(BATCH)
    return sum([await _erase(desk, row.id, now_ms) for row in await desk.db.fetch_all(query)])


@action
async def _erase(desk: Desk, ticket_id: int, now_ms: int) -> bool:
    async with change(desk, ticket_id, now_ms) as tx:
        deleted_ms = tx.ticket.deleted_ms
        if tx.ticket.is_erased or deleted_ms is None or deleted_ms >= now_ms - RESTORABLE_MS:
            return False
        files = await _erase_deleted(tx, SYSTEM, "due")
    await _delete_files(desk, files)
    return True


@action
async def erase_now(desk: Desk, operator: Operator, ticket_id: int, now_ms: int) -> None:
    """Erase a deleted ticket before its thirty days are over. Administrators only. Raises NotFound, Forbidden, Conflict."""
    async with change(desk, ticket_id, now_ms) as tx:
        permit(operator, Act.RESTORE, tx.ticket)  # the same people decide the same question
        if not tx.ticket.is_deleted:
            raise Conflict(_("Only a deleted ticket can be erased. Delete it first."))
        files = await _erase_deleted(tx, by(operator), "by_hand")
    await _delete_files(desk, files)


async def _erase_deleted(tx: Change, actor: Actor, why: str) -> list[str]:
    email_key = tx.ticket.customer.email_key
    files = await erase_content(tx, actor, why, without_words)
    await forget_unless_written(tx, email_key)
    return files


async def _delete_files(desk: Desk, keys: list[str]) -> None:
    """After the commit: a file without a row harms nobody, a row without its file does."""
    for key in keys:
        await desk.storage.delete(key)


async def sweep_uploads(desk: Desk, now_ms: int) -> int:
    """Forget files that were uploaded more than a day ago, were never sent and are used in no draft or template.

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
    """The files named in this person's drafts, and the pictures in their texts."""
    keys: set[str] = set()
    query = select(drafts.c.details, drafts.c.html).where(drafts.c.operator_id == operator_id)
    for row in await desk.db.fetch_all(query):
        keys.update(KEPT_PICTURE.findall(row.html))
        try:
            keys.update(attachment_keys_in(row.details))
        except BadFields:
            continue  # details of another make name no files of ours
    return keys
