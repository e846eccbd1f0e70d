"""An operator sends a mail again that waits, failed or came back."""

import json
from typing import Any

from sqlalchemy import select, update

from app.actions.change import act, action, change
from app.actions.delivering import clear_trouble, mail_row, record_delivery
from app.desk import Desk
from app.errors import Conflict, NotFound
from app.event import Actor
from app.languages import _
from app.operator import Operator
from app.permissions import Act, permit
from app.queries.outbox import TO_CUSTOMER
from sql.tables import outbox


@action
async def retry_now(desk: Desk, operator: Operator, outbox_id: int, now_ms: int) -> None:
    """Send a mail that waits, failed or bounced again, at once.

    Who may answer the ticket may do it; a mail about no ticket, an administrator.
    """
    record = await desk.db.fetch_one(select(outbox).where(outbox.c.id == outbox_id))
    if record is None or (record.ticket_id is None and not operator.is_administrator):
        raise NotFound
    async with change(desk, record.ticket_id, now_ms) if record.ticket_id else act(desk, now_ms) as held:
        if held.of_ticket is not None:
            permit(operator, Act.ANSWER, held.ticket, taking=True)
        idle = (outbox.c.id == outbox_id) & outbox.c.state.in_(("queued", "failed", "bounced"))
        values = _anew(record, held.of_ticket.customer.email if held.of_ticket else "", now_ms)
        if not await desk.db.rowcount(update(outbox).where(idle).values(values)):
            raise Conflict(_("This mail is on its way, or has left."))
        if held.of_ticket is not None:
            await clear_trouble(held)
        actor = Actor("operator", operator.name, operator.id)
        record_delivery(held, await mail_row(desk, outbox_id), actor)
        desk.db.after_commit(desk.mail_bell.ring)


def _anew(record: Any, customer_email: str, now_ms: int) -> dict[str, Any]:
    """The row as it begins again: to the customer's address of today, which somebody may have corrected."""
    details = {name: value for name, value in json.loads(record.details).items() if name not in {"left", "refused"}}
    recipients = json.loads(record.recipients)
    if customer_email and record.kind in TO_CUSTOMER:
        recipients[0] = customer_email
    values: dict[str, Any] = {
        "state": "queued",
        "due_ms": now_ms,
        "tries": 0,
        "details": json.dumps({**details, "since_ms": now_ms}, ensure_ascii=False),
    }
    if recipients != json.loads(record.recipients):
        values |= {"recipients": json.dumps(recipients, ensure_ascii=False), "mime": None}
    return values
