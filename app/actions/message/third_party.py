"""The holder writes to a third party, such as a hotel, from the ticket. The customer sees nothing of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.actions.change import Change, action, by, change
from app.actions.mail.addressing import queue_to_each
from app.actions.mail.undo_time import UndoTime
from app.actions.message.answering import check_filled, clean_and_text, has_files, is_empty
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
from app.actions.ticket.taking import take_within
from app.core.errors import AlreadyStored, BadFields, LockHeld, NotHeld
from app.desk import Desk
from app.html_safety import SafeHtml
from app.nouns.fields import LENGTHS, check_cc
from app.nouns.message import Message, MessageKind
from app.nouns.operator import Operator
from app.nouns.outbound_mail import MailKind
from app.nouns.permissions import Act, permit
from app.nouns.request_keys import StoredKey, digest, request_key, told_key
from app.queries.ticket.thread_pages import ThreadPages
from app.queries.ticket.thread_place import BY_OPERATORS
from app.search.documents import words_in
from app.text.address_keys import address_key
from app.text.languages import _, ngettext
from app.text.one_line import one_line

KIND = MessageKind.TO_THIRD_PARTY
MOST_FORWARDED = 100


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
    saving: Saving = UNTOLD

    def as_draft(self) -> dict[str, Any]:
        """What is kept of it beside its text, as the dialog keeps it."""
        forward = ",".join(str(number) for number in self.forward_message_ids)
        to = ", ".join(self.to)
        return {"attachments": self.attachment_keys, "to": to, "subject": self.subject, "forward": forward}

    def stored_key(self, operator: Operator, ticket_id: int, html: str) -> StoredKey | None:
        """What is kept of its key. `html` is the cleaned text: whatever else leaves with it counts too."""
        key = request_key(self.request_key, "operator", operator.id)
        content = digest(html=html, **self.as_draft())
        return key.stored(KIND.value, ticket_id, content=content) if key else None


async def write_to_third_party(
    desk: Desk, operator: Operator, ticket_id: int, form: ThirdPartyForm, now_ms: int
) -> WrittenMessage:
    """Store a message to a third party and queue its email; return it and its ticket.

    It waits for the undo time, as an answer does. Their reply is added to the ticket as theirs, for operators only until one
    shares it. The same `request_key` returns the first message. Raises AlreadyStored (the same key with another
    content), LockHeld, NotHeld, BadFields.
    """
    html, text = await clean_and_text(form.html)
    try:
        return await _write(desk, operator, ticket_id, _checked(form), html, text, now_ms)
    except (AlreadyStored, LockHeld, NotHeld):
        await keep_refused(desk, operator, ticket_id, KIND, html, form.as_draft(), now_ms, form.saving)
        raise


def _checked(form: ThirdPartyForm) -> ThirdPartyForm:
    try:
        to = check_cc(form.to)
    except BadFields as fault:
        raise BadFields({"to": fault.faults["cc"]}) from None
    if not to:
        raise BadFields({"to": _("Enter an email address.")})
    return replace(form, to=to, subject=one_line(form.subject)[: LENGTHS["subject"]])


@action
async def _write(
    desk: Desk, operator: Operator, ticket_id: int, form: ThirdPartyForm, html: SafeHtml, text: str, now_ms: int
) -> WrittenMessage:
    key = form.stored_key(operator, ticket_id, html)
    words = await words_in(text)
    async with change(desk, ticket_id, now_ms) as tx:
        tx.words = words
        if earlier := await earlier_with_key(tx, key, text):
            return WrittenMessage(await message_written(tx, earlier), tx.ticket)
        permit(operator, Act.ANSWER, tx.ticket, taking=form.taking)
        forwarded = await _forwarded(tx, form.forward_message_ids)
        _check(tx, form, html, text, forwarded)
        await take_within(tx, operator)
        message_id = await _write_within(tx, operator, form, key, html, text, forwarded)
        files = has_files(html, form.attachment_keys)
        return WrittenMessage(await message_written(tx, message_id, has_files=files), tx.ticket)


def _check(tx: Change, form: ThirdPartyForm, html: SafeHtml, text: str, forwarded: Sequence[Message]) -> None:
    if tx.ticket.customer.email_key in set(map(address_key, form.to)):
        raise BadFields({"to": _("This is the customer. Use Reply to answer them.")})
    if is_empty(html, text, form.attachment_keys) and not forwarded:
        raise BadFields({"html": _("The message is empty. Write something first.")})
    check_filled(html)


async def _forwarded(tx: Change, message_ids: Sequence[int]) -> list[Message]:
    """The ticket's own messages that go along. A note never leaves the desk. Raises BadFields."""
    wanted = dict.fromkeys(message_ids)
    if not wanted:
        return []
    if len(wanted) > MOST_FORWARDED:
        words = ngettext(
            "You can forward up to %(most)d message.", "You can forward up to %(most)d messages.", MOST_FORWARDED
        )
        raise BadFields({"forward": words % {"most": MOST_FORWARDED}})
    pages = ThreadPages(tx.desk, tx.ticket.id, BY_OPERATORS)
    own = {one.id: one for one in await pages.these([*wanted]) if may_be_forwarded(one)}
    kept = [own[message_id] for message_id in wanted if message_id in own]
    if len(kept) != len(wanted):
        raise BadFields({"forward": _("One of these messages cannot be forwarded.")})
    return kept


def may_be_forwarded(message: Message) -> bool:
    """Whether its text may leave the desk: no note, and nothing undone or still undoable."""
    return message.kind is not MessageKind.NOTE and message.recalled_ms is None and message.released_ms is not None


def forwarded_text(forwarded: Sequence[Message]) -> str:
    """What goes along below the text, as plain text, each with who wrote it."""
    pieces = []
    for message in forwarded:
        head = _("%(name)s wrote:") % {"name": one_line(message.author_name or message.author_email)}
        pieces.append(f"{head}\n\n{message.text.strip()}")
    return "\n\n".join(pieces)


async def _write_within(
    tx: Change,
    operator: Operator,
    form: ThirdPartyForm,
    key: StoredKey | None,
    html: SafeHtml,
    text: str,
    forwarded: Sequence[Message],
) -> int:
    undo = UndoTime.of(tx)
    message_id = await _store(tx, operator, form, html, text, forwarded, {**key_columns(key), **undo.message_columns})
    await remember_addresses(tx, form.to, AddressRole.THIRD_PARTY)
    letter = {"subject": form.subject, "forward": [message.id for message in forwarded]}
    await queue_to_each(tx, MailKind.TO_THIRD_PARTY, form.to, message_id, operator.language, undo, letter)
    await discard_draft(tx.desk, operator, tx.ticket.id, KIND, form.saving.upon)
    details = {"preview": preview_of(text), "held_until_ms": undo.until_ms, **told_key(form.request_key)}
    tx.record("message.added", by(operator), message_id, message_kind=KIND.value, shared=False, **details)
    return message_id


async def _store(
    tx: Change,
    operator: Operator,
    form: ThirdPartyForm,
    html: SafeHtml,
    text: str,
    forwarded: Sequence[Message],
    columns: dict[str, Any],
) -> int:
    """Write the message with its files; return its id. `columns`: of its key and of its undo time."""
    message_id = await add_message(
        tx,
        kind=KIND.value,
        source="operator",
        operator_id=operator.id,
        author_name=operator.name,
        author_email=operator.email,
        text=text,
        html=html,
        signature=await signature_of(tx, operator),
        quoted_text=forwarded_text(forwarded) or None,  # kept with it: what left stays to be read here
        shared=False,
        recipients=json.dumps({"to": list(form.to)}, ensure_ascii=False),
        **columns,
    )
    if has_files(html, form.attachment_keys):
        await attach_uploads(tx, operator, message_id, form.attachment_keys)
        await attach_pasted(tx, operator, message_id, html)
        await count_attachments(tx)
    return message_id
