"""Undo: an answer that has not left its undo time is taken back, with its status and its draft."""

import json
from typing import Any

from sqlalchemy import func, select, update

from app.actions.change import Held, action, by, change
from app.actions.drafts import write_draft
from app.actions.messages import count_attachments
from app.desk import Desk
from app.errors import Forbidden, NotFound, TooLate
from app.languages import _
from app.message import Message, MessageKind
from app.operator import Operator
from app.permissions import Act, permit
from app.queries.messages import message_by_id
from app.status import Status
from sql.tables import attachments, drafts, events, messages, outbox


@action
async def recall(desk: Desk, operator: Operator, message_id: int, now_ms: int) -> Message:
    """Take an answer back; its text is a draft again, its files too. Raises TooLate once it has left."""
    message = await message_by_id(desk, message_id)
    if message is None or message.kind not in {MessageKind.ANSWER, MessageKind.TO_THIRD_PARTY}:
        raise NotFound
    async with change(desk, message.ticket_id, now_ms) as held:
        permit(operator, Act.READ, held.ticket)
        if message.operator_id != operator.id:
            raise Forbidden(_("Only %(name)s can take this answer back.") % {"name": message.author_name})
        await _recall_within(held, operator, message)
    return message


async def _recall_within(held: Held, operator: Operator, message: Message) -> None:
    waiting = (
        (messages.c.id == message.id)
        & messages.c.released_ms.is_(None)
        & messages.c.recalled_ms.is_(None)
        & (messages.c.held_until_ms > held.now_ms)
    )
    # The key is free again: the form that made this answer sends it anew.
    values: dict[str, Any] = {"recalled_ms": held.now_ms, "held_until_ms": None, "request_key": None}
    if not await held.db.rowcount(update(messages).where(waiting).values(values)):
        raise TooLate(_("This answer has left already."))
    of_message = (outbox.c.message_id == message.id) & (outbox.c.state == "held")
    await held.db.execute(update(outbox).where(of_message).values(state="recalled"))
    keys = await _detach_files(held, operator, message)
    await _restore_draft(held, operator, message, keys)
    restored = await _restore_status(held, message)
    held.record("message.recalled", by(operator), message.id, status=restored.value if restored else None)


async def _restore_status(held: Held, message: Message) -> Status | None:
    """Set what stood before the answer, unless something has moved the status since.

    A later answer that still stands has moved it; when that is recalled in its turn, what stood before both counts.
    """
    if message.status_before is None:
        return None
    later = (messages.c.ticket_id == message.ticket_id) & (messages.c.id > message.id)
    standing = later & (messages.c.kind == message.kind.value) & messages.c.recalled_ms.is_(None)
    next_one = await held.db.fetch_val(select(func.min(messages.c.id)).where(standing))
    if next_one is not None:
        inherited = update(messages).where(messages.c.id == next_one, messages.c.status_before == message.status_after)
        await held.db.execute(inherited.values(status_before=message.status_before))
        return None
    if held.ticket.status != message.status_after:
        return None
    restored = Status(message.status_before)
    await held.save(status=restored.value, **(await _joined_again(held, message)))
    return restored


async def _joined_again(held: Held, message: Message) -> dict[str, Any]:
    """What makes the ticket the duplicate again that it was until this answer parted it; nothing if it was none."""
    of_message = (events.c.ticket_id == held.ticket.id) & (events.c.message_id == message.id)
    found = await held.db.fetch_val(select(events.c.details).where(of_message, events.c.kind == "ticket.merged"))
    if not found:
        return {}
    parted = json.loads(found)
    return {"duplicate_of": parted["into"], "status_before_duplicate": parted["status_before"]}


async def _detach_files(held: Held, operator: Operator, message: Message) -> list[str]:
    free = {"message_id": None, "ticket_id": None, "operator_id": operator.id}
    await held.db.execute(update(attachments).where(attachments.c.message_id == message.id).values(free))
    await count_attachments(held)
    return [attachment.key for attachment in message.attachments]


async def _restore_draft(held: Held, operator: Operator, message: Message, keys: list[str]) -> None:
    """The recalled text comes first; what was begun since stays behind it."""
    mine = (drafts.c.operator_id == operator.id) & (drafts.c.ticket_id == message.ticket_id)
    begun = await held.db.fetch_val(select(drafts.c.html).where(mine, drafts.c.kind == message.kind.value))
    kept = {"attachments": keys, "status": message.status_after, "cc": ", ".join(message.cc)}
    if message.kind is MessageKind.TO_THIRD_PARTY:
        kept |= {"to": ", ".join(message.to), **await _letter_of(held, message)}
    details = json.dumps(kept, ensure_ascii=False)
    html = (message.html or "") + (begun or "")
    await write_draft(held.db, operator.id, message.ticket_id, message.kind, html, details, held.now_ms)


async def _letter_of(held: Held, message: Message) -> dict[str, Any]:
    """Subject and forwarded messages of a letter to a third party, as its form names them."""
    of_message = (outbox.c.message_id == message.id) & (outbox.c.kind == message.kind.value)
    details = json.loads(await held.db.fetch_val(select(outbox.c.details).where(of_message)) or "{}")
    forward = ",".join(str(number) for number in details.get("forward") or ())
    return {"subject": details.get("subject") or "", "forward": forward}
