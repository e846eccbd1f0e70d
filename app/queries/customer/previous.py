"""What a ticket's customer has written before, under any of the addresses that operators have merged."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select

from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.ticket import Ticket
from app.queries.ticket.tickets import TICKET, outside, ticket_in
from sql.tables import customers, tickets

_HEAD = (
    select(func.coalesce(customers.c.merged_into, customers.c.id))
    .where(customers.c.email_key == bindparam("of_address"))
    .scalar_subquery()
)
_ADDRESSES = select(customers.c.email_key).where(or_(customers.c.id == _HEAD, customers.c.merged_into == _HEAD))


async def previous_tickets(desk: Desk, operator: Operator, ticket: Ticket, limit: int = 5) -> list[Ticket]:
    """The same customer's other tickets that the operator may see, newest first."""
    addresses = await desk.db.fetch_all(_ADDRESSES, {"of_address": ticket.customer.email_key})
    keys = {ticket.customer.email_key, *(address.email_key for address in addresses)}
    query, found = _previous(operator.hidden_group_ids, limit), list[Ticket]()
    for key in keys:  # one after the other: over several, all of their tickets would be sorted
        found += [ticket_in(row) for row in await desk.db.fetch_all(query, {"customer": key, "ticket": ticket.id})]
    return sorted(found, key=lambda one: one.id, reverse=True)[:limit]


@lru_cache(maxsize=64)
def _previous(hidden_group_ids: frozenset[int], limit: int) -> Select[Any]:
    """Shared by all from whom the same groups are hidden."""
    query = TICKET.where(tickets.c.email_key == bindparam("customer"), tickets.c.id != bindparam("ticket"))
    query = query.where(tickets.c.deleted_ms.is_(None), tickets.c.spam_ms.is_(None))
    query = query.order_by(tickets.c.id.desc()).limit(limit)
    return query.where(outside(hidden_group_ids)) if hidden_group_ids else query
