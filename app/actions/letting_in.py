"""A mail that was held, set aside or given up gets another chance, because a person says so."""

from sqlalchemy import select, update

from app.actions.change import Held, act, action, by
from app.actions.polling import ask_for_poll
from app.desk import Desk
from app.errors import Conflict, Forbidden, NotFound
from app.event import Actor
from app.languages import _
from app.operator import Operator
from sql.tables import inbound

LET_IN = "let_in"  # as reason: a person has decided, and no brake, no setting holds the mail any more


@action
async def try_again(desk: Desk, operator: Operator, inbound_id: int, now_ms: int) -> None:
    """Let an administrator have a held mail in, one that was set aside read once more, or one fetched that was given up."""
    if not operator.is_administrator:
        raise Forbidden(_("Only an administrator can let this mail in."))
    async with act(desk, now_ms) as held:
        await _let_in(held, inbound_id, by(operator))


async def _let_in(held: Held, inbound_id: int, actor: Actor) -> None:
    if await _fetch_again(held, inbound_id):
        held.record("mail.set_aside", actor, inbound=inbound_id, reason="", again=True)
        return
    waiting = (inbound.c.id == inbound_id) & inbound.c.outcome.in_(("held", "set_aside", "dismissed"))
    again = {"outcome": "pending", "reason": LET_IN, "tries": 0, "due_ms": held.now_ms}
    if not await held.db.rowcount(update(inbound).where(waiting, inbound.c.raw.is_not(None)).values(again)):
        if await held.db.fetch_val(select(inbound.c.id).where(inbound.c.id == inbound_id)) is None:
            raise NotFound
        raise Conflict(_("This mail is in already, or is not here any more."))
    held.record("mail.set_aside", actor, inbound=inbound_id, reason="", again=True)
    held.db.after_commit(held.desk.mail_bell.ring)


async def _fetch_again(held: Held, inbound_id: int) -> bool:
    """Forget how often the server did not hand it over, and ask for a poll; False for a mail that was fetched."""
    known = (inbound.c.id == inbound_id) & inbound.c.raw.is_(None) & (inbound.c.tries > 0)
    given_up = known & inbound.c.outcome.in_(("unfetchable", "dismissed"))
    again = {"tries": 0, "outcome": "unfetchable"}
    if not await held.db.rowcount(update(inbound).where(given_up).values(again)):
        return False
    await ask_for_poll(held.desk, held.now_ms)
    return True
