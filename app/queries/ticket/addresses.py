"""Who else is on a ticket."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from app.desk import Desk
from sql.tables import ticket_addresses

_OF_TICKET = (
    select(ticket_addresses)
    .where(ticket_addresses.c.ticket_id == bindparam("of_ticket"))
    .order_by(ticket_addresses.c.email_key)
)


@dataclass(frozen=True, slots=True)
class TicketAddress:
    """Someone besides the customer. `role`: `cc`, `third_party` or `added`."""

    email: str
    name: str
    role: str


async def addresses_on(desk: Desk, ticket_id: int) -> list[TicketAddress]:
    """All of them, by their address."""
    records = await desk.db.fetch_all(_OF_TICKET, {"of_ticket": ticket_id})
    return [TicketAddress(record.email, record.name, record.role) for record in records]
