"""One ticket."""

from sqlalchemy import ColumnElement, func, or_, select

from app.desk import Desk
from app.errors import NotFound
from app.operator import Operator
from app.permissions import Act, permit
from app.ticket import Ticket
from sql.tables import operators, tickets

TICKET = select(tickets, operators.c.name.label("operator_name")).select_from(
    tickets.outerjoin(operators, operators.c.id == tickets.c.operator_id)
)


async def ticket_by_id(desk: Desk, ticket_id: int) -> Ticket | None:
    """The ticket with this number, whoever asks: for the system itself and for the ticket page."""
    record = await desk.db.fetch_one(TICKET.where(tickets.c.id == ticket_id))
    return Ticket.from_record(record) if record else None


async def ticket_for(desk: Desk, operator: Operator, ticket_id: int) -> Ticket:
    """The ticket, if it exists for this operator. Raises NotFound, the same for a missing and a hidden one."""
    ticket = await ticket_by_id(desk, ticket_id)
    if ticket is None:
        raise NotFound
    permit(operator, Act.READ, ticket)
    return ticket


async def previous_tickets(desk: Desk, operator: Operator, ticket: Ticket, limit: int = 5) -> list[Ticket]:
    """The same customer's other tickets that the operator may see, newest first."""
    query = (
        TICKET.where(tickets.c.email_key == ticket.customer.email_key, tickets.c.id != ticket.id)
        .where(tickets.c.deleted_ms.is_(None), tickets.c.spam_ms.is_(None))
        .order_by(tickets.c.id.desc())
        .limit(limit)
    )
    if operator.hidden_group_ids:
        query = query.where(open_to(operator))
    return [Ticket.from_record(record) for record in await desk.db.fetch_all(query)]


def open_to(operator: Operator) -> ColumnElement[bool]:
    """The condition that a ticket's group is not closed to the operator."""
    return or_(tickets.c.group_id.is_(None), tickets.c.group_id.not_in(operator.hidden_group_ids))


async def is_called_spam(desk: Desk, email_key: str) -> bool:
    """Whether this customer has tickets, and every one of them lies in the bin as spam. Deleted ones say nothing."""
    of_customer = (tickets.c.email_key == email_key) & tickets.c.deleted_ms.is_(None)
    row = await desk.db.fetch_one(select(func.count(), func.count(tickets.c.spam_ms)).where(of_customer))
    return row is not None and 0 < row[0] == row[1]
