"""A move or a split is taken back by who did it, while it is fresh."""

from typing import Any

from sqlalchemy import func, select, update

from app.actions.change import Held, action, by, change
from app.actions.moving import carry, message_there
from app.clock import HOUR_MS
from app.desk import Desk
from app.errors import Conflict, Forbidden, TooLate
from app.event import Event
from app.languages import _
from app.message import Message
from app.operator import Operator
from app.permissions import Act, permit
from app.queries.messages import message_by_id
from app.status import Status
from app.ticket import UNTIL_CUSTOMER_MS
from sql.tables import events, messages, outbox

FRESH_MS = HOUR_MS


@action
async def move_back(desk: Desk, operator: Operator, message_id: int, now_ms: int) -> Message:
    """Put the message back where it lay; the ticket that took it has the status and the snooze that it had before.

    A ticket that was split off is a duplicate of the old one from then on: what the customer writes to it lands there.
    No lock is needed of who did it, but nobody else may hold either ticket by now. Raises NotFound, Forbidden, Conflict,
    TooLate, LockHeld.
    """
    message = await message_there(desk, message_id)
    async with change(desk, message.ticket_id, now_ms) as here:
        permit(operator, Act.READ, here.ticket)
        moved = await _last_move(here, operator, message)
        async with change(desk, int(moved.details["from_ticket"]), now_ms) as home:
            for held in (here, home):
                permit(operator, Act.EDIT, held.ticket)
            await carry(here, home, message)
            await _restore(here, home.ticket.id, moved)
            about = {"message_kind": message.kind.value, "shared": message.shared, "undone": True}
            where = {"from_ticket": here.ticket.id, "to_ticket": home.ticket.id}
            for held in (here, home):
                held.record("message.moved", by(operator), message.id, **about, **where)
    return await message_by_id(desk, message_id) or message


async def _last_move(here: Held, operator: Operator, message: Message) -> Event:
    """How the message came here. Raises what stands against taking it back."""
    of_message = (events.c.ticket_id == here.ticket.id) & (events.c.message_id == message.id)
    newest = select(events).where(of_message, events.c.kind == "message.moved").order_by(events.c.id.desc()).limit(1)
    record = await here.db.fetch_one(newest)
    moved = Event.from_record(record) if record else None
    if moved is None or moved.details.get("undone") or moved.details["to_ticket"] != here.ticket.id:
        raise Conflict(_("This message was not moved here."))
    if moved.actor.operator_id != operator.id:
        raise Forbidden(_("Only %(name)s can take this back.") % {"name": moved.actor.name})
    if moved.at_ms < here.now_ms - FRESH_MS:
        raise TooLate(_("This was some time ago. Move the message by hand."))
    if moved.details.get("split") and await _others_on(here, message):
        raise TooLate(_("Somebody has written on the new ticket already."))
    return moved


async def _others_on(here: Held, message: Message) -> int:
    others = (messages.c.ticket_id == here.ticket.id) & (messages.c.id != message.id)
    return int(await here.db.fetch_val(select(func.count()).select_from(messages).where(others)) or 0)


async def _restore(here: Held, home_id: int, moved: Event) -> None:
    if moved.details.get("split"):
        waiting = (outbox.c.ticket_id == here.ticket.id) & (outbox.c.state == "queued") & (outbox.c.tries == 0)
        await here.db.execute(update(outbox).where(waiting).values(state="recalled"))
        before = here.ticket.status
        joined: dict[str, Any] = {"status": Status.DUPLICATE.value, "status_before_duplicate": before.value}
        await here.save(**joined, duplicate_of=home_id, snoozed_until_ms=None)
        here.record("ticket.merged", moved.actor, into=home_id, from_status=before.value, undone=False)
        return
    was, became = moved.details.get("from_status"), moved.details.get("status")
    if not was or here.ticket.status != became or here.ticket.snoozed_until_ms is not None:
        return  # somebody has decided otherwise meanwhile
    asleep_until_ms = moved.details.get("from_snoozed_until_ms")
    if was != became:
        await here.save(status=was)
        here.record("ticket.status", moved.actor, moved.message_id, status=was, from_status=became, why="moved")
    if asleep_until_ms is not None:
        await here.save(snoozed_until_ms=asleep_until_ms)
        until = None if asleep_until_ms == UNTIL_CUSTOMER_MS else asleep_until_ms
        here.record("ticket.status", moved.actor, moved.message_id, status=was, why="snoozed", until_ms=until)
