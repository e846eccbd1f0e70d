"""The tickets whose first answer is late: of the desk for administrators, of their own and their groups' for operators."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.status import Shelf
from app.nouns.ticket import Ticket
from app.queries.ticket.tickets import TICKET, outside, ticket_in
from sql.tables import tickets


async def late_tickets(desk: Desk, person: Operator, now_ms: int, limit: int) -> tuple[int, Sequence[Ticket]]:
    """How many there are, and the first of them, the latest first."""
    late = [tickets.c.shelf == Shelf.ACTIVE.value, tickets.c.answer_due_ms <= now_ms, *_theirs(person)]
    count = int(await desk.db.fetch_val(select(func.count()).select_from(tickets).where(*late)) or 0)
    rows = await desk.db.fetch_all(TICKET.where(*late).order_by(tickets.c.answer_due_ms, tickets.c.id).limit(limit))
    return count, [ticket_in(row) for row in rows]


def _theirs(person: Operator) -> list[ColumnElement[bool]]:
    """Theirs to answer: what they have, and what nobody has in their groups."""
    seen = [outside(person.hidden_group_ids)] if person.hidden_group_ids else []
    if person.is_administrator:
        return seen
    unassigned = and_(tickets.c.operator_id.is_(None), tickets.c.group_id.in_(sorted(person.group_ids)))
    return [*seen, or_(tickets.c.operator_id == person.id, unassigned)]
