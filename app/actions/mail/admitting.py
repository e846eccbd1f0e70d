"""A mail that did not become a message gets another chance, because a person says so: whatever it was taken for."""

from sqlalchemy import select, update

from app.actions.change import Change, act, action, by
from app.actions.mail.polling import ask_for_poll
from app.core.errors import Conflict, Forbidden, NotFound
from app.desk import Desk
from app.nouns.event import Actor
from app.nouns.inbound_mail import ADMITTED, NO_MESSAGE, InboundOutcome
from app.nouns.operator import Operator
from app.text.languages import _
from sql.tables import inbound


@action
async def try_again(desk: Desk, operator: Operator, inbound_id: int, now_ms: int) -> None:
    """Accept a mail that is not yet a message, or fetch one again that was given up; administrators only.

    One mistaken for a bounce, an automatic reply, list mail, our own mail or a second copy comes in as a person's message.
    """
    if not operator.is_administrator:
        raise Forbidden(_("Only an administrator can accept this email."))
    async with act(desk, now_ms) as tx:
        await _let_in(tx, inbound_id, by(operator))


async def _let_in(tx: Change, inbound_id: int, actor: Actor) -> None:
    if await _fetch_again(tx, inbound_id):
        tx.record("mail.set_aside", actor, inbound=inbound_id, reason="", again=True)
        return
    waiting = (inbound.c.id == inbound_id) & inbound.c.outcome.in_(NO_MESSAGE) & inbound.c.message_id.is_(None)
    again = {"outcome": InboundOutcome.PENDING, "reason": ADMITTED, "tries": 0, "due_ms": tx.now_ms, "ticket_id": None}
    if not await tx.db.rowcount(update(inbound).where(waiting, inbound.c.raw.is_not(None)).values(again)):
        if await tx.db.fetch_val(select(inbound.c.id).where(inbound.c.id == inbound_id)) is None:
            raise NotFound
        raise Conflict(_("This email has already been accepted or no longer exists."))
    tx.record("mail.set_aside", actor, inbound=inbound_id, reason="", again=True)
    tx.db.after_commit(tx.desk.mail_bell.ring)


async def _fetch_again(tx: Change, inbound_id: int) -> bool:
    """Forget how often the server did not hand it over, and ask for a poll; False for a mail that was fetched."""
    known = (inbound.c.id == inbound_id) & inbound.c.raw.is_(None) & (inbound.c.tries > 0)
    given_up = known & inbound.c.outcome.in_((InboundOutcome.UNFETCHABLE, InboundOutcome.DISMISSED))
    again = {"tries": 0, "outcome": InboundOutcome.UNFETCHABLE}
    if not await tx.db.rowcount(update(inbound).where(given_up).values(again)):
        return False
    await ask_for_poll(tx.desk, tx.now_ms)
    return True
