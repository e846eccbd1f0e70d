"""One ticket."""

from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select

from app.core.errors import NotFound
from app.database import Record
from app.desk import Desk
from app.nouns.message import MessageKind
from app.nouns.operator import Operator
from app.nouns.permissions import Act, permit
from app.nouns.ticket import Ticket
from app.text.address_keys import spellings_of
from sql.tables import messages, operators, tickets

TICKET = select(tickets, operators.c.name.label("operator_name")).select_from(
    tickets.outerjoin(operators, operators.c.id == tickets.c.operator_id)
)
_BY_ID = TICKET.where(tickets.c.id == bindparam("of_ticket"))

_NEWEST = (
    TICKET.where(tickets.c.email_key == bindparam("customer"), tickets.c.deleted_ms.is_(None))
    .where(tickets.c.spam_ms.is_(None))
    .order_by(tickets.c.id.desc())
    .limit(1)
)
_IN_THE_BIN = (
    select(func.count(), func.count(tickets.c.spam_ms))
    .where(tickets.c.email_key == bindparam("customer"), tickets.c.deleted_ms.is_(None))
    .where(
        exists()
        .where(messages.c.ticket_id == tickets.c.id, messages.c.authentication == "pass")
        .where(messages.c.kind == MessageKind.CUSTOMER.value)
        .where(func.lower(messages.c.author_email).in_(bindparam("spellings", expanding=True)))
    )
)
_NEWEST_COMPLETE = _NEWEST.where(tickets.c.phone != "", tickets.c.city != "")
_NEWEST_PROVED = _NEWEST_COMPLETE.where(tickets.c.proved_ms.is_not(None))


_COLUMNS = tuple(TICKET.selected_columns.keys())


def ticket_in(record: Record) -> Ticket:
    """The ticket of a row that begins with the columns of TICKET: the same object for the same facts, as lists have them."""
    return _ticket_of(tuple(record)[: len(_COLUMNS)])


@lru_cache(maxsize=4096)
def _ticket_of(values: tuple[Any, ...]) -> Ticket:
    return Ticket.from_record(SimpleNamespace(**dict(zip(_COLUMNS, values, strict=True))))


async def ticket_by_id(desk: Desk, ticket_id: int) -> Ticket | None:
    """The ticket with this number, whoever asks: for the system itself and for the ticket page."""
    record = await desk.db.fetch_one(_BY_ID, {"of_ticket": ticket_id})
    return Ticket.from_record(record) if record else None


async def ticket_for(desk: Desk, operator: Operator, ticket_id: int) -> Ticket:
    """The ticket, if it exists for this operator. Raises NotFound, the same for a missing and a hidden one."""
    ticket = await ticket_by_id(desk, ticket_id)
    if ticket is None:
        raise NotFound
    permit(operator, Act.READ, ticket)
    return ticket


async def newest_with_details(desk: Desk, email_key: str) -> Ticket | None:
    """The customer's newest ticket that has phone and city, one with a proved address before others; else their newest.

    Tickets marked as spam are left out: someone else may have written them in the customer's name.
    """
    theirs = {"customer": email_key}
    newest = await desk.db.fetch_one(_NEWEST, theirs)
    if newest is None:
        return None
    is_complete = newest.phone and newest.city
    if not (is_complete and newest.proved_ms is not None):
        proved = await desk.db.fetch_one(_NEWEST_PROVED, theirs)
        complete = None if proved or is_complete else await desk.db.fetch_one(_NEWEST_COMPLETE, theirs)
        newest = proved or complete or newest
    return Ticket.from_record(newest)


def open_to(operator: Operator) -> ColumnElement[bool]:
    """The condition that a ticket's group is not closed to the operator."""
    return outside(operator.hidden_group_ids)


def outside(group_ids: frozenset[int]) -> ColumnElement[bool]:
    """The condition that a ticket is in none of these groups."""
    return or_(tickets.c.group_id.is_(None), tickets.c.group_id.not_in(group_ids))


async def is_called_spam(desk: Desk, email_key: str) -> bool:
    """Whether this customer's own mails opened tickets, and all of them are marked as spam.

    Their own are those whose sender was authenticated. What anyone can write in their name (a forged mail, a form)
    counts neither against nor for them. Deleted tickets do not count.
    """
    row = await desk.db.fetch_one(_IN_THE_BIN, {"customer": email_key, "spellings": tuple(spellings_of(email_key))})
    return row is not None and 0 < row[0] == row[1]
