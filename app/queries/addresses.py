"""Who else is on a ticket."""

from dataclasses import dataclass

from sqlalchemy import select

from app.desk import Desk
from sql.tables import ticket_addresses


@dataclass(frozen=True, slots=True)
class TicketAddress:
    """Somebody besides the customer. `role`: `cc`, `third_party` or `added`."""

    email: str
    name: str
    role: str


async def addresses_on(desk: Desk, ticket_id: int) -> list[TicketAddress]:
    """All of them, by their address."""
    of_ticket = select(ticket_addresses).where(ticket_addresses.c.ticket_id == ticket_id)
    records = await desk.db.fetch_all(of_ticket.order_by(ticket_addresses.c.email_key))
    return [TicketAddress(record.email, record.name, record.role) for record in records]
