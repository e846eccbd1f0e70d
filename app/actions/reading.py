"""Reading marks: how far an operator has read in a ticket. No act of the desk, so it writes no event."""

from sqlalchemy import insert, update

from app.desk import Desk
from app.operator import Operator
from app.queries.tickets import ticket_for
from sql.tables import readings


async def mark_read(desk: Desk, operator: Operator, ticket_id: int, event_id: int) -> None:
    """This operator's view has shown the ticket up to this event. It never goes back."""
    await ticket_for(desk, operator, ticket_id)
    own = (readings.c.operator_id == operator.id) & (readings.c.ticket_id == ticket_id)
    async with desk.db.transaction():
        newer = update(readings).where(own).values(event_id=event_id)
        older = own & (readings.c.event_id < event_id)
        if await desk.db.rowcount(newer.where(older)):
            return
        known = await desk.db.fetch_val(readings.select().with_only_columns(readings.c.event_id).where(own))
        if known is None:
            key = {"operator_id": operator.id, "ticket_id": ticket_id, "event_id": event_id}
            await desk.db.execute(insert(readings).values(key))
