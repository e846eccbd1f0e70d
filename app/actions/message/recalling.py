"""Undo: an answer still in its undo time, or a note just written, is a draft again, with its status."""

import json
from typing import Any

from sqlalchemy import func, select, update

from app.actions.change import Change, action, by, change
from app.actions.message.drafts import Draft, DraftPlace, attachment_keys_in, draft_of, write_draft
from app.actions.message.mentioning import withdraw_mentions
from app.actions.message.rows import count_attachments, key_columns
from app.actions.ticket.indexing import index_again
from app.core.errors import Forbidden, NotFound, TooLate
from app.desk import Desk
from app.html_safety import stored_html
from app.nouns.message import Message, MessageKind
from app.nouns.operator import Operator
from app.nouns.outbound_mail import OutboxState
from app.nouns.permissions import Act, permit
from app.nouns.status import Status
from app.queries.ticket.messages import message_by_id
from app.search.documents import words_by_message
from app.text.languages import _
from sql.tables import attachments, events, messages, outbox

NOTE_UNDO_MS = 60_000  # colleagues read a note at once: what is undone is a slip, not what they may have acted on
OWN_WORDS = frozenset({MessageKind.ANSWER, MessageKind.NOTE, MessageKind.TO_THIRD_PARTY})


@action
async def recall(desk: Desk, operator: Operator, message_id: int, now_ms: int) -> Message:
    """Take an answer or a note back; its text is a draft again, its files too. Raises TooLate once it has left, or been read."""
    message = await message_by_id(desk, message_id)
    if message is None or message.kind not in OWN_WORDS:
        raise NotFound
    known = await words_by_message(desk, message.ticket_id)
    async with change(desk, message.ticket_id, now_ms) as tx:
        permit(operator, Act.READ, tx.ticket)
        if message.operator_id != operator.id:
            raise Forbidden(_("Only %(name)s can undo this.") % {"name": message.author_name})
        await _recall_within(tx, operator, message)
        await index_again(tx, known)  # its words are a draft's now, which nobody finds
    return message


async def _recall_within(tx: Change, operator: Operator, message: Message) -> None:
    is_note = message.kind is MessageKind.NOTE
    standing = (messages.c.id == message.id) & messages.c.recalled_ms.is_(None)
    held = messages.c.released_ms.is_(None) & (messages.c.held_until_ms > tx.now_ms)
    waiting = standing & ((messages.c.created_ms > tx.now_ms - NOTE_UNDO_MS) if is_note else held)
    # The key is free again: the form that made this answer sends it anew.
    values: dict[str, Any] = {"recalled_ms": tx.now_ms, "held_until_ms": None, **key_columns(None)}
    if not await tx.db.rowcount(update(messages).where(waiting).values(values)):
        raise TooLate(
            _("Too late to undo: colleagues may have read this note.")
            if is_note
            else _("This answer has already been sent.")
        )
    of_message = (outbox.c.message_id == message.id) & (outbox.c.state == OutboxState.UNDOABLE)
    await tx.db.execute(update(outbox).where(of_message).values(state=OutboxState.RECALLED))
    if is_note:
        await withdraw_mentions(tx, message.id)
    keys = await _detach_files(tx, operator, message)
    await _restore_draft(tx, operator, message, keys)
    restored = await _restore_status(tx, message)
    details = {"message_kind": message.kind.value, "status": restored.value if restored else None}
    tx.record("message.recalled", by(operator), message.id, **details)


async def _restore_status(tx: Change, message: Message) -> Status | None:
    """Restore the status from before the answer, unless it has changed since.

    A later answer that was not recalled has changed it; if that is recalled too, the status from before both counts. A
    status that needs an answer is lost with the last one.
    """
    if message.status_before is None:
        return None
    later = (messages.c.ticket_id == message.ticket_id) & (messages.c.id > message.id)
    standing = later & (messages.c.kind == message.kind.value) & messages.c.recalled_ms.is_(None)
    next_one = await tx.db.fetch_val(select(func.min(messages.c.id)).where(standing))
    if next_one is not None:
        inherited = update(messages).where(messages.c.id == next_one, messages.c.status_before == message.status_after)
        await tx.db.execute(inherited.values(status_before=message.status_before))
        return None
    ended = tx.ticket.status.needs_answer and not await _is_answered(tx)
    if tx.ticket.status != message.status_after and not ended:
        return None
    restored = Status(message.status_before)
    await tx.save(status=restored.value, **(await _joined_again(tx, message)))
    return restored


async def _is_answered(tx: Change) -> bool:
    """Whether the ticket has an answer, whoever gave it."""
    answers = (messages.c.ticket_id == tx.ticket.id) & (messages.c.kind == MessageKind.ANSWER.value)
    standing = answers & messages.c.recalled_ms.is_(None)
    return bool(await tx.db.fetch_val(select(func.count()).select_from(messages).where(standing)))


async def _joined_again(tx: Change, message: Message) -> dict[str, Any]:
    """What makes the ticket the duplicate again that it was until this answer ended that; nothing if it was none."""
    of_message = (events.c.ticket_id == tx.ticket.id) & (events.c.message_id == message.id)
    found = await tx.db.fetch_val(select(events.c.details).where(of_message, events.c.kind == "ticket.merged"))
    if not found:
        return {}
    ended = json.loads(found)
    return {"duplicate_of": ended["into"], "status_before_duplicate": ended["status_before"]}


async def _detach_files(tx: Change, operator: Operator, message: Message) -> list[str]:
    free = {"message_id": None, "ticket_id": None, "operator_id": operator.id}
    await tx.db.execute(update(attachments).where(attachments.c.message_id == message.id).values(free))
    await count_attachments(tx)
    return [attachment.key for attachment in message.attachments]


async def _restore_draft(tx: Change, operator: Operator, message: Message, keys: list[str]) -> None:
    """The recalled text and its files come first; what was begun since stays behind them."""
    begun = await draft_of(tx.desk, operator, message.ticket_id, message.kind)
    files = [*keys, *attachment_keys_in(begun.details)] if begun else keys
    kept = {"attachments": files, "status": message.status_after, "cc": ", ".join(message.cc)}
    if message.kind is MessageKind.TO_THIRD_PARTY:
        kept |= {"to": ", ".join(message.to), **await _letter_of(tx, message)}
    details = json.dumps(kept, ensure_ascii=False)
    html = (message.html or "") + (begun.html if begun else "")
    place = DraftPlace(operator.id, message.ticket_id, message.kind)
    await write_draft(tx.db, place, Draft(stored_html(html), details, tx.now_ms))


async def _letter_of(tx: Change, message: Message) -> dict[str, Any]:
    """Subject and forwarded messages of an email to a third party, as its form names them."""
    of_message = (outbox.c.message_id == message.id) & (outbox.c.kind == message.kind.value)
    details = json.loads(await tx.db.fetch_val(select(outbox.c.details).where(of_message)) or "{}")
    forward = ",".join(str(number) for number in details.get("forward") or ())
    return {"subject": details.get("subject") or "", "forward": forward}
