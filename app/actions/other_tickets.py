"""The other ticket of an act on two: found for the operator, held still too, and fit to take what comes."""

from sqlalchemy import update

from app.actions.change import read_ticket
from app.desk import Desk
from app.errors import BadFields, DeskError
from app.languages import _
from app.operator import Operator
from app.permissions import may_see
from app.ticket import Ticket
from sql.tables import tickets


async def other_ticket(desk: Desk, operator: Operator, ticket: Ticket, number: int, itself: str) -> Ticket:
    """The ticket with this number, held still inside the transaction: of two acts that cross, one is refused.

    `itself` is said where it is the same ticket. Raises BadFields(into): there is none for this operator, it lies in
    the bin, it is a duplicate itself.
    """
    none = BadFields({"into": _("There is no such ticket.")})
    await desk.db.execute(update(tickets).where(tickets.c.id == number).values(version=tickets.c.version))
    try:
        other = await read_ticket(desk.db, number)
    except DeskError:
        raise none from None
    if not may_see(operator, other) or other.is_deleted:
        raise none
    if other.is_spam:
        raise BadFields({"into": _("#%(id)d lies in the bin. Take it out first.") % {"id": other.id}})
    if other.id == ticket.id:
        raise BadFields({"into": itself})
    if other.duplicate_of is not None:
        raise BadFields({"into": _("#%(id)d is a duplicate itself. Use its original.") % {"id": other.id}})
    return other


def same_customer(ticket: Ticket, other: Ticket) -> None:
    """Return if both tickets are of one customer. Raises BadFields(into)."""
    if other.customer.email_key != ticket.customer.email_key:
        words = _("#%(id)d belongs to another customer. Choose a ticket of %(name)s.")
        name = ticket.customer.name or ticket.customer.email
        raise BadFields({"into": words % {"id": other.id, "name": name}})
