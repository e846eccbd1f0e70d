"""Internal notes: operators among themselves. They can never reach the customer."""

from collections.abc import Collection, Sequence

from app.actions.change import action, by, change
from app.actions.message.answering import clean_and_text, has_files, is_empty
from app.actions.message.drafts import UNTOLD, Saving, discard_draft, keep_refused
from app.actions.message.mentioning import checked_mentions, tell_mentioned
from app.actions.message.panel_insert import attach_pasted
from app.actions.message.recalling import NOTE_UNDO_MS
from app.actions.message.rows import add_message, count_attachments, earlier_with_key, key_columns, preview_of
from app.actions.message.uploading import attach_uploads
from app.actions.message.written import WrittenMessage, message_written
from app.actions.ticket.unchanged import check_unchanged
from app.core.errors import AlreadyStored, BadFields
from app.desk import Desk
from app.html_safety import SafeHtml, clean_note_html
from app.nouns.message import MessageKind
from app.nouns.operator import Operator
from app.nouns.permissions import Act, permit
from app.nouns.request_keys import StoredKey, digest, request_key, told_key
from app.search.documents import words_in
from app.text.languages import _


async def add_note(
    desk: Desk,
    operator: Operator,
    ticket_id: int,
    html: str,
    drawn_key: str,
    attachment_keys: Sequence[str],
    now_ms: int,
    saving: Saving = UNTOLD,
    *,
    keeps_refused: bool = True,
    versions: Collection[int] | None = None,
) -> WrittenMessage:
    """Store a note; return it, and its ticket. Everyone who sees the ticket may write one, whoever holds it.

    Colleagues whom it names, and who may see the ticket, are told. `drawn_key` again: the first note. `versions`: those
    that the ticket may have; None: any. Raises AlreadyStored for the same key with another content, which stays as the
    operator's draft, or BadFields, ChangedMeanwhile.
    """
    clean, text = await clean_and_text(html, clean_note_html)
    if is_empty(clean, text, attachment_keys):
        raise BadFields({"html": _("The note is empty. Write something first.")})
    key = request_key(drawn_key, "operator", operator.id)
    content = digest(html=clean, attachments=list(attachment_keys))
    stored = key.stored(MessageKind.NOTE.value, ticket_id, content=content) if key else None
    try:
        return await _note(
            desk, operator, ticket_id, clean, text, stored, attachment_keys, now_ms, saving, drawn_key, versions
        )
    except AlreadyStored:
        if not keeps_refused:
            raise
        details = {"attachments": list(attachment_keys)}
        await keep_refused(desk, operator, ticket_id, MessageKind.NOTE, clean, details, now_ms, saving)
        raise


@action
async def _note(
    desk: Desk,
    operator: Operator,
    ticket_id: int,
    clean: SafeHtml,
    text: str,
    stored: StoredKey | None,
    attachment_keys: Sequence[str],
    now_ms: int,
    saving: Saving,
    drawn_key: str,
    versions: Collection[int] | None,
) -> WrittenMessage:
    words = await words_in(text)
    async with change(desk, ticket_id, now_ms) as tx:
        tx.words = words
        permit(operator, Act.NOTE, tx.ticket)
        if earlier := await earlier_with_key(tx, stored, text):
            return WrittenMessage(await message_written(tx, earlier), tx.ticket)
        await check_unchanged(tx, versions)
        clean, named = await checked_mentions(tx, operator, clean)
        message_id = await add_message(
            tx,
            kind=MessageKind.NOTE.value,
            source="operator",
            operator_id=operator.id,
            author_name=operator.name,
            author_email=operator.email,
            text=text,
            html=clean,
            shared=False,
            released_ms=now_ms,
            **key_columns(stored),
        )
        if files := has_files(clean, attachment_keys):
            await attach_uploads(tx, operator, message_id, attachment_keys)
            await attach_pasted(tx, operator, message_id, clean)
            await count_attachments(tx)
        await discard_draft(desk, operator, ticket_id, MessageKind.NOTE, saving.upon)
        await tell_mentioned(tx, message_id, named, now_ms + NOTE_UNDO_MS)
        details = {"message_kind": "note", "shared": False, "preview": preview_of(text), **told_key(drawn_key)}
        if named:
            details["mentions"] = [{"id": one.id, "name": one.name} for one in named]
        tx.record("message.added", by(operator), message_id, **details)
        return WrittenMessage(await message_written(tx, message_id, has_files=files), tx.ticket)
