"""What a customer's page shows beside the customer: tickets, the newest facts, what the desk mails them by itself."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from app.core.clock import DAY_MS, HOUR_MS
from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.ticket import Ticket
from app.queries.customer.known import CustomerAddress, KnownCustomer, is_there, tickets_for
from app.queries.ticket.tickets import TICKET, ticket_in
from sql.tables import outbox, tickets

PAGE: Final = 25
COUNTED: Final = 1000


@dataclass(frozen=True, slots=True)
class CustomersTickets:
    """Their newest tickets below a number; `before` leads to the next ones. `count`: of all, at most COUNTED."""

    tickets: list[Ticket]
    before: int | None
    count: int


@dataclass(frozen=True, slots=True)
class SenderBrake:
    """How many automatic mails one address has caused lately, since the brake was last cleared."""

    address: CustomerAddress
    last_hour: int
    last_day: int
    first_ms: int | None  # when the oldest that counts was queued


async def tickets_of(desk: Desk, operator: Operator, customer: KnownCustomer, before: int | None) -> CustomersTickets:
    """Those that exist for the operator, newest first."""
    theirs = tickets.c.email_key.in_(customer.email_keys) & is_there(operator)
    query = TICKET.where(theirs).order_by(tickets.c.id.desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(tickets.c.id < before)
    found = [ticket_in(record) for record in await desk.db.fetch_all(query)]
    some = tickets_for(operator, customer).limit(COUNTED).subquery()
    count = int(await desk.db.fetch_val(select(func.count()).select_from(some)))
    return CustomersTickets(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None, count)


async def sender_brakes(desk: Desk, customer: KnownCustomer, now_ms: int) -> list[SenderBrake]:
    """One for each address, as the limits of automatic mails count them."""
    keys = customer.email_keys
    query = select(outbox.c.stranger_key, outbox.c.created_ms).where(
        outbox.c.stranger_key.in_(keys), outbox.c.created_ms > now_ms - DAY_MS
    )
    rows = await desk.db.fetch_all(query.order_by(outbox.c.created_ms))
    brakes = []
    for address in customer.addresses:
        since = address.brake_cleared_ms or 0
        sent = [row.created_ms for row in rows if row.stranger_key == address.email_key and row.created_ms > since]
        hour = sum(at_ms > now_ms - HOUR_MS for at_ms in sent)
        brakes.append(SenderBrake(address, hour, len(sent), sent[0] if sent else None))
    return brakes
