"""Mail that waits for an administrator: held, set aside, or not delivered. The figures beside "Mail" in the rail.

Counted anew when something has happened at the desk, through an index and within bounds: what failed longer ago than
thirty days needs nobody any more.
"""

import asyncio
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from sqlalchemy import func, select

from app.clock import DAY_MS
from app.desk import Desk
from app.queries.events import last_event_id
from sql.tables import inbound, outbox

HELD, SET_ASIDE = ("held",), ("set_aside", "unfetchable")
UNDELIVERED = ("failed", "bounced")
LASTS_MS = 30 * DAY_MS
TRIES = 3  # to fetch a mail


@dataclass(frozen=True, slots=True)
class MailTrouble:
    """How many mails wait for somebody's decision."""

    held: int = 0
    set_aside: int = 0
    undelivered: int = 0

    @property
    def came(self) -> int:
        """Of those that came."""
        return self.held + self.set_aside

    @property
    def all(self) -> int:
        """In both directions."""
        return self.came + self.undelivered


@dataclass
class _Kept:
    """The figures as of one event, and the lock that lets one reader count for all."""

    event_id: int = -1
    trouble: MailTrouble = field(default_factory=MailTrouble)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


_kept: "WeakKeyDictionary[object, _Kept]" = WeakKeyDictionary()


async def mail_trouble(desk: Desk, now_ms: int) -> MailTrouble:
    """The figures as of the newest event."""
    kept = _kept.setdefault(desk.db, _Kept())
    async with kept.lock:
        newest = await last_event_id(desk)
        if kept.event_id != newest:
            kept.trouble, kept.event_id = await _count(desk, now_ms), newest
        return kept.trouble


async def _count(desk: Desk, now_ms: int) -> MailTrouble:
    came = await _by_outcome(desk)
    lately = outbox.c.state.in_(UNDELIVERED) & (outbox.c.due_ms > now_ms - LASTS_MS)
    undelivered = select(func.count()).select_from(outbox).where(lately, outbox.c.dismissed_ms.is_(None))
    return MailTrouble(
        held=sum(came.get(outcome, 0) for outcome in HELD),
        set_aside=sum(came.get(outcome, 0) for outcome in SET_ASIDE),
        undelivered=int(await desk.db.fetch_val(undelivered) or 0),
    )


async def _by_outcome(desk: Desk) -> dict[str, int]:
    given_up = (inbound.c.outcome != "unfetchable") | (inbound.c.tries >= TRIES)  # before that it is asked for again
    waiting = inbound.c.outcome.in_((*HELD, *SET_ASIDE)) & given_up
    query = select(inbound.c.outcome, func.count().label("count")).where(waiting).group_by(inbound.c.outcome)
    return {row.outcome: int(row["count"]) for row in await desk.db.fetch_all(query)}
