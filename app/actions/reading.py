"""Reading marks: how far an operator has read in a ticket. No act of the desk, so it writes no event."""

from sqlalchemy import insert, select, update

from app.database import is_duplicate_key
from app.desk import Desk
from app.operator import Operator
from app.queries.events import last_event_id
from app.queries.tickets import ticket_for
from sql.tables import readings


async def mark_read(desk: Desk, operator: Operator, ticket_id: int, event_id: int) -> None:
    """This operator's view has shown the ticket up to this event. It never goes back."""
    await ticket_for(desk, operator, ticket_id)
    shown = min(event_id, await last_event_id(desk))  # nobody has read what has not happened
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
