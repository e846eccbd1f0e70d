"""The holder answers the customer."""

import asyncio
import json
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, or_, select

from app.actions.change import Change, action, by, change
from app.actions.mail.addressing import copies_of, queue_answer
from app.actions.mail.undo_time import UndoTime
from app.actions.message.drafts import UNTOLD, Saving, discard_draft, keep_refused
from app.actions.message.panel_insert import attach_pasted
from app.actions.message.rows import (
    add_message,
    count_attachments,
    earlier_with_key,
    key_columns,
    preview_of,
    signature_of,
)
from app.actions.message.uploading import attach_uploads
from app.actions.message.written import WrittenMessage, message_written
from app.actions.ticket.addresses import AddressRole, remember_addresses
from app.actions.ticket.duplicates import NO_DUPLICATE, end_duplicate
from app.actions.ticket.taking import take_within
from app.actions.ticket.unchanged import check_unchanged
from app.core.errors import AlreadyStored, BadFields, LockHeld, NewerMessages, NotHeld
from app.desk import Desk
from app.html_safety import SafeHtml, clean_answer_html, html_to_text
from app.nouns.fields import check_cc, well_formed
from app.nouns.message import MessageKind
from app.nouns.operator import Operator
from app.nouns.permissions import Act, permit
from app.nouns.placeholders import names_in
from app.nouns.request_keys import StoredKey, digest, request_key, told_key
from app.nouns.status import Status
from app.search.documents import words_in
from app.text.languages import _
from sql.tables import events

PICTURE = re.compile(r"<img\b[^>]*\s(?:src|data-remote)=")  # in cleaned HTML: one whose source was no good has none


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """What the composer sends. `seen` is the last event number that the view had, None for a script without a view."""

    html: str
    request_key: str
    status: Status | None = None
    taking: bool = False
    seen: int | None = None
    attachment_keys: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    saving: Saving = UNTOLD
    keeps_refused: bool = True  # as the operator's draft; a program keeps its text itself
    versions: Collection[int] | None = None  # those that the ticket may have; None: any

    def as_draft(self) -> dict[str, Any]:
        """What is kept of it beside its text, as the composer keeps it."""
        return {"attachments": self.attachment_keys, "status": self.status or "", "cc": ", ".join(self.cc)}

    def stored_key(self, operator: Operator, ticket_id: int, html: str) -> StoredKey | None:
        """What is kept of its key. `html` is the cleaned text: whatever else leaves with it counts too."""
        key = request_key(self.request_key, "operator", operator.id)
        content = digest(html=html, **self.as_draft())
        return key.stored(MessageKind.ANSWER.value, ticket_id, content=content) if key else None


async def send_answer(desk: Desk, operator: Operator, ticket_id: int, form: AnswerForm, now_ms: int) -> int:
    """Answer, for whoever needs nothing of it but the message's id."""
    return (await answer(desk, operator, ticket_id, form, now_ms)).message.id


async def answer(desk: Desk, operator: Operator, ticket_id: int, form: AnswerForm, now_ms: int) -> WrittenMessage:
    """Store an answer and queue its mail; return the message, and the ticket after it.

    `request_key` is made once per drawn form: the same again returns the first answer and sends nothing. The answer is
    kept back for the undo time. Raises LockHeld, NotHeld, NewerMessages (stop-send), AlreadyStored (the same key with
    another content), each of which leaves what was typed as the operator's draft, or BadFields, ChangedMeanwhile.
    """
    html, text = await clean_and_text(form.html)
    try:
        return await _send(desk, operator, ticket_id, replace(form, cc=check_cc(form.cc)), html, text, now_ms)
    except (AlreadyStored, LockHeld, NotHeld, NewerMessages):
        if not form.keeps_refused:
            raise
        await keep_refused(desk, operator, ticket_id, MessageKind.ANSWER, html, form.as_draft(), now_ms, form.saving)
        raise


@action
async def _send(
    desk: Desk, operator: Operator, ticket_id: int, form: AnswerForm, html: SafeHtml, text: str, now_ms: int
) -> WrittenMessage:
    key = form.stored_key(operator, ticket_id, html)
    words = await words_in(text)
    async with change(desk, ticket_id, now_ms) as tx:
        tx.words = words
        permit(operator, Act.READ, tx.ticket)  # before a repeat is answered: the ticket may have moved out of sight
        if earlier := await earlier_with_key(tx, key, text):
            return WrittenMessage(await message_written(tx, earlier), tx.ticket)
        await check_unchanged(tx, form.versions)
        permit(operator, Act.ANSWER, tx.ticket, taking=form.taking)
        _check(form, html, text)
        await _stop_send(tx, form.seen)
        await take_within(tx, operator)
        message_id = await _answer_within(tx, operator, form, key, html, text)
        files = has_files(html, form.attachment_keys)
        return WrittenMessage(await message_written(tx, message_id, has_files=files), tx.ticket)


async def clean_and_text(typed: str, clean: Callable[[str], SafeHtml] = clean_answer_html) -> tuple[SafeHtml, str]:
    """What an operator typed, made safe, and as plain text; off the event loop."""
    html = await asyncio.to_thread(clean, well_formed(typed))
    return html, (await asyncio.to_thread(html_to_text, html)).strip()


def has_files(html: SafeHtml, attachment_keys: Sequence[str]) -> bool:
    """Whether there is an attachment, or a picture in the cleaned text."""
    return bool(attachment_keys) or bool(PICTURE.search(html))


def is_empty(html: SafeHtml, text: str, attachment_keys: Sequence[str]) -> bool:
    """Whether nothing would arrive: no text, no picture that survived the cleaning, no file."""
    return not text and not has_files(html, attachment_keys)


def check_filled(html: SafeHtml) -> None:
    """Raise BadFields(html) while a placeholder is unfilled: nobody outside the desk should see one."""
    if left := names_in(html):
        words = _("Still to fill in: %(names)s. Fill in or remove what is missing.")
        raise BadFields({"html": words % {"names": ", ".join(f"{{{{{name}}}}}" for name in left)}})


def _check(form: AnswerForm, html: SafeHtml, text: str) -> None:
    if is_empty(html, text, form.attachment_keys):
        raise BadFields({"html": _("The answer is empty. Write something first.")})
    check_filled(html)
    if form.status is Status.DUPLICATE:
        raise BadFields({"status": _("Use “Mark as duplicate” to set this status.")})


async def _stop_send(tx: Change, seen: int | None) -> None:
    if seen is None or tx.ticket.customer_event_id <= seen:
        return
    by_customer = (events.c.kind == "message.added") & (events.c.actor == "customer")
    moved_here = events.c.kind == "message.moved"
    newer = await tx.db.fetch_val(
        select(func.count())
        .select_from(events)
        .where(events.c.ticket_id == tx.ticket.id, events.c.id > seen)
        .where(or_(by_customer, moved_here))
    )
    raise NewerMessages(tx.ticket.id, int(newer or 1), tx.ticket.customer_event_id)


async def _answer_within(
    tx: Change, operator: Operator, form: AnswerForm, key: StoredKey | None, html: SafeHtml, text: str
) -> int:
    undo, status = UndoTime.of(tx), form.status or Status.WAITING_FOR_CUSTOMER
    form = replace(form, cc=copies_of(tx.ticket, form.cc))
    message_id = await _store(tx, operator, form, html, text, status, {**key_columns(key), **undo.message_columns})
    await remember_addresses(tx, form.cc, AddressRole.CC)
    await queue_answer(tx, message_id, form.cc, undo)
    await discard_draft(tx.desk, operator, tx.ticket.id, MessageKind.ANSWER, form.saving.upon)
    details = {"preview": preview_of(text), "held_until_ms": undo.until_ms, **told_key(form.request_key)}
    await _say_and_set(tx, operator, message_id, details, status, undo)
    return message_id


async def _store(
    tx: Change, operator: Operator, form: AnswerForm, html: SafeHtml, text: str, status: Status, columns: dict[str, Any]
) -> int:
    """Write the message with its files; return its id. `columns`: of its key and of its undo time."""
    message_id = await add_message(
        tx,
        kind=MessageKind.ANSWER.value,
        source="operator",
        operator_id=operator.id,
        author_name=operator.name,
        author_email=operator.email,
        text=text,
        html=html,
        signature=await signature_of(tx, operator),
        shared=True,
        recipients=json.dumps({"to": [tx.ticket.customer.email], "cc": form.cc}),
        status_before=tx.ticket.status.value,
        status_after=status.value,
        **columns,
    )
    if has_files(html, form.attachment_keys):
        await attach_uploads(tx, operator, message_id, form.attachment_keys)
        await attach_pasted(tx, operator, message_id, html)
        await count_attachments(tx)
    return message_id


async def _say_and_set(
    tx: Change, operator: Operator, message_id: int, details: dict[str, Any], status: Status, undo: UndoTime
) -> None:
    """The ticket's status after the answer, and the events of both."""
    before, first = tx.ticket.status, tx.ticket.first_answer_ms or undo.left_ms
    if before is Status.DUPLICATE:  # who answers it takes it up again; a recall puts it back
        end_duplicate(tx, by(operator), message_id)
    await tx.save(status=status.value, snoozed_until_ms=None, first_answer_ms=first, **NO_DUPLICATE)
    tx.record("message.added", by(operator), message_id, message_kind="answer", shared=True, **details)
    if status is not before:
        tx.record("ticket.status", by(operator), message_id, status=status.value, from_status=before.value)
