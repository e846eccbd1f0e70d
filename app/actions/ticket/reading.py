"""Reading marks: how far an operator has read in a ticket. No act of the desk, so it writes no event."""

from sqlalchemy import ColumnElement, delete, insert, select, update

from app.database import Database, is_duplicate_key
from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.outbound_mail import MailKind, OutboxState
from app.queries.desk.events import last_event_id
from app.queries.ticket.tickets import ticket_for
from sql.tables import events, mentions, messages, outbox, readings


async def mark_read(desk: Desk, operator: Operator, ticket_id: int, event_id: int) -> None:
    """This operator's view has shown the ticket up to this event, with the notes that name them. It never goes back."""
    await ticket_for(desk, operator, ticket_id)
    shown = min(event_id, await last_event_id(desk))  # nobody has read what has not happened
    await _saw_mentions(desk.db, operator.id, ticket_id, shown)
    own = (readings.c.operator_id == operator.id) & (readings.c.ticket_id == ticket_id)
    newer = update(readings).where(own, readings.c.event_id < shown).values(event_id=shown)
    if await desk.db.rowcount(newer):
        return
    if await desk.db.fetch_val(select(readings.c.event_id).where(own)) is not None:
        return
    try:
        key = {"operator_id": operator.id, "ticket_id": ticket_id, "event_id": shown}
        await desk.db.execute(insert(readings).values(key))
    except Exception as error:
        if not is_duplicate_key(error):
            raise
        await desk.db.execute(newer)  # another window of the same person was as fast


async def _saw_mentions(db: Database, operator_id: int, ticket_id: int, event_id: int) -> None:
    """This operator has seen the ticket up to this event, and with it the notes that name them."""
    here = select(messages.c.id).where(messages.c.ticket_id == ticket_id)
    shown = select(events.c.message_id).where(events.c.ticket_id == ticket_id, events.c.id <= event_id)
    own = (mentions.c.operator_id == operator_id) & mentions.c.message_id.in_(here)
    unseen = select(mentions.c.message_id).where(own, mentions.c.message_id.in_(shown))
    numbers = [row.message_id for row in await db.fetch_all(unseen)]
    if numbers:
        of_these = (mentions.c.operator_id == operator_id) & mentions.c.message_id.in_(numbers)
        await db.execute(delete(mentions).where(of_these))
        await hold_back_mentions(db, (outbox.c.operator_id == operator_id) & outbox.c.message_id.in_(numbers))


async def hold_back_mentions(db: Database, mails: ColumnElement[bool]) -> None:
    """The notices among these mails that have not left tell nothing new any more."""
    waiting = (outbox.c.kind == MailKind.MENTIONED.value) & (outbox.c.state == OutboxState.QUEUED.value)
    await db.execute(update(outbox).where(mails, waiting).values(state=OutboxState.RECALLED))
