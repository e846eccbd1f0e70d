"""What someone holds: the active tickets, snoozed ones included."""

from sqlalchemy import ColumnElement, select

from app.desk import Desk
from app.nouns.status import Shelf
from app.nouns.ticket import Ticket
from app.queries.ticket.tickets import TICKET
from sql.tables import tickets

SHELVES = (Shelf.ACTIVE.value, Shelf.SNOOZED.value)


async def held_ids(desk: Desk, operator_id: int) -> list[int]:
    """The numbers of all of them, lowest first."""
    rows = await desk.db.fetch_all(select(tickets.c.id).where(_held_by(operator_id)))
    return sorted(row.id for row in rows)


async def newest_held(desk: Desk, operator_id: int, most: int) -> list[Ticket]:
    """Those that something happened to last."""
    active = TICKET.where(tickets.c.shelf == Shelf.ACTIVE.value, tickets.c.operator_id == operator_id)
    hint = "FORCE INDEX (ix_tickets_shelf_operator_updated)"
    query = (
        active.order_by(tickets.c.updated_ms.desc(), tickets.c.id.desc()).limit(most).with_hint(tickets, hint, "mysql")
    )
    return [Ticket.from_record(record) for record in await desk.db.fetch_all(query)]


def _held_by(operator_id: int) -> ColumnElement[bool]:
    return tickets.c.shelf.in_(SHELVES) & (tickets.c.operator_id == operator_id)
