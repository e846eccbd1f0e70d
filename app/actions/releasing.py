"""The end of the undo time: from now on customer, mail, API and statistics know the answer."""

from sqlalchemy import select, update

from app.actions.change import action, change
from app.desk import Desk
from app.event import SYSTEM
from app.message import MessageKind
from sql.tables import messages, outbox

BATCH = 50


async def release_due(desk: Desk, now_ms: int) -> int:
    """Release every answer whose undo time is over; return how many."""
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
    async with change(desk, ticket_id, now_ms) as held:
        still = (messages.c.id == message_id) & messages.c.released_ms.is_(None) & messages.c.recalled_ms.is_(None)
        released = update(messages).where(still).values(released_ms=now_ms, held_until_ms=None)
        if not await held.db.rowcount(released):
            return False
        waiting = (outbox.c.message_id == message_id) & (outbox.c.state == "held")
        outbox_id = await held.db.fetch_val(select(outbox.c.id).where(waiting))
        await held.db.execute(update(outbox).where(waiting).values(state="queued", due_ms=now_ms))
        kind = await held.db.fetch_val(select(messages.c.kind).where(messages.c.id == message_id))
        if kind == MessageKind.ANSWER.value and held.ticket.first_answer_ms is None:
            await held.save(first_answer_ms=now_ms, updated_ms=held.ticket.updated_ms)
        held.record("message.delivery", SYSTEM, message_id, state="queued", outbox=outbox_id, released=True)
        desk.db.after_commit(desk.mail_bell.ring)
    return True
