"""The other ticket of an act on two: found for the operator, locked too, and fit to take what comes."""

from sqlalchemy import update

from app.actions.change import read_ticket
from app.core.errors import BadFields, DeskError
from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.permissions import may_see
from app.nouns.ticket import Ticket
from app.text.languages import _
from sql.tables import tickets


async def other_ticket(desk: Desk, operator: Operator, ticket: Ticket, number: int, itself: str) -> Ticket:
    """The ticket with this number, locked inside the transaction, so of two opposite actions one is refused.

    `itself`: the message if it is the same ticket. Raises BadFields(into) if the operator may not see it, it is marked
    as spam, or it is a duplicate itself.
    """
    none = BadFields({"into": _("Ticket not found.")})
    await desk.db.execute(update(tickets).where(tickets.c.id == number).values(version=tickets.c.version))
    try:
        other = await read_ticket(desk.db, number)
    except DeskError:
        raise none from None
    if not may_see(operator, other) or other.is_deleted:
        raise none
    if other.is_spam:
        raise BadFields({"into": _("#%(id)d is marked as spam. Unmark it first.") % {"id": other.id}})
    if other.id == ticket.id:
        raise BadFields({"into": itself})
    if other.duplicate_of is not None:
        raise BadFields({"into": _("#%(id)d is itself a duplicate. Use its original.") % {"id": other.id}})
    return other


def same_customer(ticket: Ticket, other: Ticket, *, confirmed: bool = False) -> None:
    """Return if both tickets are of one customer: of one address, or the operator has confirmed it. Raises BadFields(into)."""
    if not confirmed and other.customer.email_key != ticket.customer.email_key:
        words = _("#%(id)d belongs to another customer. Choose one of the tickets from %(name)s.")
        name = ticket.customer.name or ticket.customer.email
        raise BadFields({"into": words % {"id": other.id, "name": name}})
