"""What a customer may see of their ticket; live updates are in `customer_events`."""

from collections.abc import Iterable

from sqlalchemy import select

from app.desk import Desk
from app.nouns.event import Event
from app.nouns.message import Message, MessageKind
from app.nouns.status import Status
from app.nouns.ticket import Ticket
from app.queries.live.catching_up import MOST_BEHIND
from app.queries.ticket.thread_pages import NEWEST, Gap, MessagePage, ThreadPages, Wanted
from app.queries.ticket.thread_place import BY_CUSTOMER
from app.queries.ticket.tickets import ticket_by_id
from sql.tables import events, messages


async def original_of(desk: Desk, ticket: Ticket) -> Ticket:
    """The ticket that takes what is written to this one: the original of a duplicate, whoever may open or speak for it.

    An original may have become a duplicate in its turn; where the last one is deleted, the ticket itself takes it.
    """
    last, passed = ticket, {ticket.id}
    while last.duplicate_of is not None and last.duplicate_of not in passed:
        passed.add(last.duplicate_of)
        further = await ticket_by_id(desk, last.duplicate_of)
        if further is None:
            break
        last = further
    return ticket if last.is_deleted else last


async def customer_thread(desk: Desk, ticket: Ticket, wanted: Wanted = NEWEST) -> list[Message | Gap]:
    """The newest messages the customer may see, above them the requested page, gaps for the rest."""
    return _spread(await _pages(desk, ticket).view(wanted))


async def customer_filled(desk: Desk, ticket: Ticket, gap: Gap) -> list[Message | Gap]:
    """A page of what is missing in a gap, and nothing else."""
    return _spread(await _pages(desk, ticket).filling(gap))


async def customer_message(desk: Desk, ticket: Ticket, message_id: int) -> Message | None:
    """One message of the ticket, if the customer may see it."""
    found = await _pages(desk, ticket).these([message_id])
    return found[0] if found else None


async def customer_gone(desk: Desk, ticket: Ticket, after_event: int) -> list[int]:
    """Messages that were moved away since an event: a page that shows them lets them go."""
    since = (events.c.ticket_id == ticket.id, events.c.id > after_event)
    query = select(events.c.message_id, events.c.kind).where(*since).order_by(events.c.id.desc()).limit(MOST_BEHIND)
    happened = await desk.db.fetch_all(query.with_hint(events, "FORCE INDEX (ix_events_ticket_id)", "mysql"))
    moved = {row.message_id for row in happened if row.kind == "message.moved"}
    return sorted(moved - {message.id for message in await _pages(desk, ticket).these(sorted(moved))})


async def last_answer_ms(desk: Desk, ticket: Ticket) -> int | None:
    """When the newest answer that the customer may see was released; None: there is none."""
    seen = (messages.c.ticket_id == ticket.id, *BY_CUSTOMER.conditions, messages.c.kind == MessageKind.ANSWER.value)
    query = select(messages.c.released_ms).where(*seen).order_by(messages.c.released_ms.desc()).limit(1)
    query = query.with_hint(messages, f"FORCE INDEX ({BY_CUSTOMER.index})", "mysql")
    found = await desk.db.fetch_val(query)
    return int(found) if found is not None else None


async def said_solved(desk: Desk, ticket: Ticket) -> Event | None:
    """The event in which the customer said that it is solved, if its status has not changed since."""
    if ticket.status is not Status.SOLVED:
        return None
    of_ticket = (events.c.ticket_id == ticket.id, events.c.kind == "ticket.status")
    query = select(events).where(*of_ticket).order_by(events.c.id.desc()).limit(1)
    found = await desk.db.fetch_one(query.with_hint(events, "FORCE INDEX (ix_events_ticket_id)", "mysql"))
    event = Event.from_record(found) if found else None
    return event if event and event.actor.kind == "customer" and event.details.get("status") == Status.SOLVED else None


def _pages(desk: Desk, ticket: Ticket) -> ThreadPages:
    return ThreadPages(desk, ticket.id, BY_CUSTOMER)


def _spread(pieces: Iterable[MessagePage | Gap]) -> list[Message | Gap]:
    entries: list[Message | Gap] = []
    for piece in pieces:
        entries += [piece] if isinstance(piece, Gap) else piece.messages
    return entries
