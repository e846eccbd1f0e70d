"""An operator sends again what is waiting, failed or bounced: only to those who have not received it."""

import json
from typing import Any

from sqlalchemy import update

from app.actions.change import Change, act, action, by, change
from app.actions.mail.delivering import clear_trouble, record_delivery
from app.core.errors import Conflict, NotFound
from app.desk import Desk
from app.nouns.message import Message
from app.nouns.operator import Operator
from app.nouns.outbound_mail import IDLE, OutboundMail, OutboxState
from app.nouns.permissions import Act, permit
from app.nouns.ticket import Ticket
from app.queries.mail.ledger import outbound_mail
from app.text.languages import _
from sql.tables import outbox


@action
async def retry_now(desk: Desk, operator: Operator, outbox_id: int, now_ms: int) -> None:
    """Send one mail that waits, failed or bounced again, at once.

    Whoever may answer the ticket may do it; a mail about no ticket, an administrator. Raises Conflict if it has left.
    """
    mail = await outbound_mail(desk, outbox_id)
    if mail.ticket_id is None and not operator.is_administrator:
        raise NotFound
    async with change(desk, mail.ticket_id, now_ms) if mail.ticket_id else act(desk, now_ms) as tx:
        if tx.of_ticket is not None:
            permit(operator, Act.ANSWER, tx.ticket, taking=True)
        if not await _begin_anew(tx, operator, outbox_id):
            raise Conflict(_("This email is being sent or has already been sent."))


@action
async def send_again(desk: Desk, operator: Operator, message: Message, now_ms: int) -> Ticket:
    """Send what the desk wrote again, to each recipient whose mail waits, failed or bounced. Raises Conflict if all have it."""
    async with change(desk, message.ticket_id, now_ms) as tx:
        permit(operator, Act.ANSWER, tx.ticket, taking=True)
        begun = [await _begin_anew(tx, operator, one.outbox_id) for one in message.deliveries]
        if not any(begun):
            raise Conflict(_("This email is being sent or has already been sent."))
    return tx.ticket


async def _begin_anew(tx: Change, operator: Operator, outbox_id: int) -> bool:
    """Queue the mail as if it were new, with its event; False if it is on its way, or has left."""
    idle = (outbox.c.id == outbox_id) & outbox.c.state.in_(IDLE)
    mail = await outbound_mail(tx.desk, outbox_id)
    if not await tx.db.rowcount(update(outbox).where(idle).values(_anew(mail, tx))):
        return False
    if tx.of_ticket is not None:
        await clear_trouble(tx)
    record_delivery(tx, await outbound_mail(tx.desk, outbox_id), by(operator))
    tx.db.after_commit(tx.desk.mail_bell.ring)
    return True


def _anew(mail: OutboundMail, tx: Change) -> dict[str, Any]:
    """The row reset for another attempt, to the customer's current address, which may have been corrected."""
    details = {**mail.details, "since_ms": tx.now_ms}
    values: dict[str, Any] = {
        "state": OutboxState.QUEUED,
        "due_ms": tx.now_ms,
        "tries": 0,
        "ahead": True,  # someone wants it now: it waits for no confirmation before it
        "details": json.dumps(details, ensure_ascii=False),
    }
    if tx.of_ticket is None or not mail.kind.is_to_customer:
        return values
    recipients = [tx.of_ticket.customer.email]
    if recipients != list(mail.recipients):
        values |= {"recipients": json.dumps(recipients, ensure_ascii=False), "mime": None}
    return values
