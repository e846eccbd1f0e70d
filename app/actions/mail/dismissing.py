"""An administrator dismisses a mail: it stays in the ledger but is no longer counted."""

from sqlalchemy import select, update

from app.actions.change import act, action, by
from app.core.errors import Conflict, DeskError, Forbidden, NotFound
from app.desk import Desk
from app.nouns.inbound_mail import InboundOutcome
from app.nouns.operator import Operator
from app.queries.mail.trouble import KEPT_ALONE, NOT_DELIVERED, UNDECIDED
from app.text.languages import _
from sql.tables import inbound, outbox


@action
async def dismiss_inbound(desk: Desk, operator: Operator, inbound_id: int, now_ms: int) -> None:
    """Leave a mail that was quarantined, set aside, or kept without a ticket where it is. Raises Forbidden, NotFound, Conflict."""
    _check(operator)
    async with act(desk, now_ms) as tx:
        waiting = (inbound.c.id == inbound_id) & (UNDECIDED | KEPT_ALONE)
        if not await tx.db.rowcount(update(inbound).where(waiting).values(outcome=InboundOutcome.DISMISSED)):
            raise _refusal(await tx.db.fetch_val(select(inbound.c.id).where(inbound.c.id == inbound_id)))
        tx.record("mail.dismissed", by(operator), inbound=inbound_id)


@action
async def dismiss_outbox(desk: Desk, operator: Operator, outbox_id: int, now_ms: int) -> None:
    """Leave a mail that was not delivered as it is. Raises Forbidden, NotFound, Conflict."""
    _check(operator)
    async with act(desk, now_ms) as tx:
        failed = (outbox.c.id == outbox_id) & NOT_DELIVERED
        if not await tx.db.rowcount(update(outbox).where(failed).values(dismissed_ms=now_ms)):
            raise _refusal(await tx.db.fetch_val(select(outbox.c.id).where(outbox.c.id == outbox_id)))
        tx.record("mail.dismissed", by(operator), outbox=outbox_id)


def _check(operator: Operator) -> None:
    if not operator.is_administrator:
        raise Forbidden(_("Only an administrator can do this."))


def _refusal(known: object) -> DeskError:
    return NotFound() if known is None else Conflict(_("This email has already been handled."))
