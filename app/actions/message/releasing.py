"""The end of the undo time: from now on customer, mail, API and statistics know the answer."""

from sqlalchemy import select, update

from app.actions.change import action, change
from app.desk import Desk
from app.nouns.event import SYSTEM
from app.nouns.message import MessageKind
from app.nouns.outbound_mail import OutboxState
from sql.tables import messages, outbox

BATCH = 50


async def release_due(desk: Desk, now_ms: int) -> int:
    """Release every answer whose undo time has passed; return how many."""
    waiting = messages.c.released_ms.is_(None) & messages.c.recalled_ms.is_(None)
    due = (
        select(messages.c.id, messages.c.ticket_id)
        .where(messages.c.held_until_ms <= now_ms, waiting)
        .order_by(messages.c.held_until_ms)
        .limit(BATCH)
    )
    released = [await _release(desk, row.ticket_id, row.id, now_ms) for row in await desk.db.fetch_all(due)]
    return sum(released)


@action
async def _release(desk: Desk, ticket_id: int, message_id: int, now_ms: int) -> bool:
    async with change(desk, ticket_id, now_ms) as tx:
        still = (messages.c.id == message_id) & messages.c.released_ms.is_(None) & messages.c.recalled_ms.is_(None)
        released = update(messages).where(still).values(released_ms=now_ms, held_until_ms=None)
        if not await tx.db.rowcount(released):
            return False
        waiting = (outbox.c.message_id == message_id) & (outbox.c.state == OutboxState.UNDOABLE)
        outbox_id = await tx.db.fetch_val(select(outbox.c.id).where(waiting).order_by(outbox.c.id).limit(1))
        await tx.db.execute(update(outbox).where(waiting).values(state=OutboxState.QUEUED, due_ms=now_ms))
        kind = await tx.db.fetch_val(select(messages.c.kind).where(messages.c.id == message_id))
        if kind == MessageKind.ANSWER.value and tx.ticket.first_answer_ms is None:
            await tx.save(first_answer_ms=now_ms, updated_ms=tx.ticket.updated_ms)
        tx.record("message.delivery", SYSTEM, message_id, state=OutboxState.QUEUED, outbox=outbox_id, released=True)
        tx.db.after_commit(desk.mail_bell.ring)
    return True
