"""Undo: an answer that has not left its undo time is taken back, with its status and its draft."""

import json
from typing import Any

from sqlalchemy import select, update

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
from sql.tables import attachments, drafts, messages, outbox


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
    values: dict[str, Any] = {"recalled_ms": held.now_ms, "held_until_ms": None}
    if not await held.db.rowcount(update(messages).where(waiting).values(values)):
        raise TooLate(_("This answer has left already."))
    of_message = (outbox.c.message_id == message.id) & (outbox.c.state == "held")
    await held.db.execute(update(outbox).where(of_message).values(state="recalled"))
    keys = await _detach_files(held, operator, message)
    await _restore_draft(held, operator, message, keys)
    restored = None
    if message.status_before and held.ticket.status == message.status_after:
        restored = Status(message.status_before)
        await held.save(status=restored.value)
    held.record("message.recalled", by(operator), message.id, status=restored.value if restored else None)


async def _detach_files(held: Held, operator: Operator, message: Message) -> list[str]:
    free = {"message_id": None, "ticket_id": None, "operator_id": operator.id}
    await held.db.execute(update(attachments).where(attachments.c.message_id == message.id).values(free))
    await count_attachments(held)
    return [attachment.key for attachment in message.attachments]


async def _restore_draft(held: Held, operator: Operator, message: Message, keys: list[str]) -> None:
    """The recalled text comes first; what was begun since stays behind it."""
    mine = (drafts.c.operator_id == operator.id) & (drafts.c.ticket_id == message.ticket_id)
    begun = await held.db.fetch_val(select(drafts.c.html).where(mine, drafts.c.kind == message.kind.value))
    details = json.dumps({"attachments": keys, "status": message.status_after})
    html = (message.html or "") + (begun or "")
    await write_draft(held.db, operator.id, message.ticket_id, message.kind, html, details, held.now_ms)
