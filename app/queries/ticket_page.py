"""What a customer may see of their ticket; what they hear of it while they look is in `customer_events`."""

from app.desk import Desk
from app.message import Message
from app.queries.messages import customer_messages_of
from app.queries.tickets import ticket_by_id
from app.ticket import Ticket


async def original_of(desk: Desk, ticket: Ticket) -> Ticket:
    """The ticket that the customer's page shows: of a duplicate, the original."""
    original = await ticket_by_id(desk, ticket.duplicate_of) if ticket.duplicate_of else None
    return original if original and not original.is_deleted else ticket


async def customer_thread(desk: Desk, ticket: Ticket) -> list[Message]:
    """The messages that the customer may see, in the order in which they came to be seen.

    An answer counts from its release: one that a customer's message overtook in its undo time stands after it, so that
    what is new is always at the end.
    """
    seen = await customer_messages_of(desk, ticket.id)
    return sorted(seen, key=lambda message: (message.released_ms or 0, message.id))
