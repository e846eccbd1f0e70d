"""The holder answers the customer."""

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, or_, select

from app.actions.addresses import Role, remember_addresses
from app.actions.change import Held, action, by, change
from app.actions.drafts import discard_draft, keep_refused
from app.actions.mailing import queue_mail
from app.actions.messages import add_message, count_attachments, earlier_with_key, key_of, preview_of
from app.actions.parting import NO_DUPLICATE, part
from app.actions.pasting import attach_pasted
from app.actions.taking import take_within
from app.actions.undo_time import UndoTime
from app.actions.uploading import attach_uploads
from app.desk import Desk
from app.errors import BadFields, LockHeld, NewerMessages, NotHeld
from app.fields import check_cc, well_formed
from app.html_safety import SafeHtml, clean_answer_html, html_to_text
from app.languages import _
from app.message import MessageKind
from app.operator import Operator
from app.permissions import Act, permit
from app.placeholders import names_in
from app.status import Status
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

    def as_draft(self) -> dict[str, Any]:
        """What is kept of it beside its text, as the composer keeps it."""
        return {"attachments": self.attachment_keys, "status": self.status or "", "cc": ", ".join(self.cc)}


async def send_answer(desk: Desk, operator: Operator, ticket_id: int, form: AnswerForm, now_ms: int) -> int:
    """Store an answer and queue its mail; return the message's id.

    `request_key` is made once per drawn form: the same again returns the first answer and sends nothing. The answer is
    held for the undo time. Raises LockHeld, NotHeld, NewerMessages (stop-send), each of which leaves what was typed as
    the operator's draft, or BadFields.
    """
    html, text = await clean_and_text(form.html)
    try:
        return await _send(desk, operator, ticket_id, replace(form, cc=check_cc(form.cc)), html, text, now_ms)
    except (LockHeld, NotHeld, NewerMessages):
        await keep_refused(desk, operator, ticket_id, MessageKind.ANSWER, html, form.as_draft(), now_ms)
        raise


@action
async def _send(
    desk: Desk, operator: Operator, ticket_id: int, form: AnswerForm, html: SafeHtml, text: str, now_ms: int
) -> int:
    key = key_of(form.request_key, MessageKind.ANSWER, operator.id)
    async with change(desk, ticket_id, now_ms) as held:
        if earlier := await earlier_with_key(held, key):
            return earlier
        permit(operator, Act.ANSWER, held.ticket, taking=form.taking)
        _check(form, html, text)
        await _stop_send(held, form.seen)
        await take_within(held, operator)
        return await _answer_within(held, operator, replace(form, request_key=key or ""), html, text)


async def clean_and_text(typed: str) -> tuple[SafeHtml, str]:
    """What an operator typed, made safe, and as plain text; off the event loop."""
    html = await asyncio.to_thread(clean_answer_html, well_formed(typed))
    return html, (await asyncio.to_thread(html_to_text, html)).strip()


def is_empty(html: SafeHtml, text: str, attachment_keys: Sequence[str]) -> bool:
    """Whether nothing would arrive: no text, no picture that survived the cleaning, no file."""
    return not text and not attachment_keys and not PICTURE.search(html)


def check_filled(html: SafeHtml) -> None:
    """Raise BadFields(html) while a placeholder waits to be filled: nobody outside the desk is to read it."""
    if left := names_in(html):
        words = _("Not filled in yet: %(names)s. Write what belongs there, or take it out.")
        raise BadFields({"html": words % {"names": ", ".join(f"{{{{{name}}}}}" for name in left)}})


def _check(form: AnswerForm, html: SafeHtml, text: str) -> None:
    if is_empty(html, text, form.attachment_keys):
        raise BadFields({"html": _("The answer is empty. Write something first.")})
    check_filled(html)
    if form.status is Status.DUPLICATE:
        raise BadFields({"status": _("Merge the ticket to mark it as a duplicate.")})


async def _stop_send(held: Held, seen: int | None) -> None:
    if seen is None or held.ticket.customer_event_id <= seen:
        return
    by_customer = (events.c.kind == "message.added") & (events.c.actor == "customer")
    moved_here = events.c.kind == "message.moved"
    newer = await held.db.fetch_val(
        select(func.count())
        .select_from(events)
        .where(events.c.ticket_id == held.ticket.id, events.c.id > seen)
        .where(or_(by_customer, moved_here))
    )
    raise NewerMessages(held.ticket.id, int(newer or 1), held.ticket.customer_event_id)


async def _answer_within(held: Held, operator: Operator, form: AnswerForm, html: SafeHtml, text: str) -> int:
    undo, status = UndoTime.of(held), form.status or Status.WAITING_FOR_CUSTOMER
    message_id = await _store(held, operator, form, html, text, status, undo)
    await remember_addresses(held, form.cc, Role.CC)
    await queue_mail(
        held,
        kind="answer",
        recipients=[held.ticket.customer.email, *form.cc],
        language=held.ticket.language,
        ticket_id=held.ticket.id,
        message_id=message_id,
        **undo.mail_columns,
    )
    await discard_draft(held.desk, operator, held.ticket.id, MessageKind.ANSWER)
    await _say_and_set(held, operator, message_id, text, status, undo)
    return message_id


async def _store(
    held: Held, operator: Operator, form: AnswerForm, html: SafeHtml, text: str, status: Status, undo: UndoTime
) -> int:
    """Write the message with its files; return its id."""
    message_id = await add_message(
        held,
        kind=MessageKind.ANSWER.value,
        source="operator",
        operator_id=operator.id,
        author_name=operator.name,
        author_email=operator.email,
        text=text,
        html=html,
        signature=operator.signature or None,
        shared=True,
        recipients=json.dumps({"to": [held.ticket.customer.email], "cc": form.cc}),
        request_key=form.request_key or None,
        status_before=held.ticket.status.value,
        status_after=status.value,
        **undo.message_columns,
    )
    await attach_uploads(held, operator, message_id, form.attachment_keys)
    await attach_pasted(held, operator, message_id, html)
    await count_attachments(held)
    return message_id


async def _say_and_set(
    held: Held, operator: Operator, message_id: int, text: str, status: Status, undo: UndoTime
) -> None:
    """The ticket's status after the answer, and the events of both."""
    before, first = held.ticket.status, held.ticket.first_answer_ms or undo.left_ms
    if before is Status.DUPLICATE:  # who answers it takes it up again; a recall puts it back
        part(held, by(operator), message_id)
    await held.save(status=status.value, snoozed_until_ms=None, first_answer_ms=first, **NO_DUPLICATE)
    details = {"message_kind": "answer", "shared": True, "preview": preview_of(text), "held_until_ms": undo.until_ms}
    held.record("message.added", by(operator), message_id, **details)
    if status is not before:
        held.record("ticket.status", by(operator), message_id, status=status.value, from_status=before.value)
