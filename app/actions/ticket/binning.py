"""Marking a ticket as spam hides it from every view and count; unmarking brings it back.

What a form on another site brought and looks like spam is there from the start, held until someone decides.
"""

from sqlalchemy import func, select, update

from app.actions.change import Change, action, by, change
from app.actions.mail.mailing import confirm_to_customer, tell_about_new_message
from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.permissions import Act, permit
from app.nouns.ticket import Ticket
from sql.tables import form_entries, messages


@action
async def mark_spam(desk: Desk, operator: Operator, ticket_id: int, now_ms: int, *, spam: bool) -> Ticket:
    """Mark or unmark the ticket as spam. It needs no answer first. Raises LockHeld.

    One that was held for review is decided by this: let in, its customer gets the confirmation and its group is told.
    """
    async with change(desk, ticket_id, now_ms) as tx:
        permit(operator, Act.SPAM, tx.ticket)
        was_held = await _decide(tx)
        if tx.ticket.is_spam == spam and not was_held:
            return tx.ticket
        if tx.ticket.is_spam != spam:
            await tx.save(spam_ms=now_ms if spam else None, updated_ms=tx.ticket.updated_ms)
        why = "spam" if spam else "not_spam"
        tx.record("ticket.status", by(operator), status=tx.ticket.status.value, why=why)
        if was_held and not spam:
            await _let_in(tx)
    return tx.ticket


async def _decide(tx: Change) -> bool:
    """Whether the ticket was held for review; from now on it is not."""
    if tx.ticket.source != "form":
        return False
    held = (form_entries.c.ticket_id == tx.ticket.id) & form_entries.c.held_ms.is_not(None)
    return bool(await tx.db.rowcount(update(form_entries).where(held).values(held_ms=None)))


async def _let_in(tx: Change) -> None:
    await confirm_to_customer(tx, tx.now_ms)
    first = await tx.db.fetch_val(select(func.min(messages.c.id)).where(messages.c.ticket_id == tx.ticket.id))
    await tell_about_new_message(tx, int(first))
