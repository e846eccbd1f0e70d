"""The holder writes to a third party, such as a hotel, from the ticket. The customer sees nothing of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.actions.addresses import Role, remember_addresses
from app.actions.answering import check_filled, clean_and_text, is_empty
from app.actions.change import Held, action, by, change
from app.actions.drafts import discard_draft, keep_refused
from app.actions.mailing import queue_mail
from app.actions.messages import add_message, count_attachments, earlier_with_key, key_of, preview_of
from app.actions.pasting import attach_pasted
from app.actions.taking import take_within
from app.actions.undo_time import UndoTime
from app.actions.uploading import attach_uploads
from app.desk import Desk
from app.errors import BadFields, LockHeld, NotHeld
from app.fields import LENGTHS, check_cc, one_line
from app.html_safety import SafeHtml
from app.languages import _
from app.message import Message, MessageKind
from app.operator import Operator
from app.permissions import Act, permit
from app.queries.messages import messages_of

KIND = MessageKind.TO_THIRD_PARTY


@dataclass(frozen=True, slots=True)
class ThirdPartyForm:
    """What the composer sends. `subject` empty: the ticket's. `forward_message_ids`: messages whose text and files go along."""

    to: tuple[str, ...]
    html: str
    request_key: str
    subject: str = ""
    forward_message_ids: tuple[int, ...] = ()
    attachment_keys: tuple[str, ...] = ()
    taking: bool = False

    def as_draft(self) -> dict[str, Any]:
        """What is kept of it beside its text, as the dialog keeps it."""
        forward = ",".join(str(number) for number in self.forward_message_ids)
        to = ", ".join(self.to)
        return {"attachments": self.attachment_keys, "to": to, "subject": self.subject, "forward": forward}


async def write_to_third_party(
    desk: Desk, operator: Operator, ticket_id: int, form: ThirdPartyForm, now_ms: int
) -> int:
    """Store a message to somebody outside and queue its mail; return the message's id.

    Held for the undo time, as an answer is. What they reply lands on the ticket as theirs, for operators only until one
    of them shares it. `request_key` again: the first message. Raises LockHeld, NotHeld, BadFields.
    """
    html, text = await clean_and_text(form.html)
    try:
        return await _write(desk, operator, ticket_id, _checked(form), html, text, now_ms)
    except (LockHeld, NotHeld):
        await keep_refused(desk, operator, ticket_id, KIND, html, form.as_draft(), now_ms)
        raise


def _checked(form: ThirdPartyForm) -> ThirdPartyForm:
    try:
        to = check_cc(form.to)
    except BadFields as fault:
        raise BadFields({"to": fault.faults["cc"]}) from None
    if not to:
        raise BadFields({"to": _("Whom do you write to? Give a mail address.")})
    return replace(form, to=to, subject=one_line(form.subject)[: LENGTHS["subject"]])


@action
async def _write(
    desk: Desk, operator: Operator, ticket_id: int, form: ThirdPartyForm, html: SafeHtml, text: str, now_ms: int
) -> int:
    key = key_of(form.request_key, KIND, operator.id)
    async with change(desk, ticket_id, now_ms) as held:
        if earlier := await earlier_with_key(held, key):
            return earlier
        permit(operator, Act.ANSWER, held.ticket, taking=form.taking)
        forwarded = await _forwarded(held, form.forward_message_ids)
        _check(held, form, html, text, forwarded)
        await take_within(held, operator)
        return await _write_within(held, operator, form, html, text, forwarded)


def _check(held: Held, form: ThirdPartyForm, html: SafeHtml, text: str, forwarded: Sequence[Message]) -> None:
    if held.ticket.customer.email_key in {address.lower() for address in form.to}:
        raise BadFields({"to": _("This is the customer. Answer them with Reply.")})
    if is_empty(html, text, form.attachment_keys) and not forwarded:
        raise BadFields({"html": _("The message is empty. Write something first.")})
    check_filled(html)


async def _forwarded(held: Held, message_ids: Sequence[int]) -> list[Message]:
    """The ticket's own messages that go along. A note never leaves the desk. Raises BadFields."""
    wanted = dict.fromkeys(message_ids)
    if not wanted:
        return []
    own = {one.id: one for one in await messages_of(held.desk, held.ticket.id) if may_be_forwarded(one)}
    kept = [own[message_id] for message_id in wanted if message_id in own]
    if len(kept) != len(wanted):
        raise BadFields({"forward": _("One of these messages cannot be forwarded.")})
    return kept


def may_be_forwarded(message: Message) -> bool:
    """Whether its words may leave the desk: no note, nothing that was taken back or may still be."""
    return message.kind is not MessageKind.NOTE and message.recalled_ms is None and message.released_ms is not None


def forwarded_text(forwarded: Sequence[Message]) -> str:
    """What goes along below the text, as plain text, each with who wrote it."""
    pieces = []
    for message in forwarded:
        head = _("%(name)s wrote:") % {"name": one_line(message.author_name or message.author_email)}
        pieces.append(f"{head}\n\n{message.text.strip()}")
    return "\n\n".join(pieces)


async def _write_within(
    held: Held, operator: Operator, form: ThirdPartyForm, html: SafeHtml, text: str, forwarded: Sequence[Message]
) -> int:
    undo = UndoTime.of(held)
    message_id = await _store(held, operator, form, html, text, forwarded, undo)
    await remember_addresses(held, form.to, Role.THIRD_PARTY)
    await queue_mail(
        held,
        kind=KIND.value,
        recipients=form.to,
        language=operator.language,
        ticket_id=held.ticket.id,
        message_id=message_id,
        details={"subject": form.subject, "forward": [message.id for message in forwarded]},
        **undo.mail_columns,
    )
    await discard_draft(held.desk, operator, held.ticket.id, KIND)
    details = {"message_kind": KIND.value, "shared": False, "preview": preview_of(text), "held_until_ms": undo.until_ms}
    held.record("message.added", by(operator), message_id, **details)
    return message_id


async def _store(
    held: Held,
    operator: Operator,
    form: ThirdPartyForm,
    html: SafeHtml,
    text: str,
    forwarded: Sequence[Message],
    undo: UndoTime,
) -> int:
    """Write the message with its files; return its id."""
    message_id = await add_message(
        held,
        kind=KIND.value,
        source="operator",
        operator_id=operator.id,
        author_name=operator.name,
        author_email=operator.email,
        text=text,
        html=html,
        signature=operator.signature or None,
        quoted_text=forwarded_text(forwarded) or None,  # kept with it: what left stays to be read here
        shared=False,
        recipients=json.dumps({"to": list(form.to)}, ensure_ascii=False),
        request_key=key_of(form.request_key, KIND, operator.id),
        **undo.message_columns,
    )
    await attach_uploads(held, operator, message_id, form.attachment_keys)
    await attach_pasted(held, operator, message_id, html)
    await count_attachments(held)
    return message_id
