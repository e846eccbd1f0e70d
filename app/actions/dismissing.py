"""An administrator says that nothing is to be done about a mail: it stays in the ledger, and is counted no more."""

from sqlalchemy import select, update

from app.actions.change import act, action, by
from app.desk import Desk
from app.errors import Conflict, DeskError, Forbidden, NotFound
from app.languages import _
from app.operator import Operator
from app.queries.mail_trouble import HELD, SET_ASIDE, UNDELIVERED
from sql.tables import inbound, outbox

DISMISSED = "dismissed"  # the outcome of a mail that came; it can still be let in


@action
async def dismiss_inbound(desk: Desk, operator: Operator, inbound_id: int, now_ms: int) -> None:
    """Leave a mail that was held or set aside where it is. Raises Forbidden, NotFound, Conflict."""
    _check(operator)
    async with act(desk, now_ms) as held:
        waiting = (inbound.c.id == inbound_id) & inbound.c.outcome.in_((*HELD, *SET_ASIDE))
        if not await held.db.rowcount(update(inbound).where(waiting).values(outcome=DISMISSED)):
            raise _refusal(await held.db.fetch_val(select(inbound.c.id).where(inbound.c.id == inbound_id)))
        held.record("mail.dismissed", by(operator), inbound=inbound_id)


@action
async def dismiss_outbox(desk: Desk, operator: Operator, outbox_id: int, now_ms: int) -> None:
    """Leave a mail that was not delivered as it is. Raises Forbidden, NotFound, Conflict."""
    _check(operator)
    async with act(desk, now_ms) as held:
        failed = (outbox.c.id == outbox_id) & outbox.c.state.in_(UNDELIVERED) & outbox.c.dismissed_ms.is_(None)
        if not await held.db.rowcount(update(outbox).where(failed).values(dismissed_ms=now_ms)):
            raise _refusal(await held.db.fetch_val(select(outbox.c.id).where(outbox.c.id == outbox_id)))
        held.record("mail.dismissed", by(operator), outbox=outbox_id)


def _check(operator: Operator) -> None:
    if not operator.is_administrator:
        raise Forbidden(_("Only an administrator can do this."))


def _refusal(known: object) -> DeskError:
    return NotFound() if known is None else Conflict(_("Nothing is to be decided about this mail any more."))
