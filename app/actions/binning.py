"""Spam: out of every count and view into a bin, and out of it again."""

from app.actions.change import action, by, change
from app.desk import Desk
from app.operator import Operator
from app.permissions import Act, permit
from app.ticket import Ticket


@action
async def mark_spam(desk: Desk, operator: Operator, ticket_id: int, now_ms: int, *, spam: bool) -> Ticket:
    """Put the ticket into the bin, or take it out. It needs no answer before. Raises LockHeld."""
    async with change(desk, ticket_id, now_ms) as held:
        permit(operator, Act.SPAM, held.ticket)
        if held.ticket.is_spam == spam:
            return held.ticket
        await held.save(spam_ms=now_ms if spam else None, updated_ms=held.ticket.updated_ms)
        why = "spam" if spam else "not_spam"
        held.record("ticket.status", by(operator), status=held.ticket.status.value, why=why)
    return held.ticket
