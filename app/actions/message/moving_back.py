"""Undoing a recent move or split, by whoever did it."""

from typing import Any

from sqlalchemy import func, select, update

from app.actions.change import Change, action, by, change
from app.actions.message.moving import carry, message_there
from app.actions.message.written import WrittenMessage
from app.core.clock import HOUR_MS
from app.core.errors import Conflict, Forbidden, TooLate
from app.desk import Desk
from app.nouns.event import Event
from app.nouns.message import Message
from app.nouns.operator import Operator
from app.nouns.outbound_mail import OutboxState
from app.nouns.permissions import Act, permit
from app.nouns.status import Status
from app.nouns.ticket import UNTIL_CUSTOMER_MS
from app.search.documents import words_by_message
from app.text.languages import _
from sql.tables import events, messages, outbox

FRESH_MS = HOUR_MS


@action
async def move_back(desk: Desk, operator: Operator, message_id: int, now_ms: int) -> WrittenMessage:
    """Put the message back; the ticket that received it gets back its earlier status and snooze.

    A ticket that was split off becomes a duplicate of the old one: what the customer writes to it is added there.
    The operator need not hold a ticket, but nobody else may hold either. Raises NotFound, Forbidden, Conflict,
    TooLate, LockHeld.
    """
    message = await message_there(desk, message_id)
    known = await words_by_message(desk, message.ticket_id)
    async with change(desk, message.ticket_id, now_ms) as here:
        permit(operator, Act.READ, here.ticket)
        moved = await _last_move(here, operator, message)
        async with change(desk, int(moved.details["from_ticket"]), now_ms) as home:
            for tx in (here, home):
                permit(operator, Act.EDIT, tx.ticket)
            await carry(here, home, message, known)
            await _restore(here, home.ticket.id, moved)
            about = {"message_kind": message.kind.value, "shared": message.shared, "undone": True}
            where = {
                "from_ticket": here.ticket.id,
                "to_ticket": home.ticket.id,
                "written_ms": message.created_ms,
            }
            for tx in (here, home):
                tx.record("message.moved", by(operator), message.id, **about, **where)
    return WrittenMessage(await message_there(desk, message_id), home.ticket)


async def _last_move(here: Change, operator: Operator, message: Message) -> Event:
    """How the message came here. Raises whatever prevents undoing it."""
    of_message = (events.c.ticket_id == here.ticket.id) & (events.c.message_id == message.id)
    newest = select(events).where(of_message, events.c.kind == "message.moved").order_by(events.c.id.desc()).limit(1)
    record = await here.db.fetch_one(newest)
    moved = Event.from_record(record) if record else None
    if moved is None or moved.details.get("undone") or moved.details["to_ticket"] != here.ticket.id:
        raise Conflict(_("This message was not moved here."))
    if moved.actor.operator_id != operator.id:
        raise Forbidden(_("Only %(name)s can undo this.") % {"name": moved.actor.name})
    if moved.at_ms < here.now_ms - FRESH_MS:
        raise TooLate(_("It is too late to undo this. Move the message yourself."))
    if moved.details.get("split") and await _others_on(here, message):
        raise TooLate(_("This cannot be undone: the new ticket has newer messages."))
    return moved


async def _others_on(here: Change, message: Message) -> int:
    others = (messages.c.ticket_id == here.ticket.id) & (messages.c.id != message.id)
    return int(await here.db.fetch_val(select(func.count()).select_from(messages).where(others)) or 0)


async def _restore(here: Change, home_id: int, moved: Event) -> None:
    if moved.details.get("split"):
        waiting = (
            (outbox.c.ticket_id == here.ticket.id) & (outbox.c.state == OutboxState.QUEUED) & (outbox.c.tries == 0)
        )
        await here.db.execute(update(outbox).where(waiting).values(state=OutboxState.RECALLED))
        before = here.ticket.status
        joined: dict[str, Any] = {"status": Status.DUPLICATE.value, "status_before_duplicate": before.value}
        await here.save(**joined, duplicate_of=home_id, snoozed_until_ms=None)
        here.record("ticket.merged", moved.actor, into=home_id, from_status=before.value, undone=False)
        return
    was, became = moved.details.get("from_status"), moved.details.get("status")
    if not was or here.ticket.status != became or here.ticket.snoozed_until_ms is not None:
        return  # someone has decided otherwise meanwhile
    asleep_until_ms = moved.details.get("from_snoozed_until_ms")
    if was != became:
        await here.save(status=was)
        here.record("ticket.status", moved.actor, moved.message_id, status=was, from_status=became, why="moved")
    if asleep_until_ms is not None:
        await here.save(snoozed_until_ms=asleep_until_ms)
        until = None if asleep_until_ms == UNTIL_CUSTOMER_MS else asleep_until_ms
        here.record("ticket.status", moved.actor, moved.message_id, status=was, why="snoozed", until_ms=until)
