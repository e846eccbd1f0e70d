"""Mail waiting for an administrator: held, unreadable or not delivered. The figures beside "Mail" in the rail.

Recounted when something has happened at the desk, through an index and within bounds: failures older than
thirty days are ignored.
"""

from dataclasses import dataclass

from sqlalchemy import Select, func, literal, select, union_all

from app.core.clock import DAY_MS
from app.desk import Desk
from app.nouns.inbound_mail import KEPT, NODS, SET_ASIDE, TRIES, WAITING, InboundOutcome
from app.nouns.outbound_mail import UNDELIVERED
from app.queries.desk.as_of import AsOfEvent
from sql.tables import inbound, outbox

KEPT_ALONE = inbound.c.outcome.in_(KEPT) & inbound.c.ticket_id.is_(None) & inbound.c.reason.not_in(NODS)
UNDECIDED = inbound.c.outcome.in_(WAITING) & (
    (inbound.c.outcome != InboundOutcome.UNFETCHABLE) | (inbound.c.tries >= TRIES)  # before that it is asked for again
)
NOT_DELIVERED = outbox.c.state.in_(UNDELIVERED) & outbox.c.dismissed_ms.is_(None)
LASTS_MS = 30 * DAY_MS


@dataclass(frozen=True, slots=True)
class MailTrouble:
    """How many mails are waiting for a decision."""

    quarantined: int = 0
    set_aside: int = 0
    undelivered: int = 0
    kept: int = 0

    @property
    def came(self) -> int:
        """Of those that came."""
        return self.quarantined + self.set_aside + self.kept

    @property
    def all(self) -> int:
        """In both directions."""
        return self.came + self.undelivered


async def mail_trouble(desk: Desk, now_ms: int, newest: int | None = None) -> MailTrouble:
    """The figures as of the event `newest`, or the desk's newest."""
    return await _counted(desk, newest, now_ms=now_ms)


async def _count(desk: Desk, now_ms: int) -> MailTrouble:
    """All three in one statement."""
    undelivered = select(func.count()).select_from(outbox).where(NOT_DELIVERED, outbox.c.due_ms > now_ms - LASTS_MS)
    kept = select(func.count()).select_from(inbound).where(KEPT_ALONE, inbound.c.received_ms > now_ms - LASTS_MS)
    others = [
        select(literal(what), counted.scalar_subquery())
        for what, counted in (("undelivered", undelivered), ("kept", kept))
    ]
    rows = await desk.db.fetch_all(union_all(_by_outcome(), *others))
    count = {row.outcome: int(row["count"]) for row in rows}
    return MailTrouble(
        quarantined=count.get(InboundOutcome.QUARANTINED, 0),
        set_aside=sum(count.get(outcome, 0) for outcome in SET_ASIDE),
        undelivered=count["undelivered"],
        kept=count["kept"],
    )


def _by_outcome() -> Select[tuple[str, int]]:
    return select(inbound.c.outcome, func.count().label("count")).where(UNDECIDED).group_by(inbound.c.outcome)


_counted = AsOfEvent(_count, "mail", "message.", "ticket.opened")
