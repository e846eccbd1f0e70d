"""What a customer may see of their ticket, and hear of it while they look."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.desk import Desk
from app.event import Event
from app.message import Message, MessageKind
from app.queries.messages import customer_messages_of, message_by_id
from app.queries.tickets import ticket_by_id
from app.ticket import Ticket
from sql.tables import events

# Only these are anything to a customer; what they say about operators beyond the holder's name stays inside.
HEARD = ("message.added", "message.delivery", "ticket.taken", "ticket.assigned", "ticket.dropped", "ticket.status")
MOST = 200


@dataclass(frozen=True, slots=True)
class CustomerEvent:
    """Something new on the ticket page. `kind` is `message.added` or `ticket.changed`; what it is, the page fetches."""

    id: int
    at_ms: int
    kind: str
    ticket_id: int
    message_id: int | None

    def as_json(self) -> dict[str, Any]:
        """What the page hears."""
        return {
            "id": self.id,
            "at": self.at_ms,
            "kind": self.kind,
            "ticket": self.ticket_id,
            "message": self.message_id,
        }


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


async def last_customer_event(desk: Desk, ticket: Ticket) -> int:
    """The newest event of the ticket: from here the page goes on."""
    query = select(events.c.id).where(events.c.ticket_id == ticket.id).order_by(events.c.id.desc()).limit(1)
    return int(await desk.db.fetch_val(query) or 0)


async def customer_events_after(desk: Desk, ticket: Ticket, after: int) -> tuple[list[CustomerEvent], int]:
    """What the customer may hear after this event, and the number to go on from."""
    query = select(events).where(events.c.ticket_id == ticket.id, events.c.id > after).order_by(events.c.id).limit(MOST)
    found = [Event.from_record(record) for record in await desk.db.fetch_all(query)]
    heard = [await customer_event(desk, event) for event in found]
    return [event for event in heard if event], found[-1].id if found else after


async def customer_event(desk: Desk, event: Event) -> CustomerEvent | None:
    """The event as the ticket's customer may hear it; None if it is none of theirs.

    An answer is news when its undo time is over, which the log knows as the delivery that releases it.
    """
    if event.kind not in HEARD or event.ticket_id is None:
        return None
    if not event.kind.startswith("message."):
        return CustomerEvent(event.id, event.at_ms, "ticket.changed", event.ticket_id, None)
    if event.kind == "message.delivery" and not event.details.get("released"):
        return None
    message = await message_by_id(desk, event.message_id) if event.message_id else None
    if message is None or not message.is_for_customer or message.kind is MessageKind.NOTE:
        return None
    return CustomerEvent(event.id, event.at_ms, "message.added", event.ticket_id, message.id)
