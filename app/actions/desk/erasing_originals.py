"""Originals of mails are kept as long as the desk is set to; what was read out of them, files too, stays on the ticket."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import case, func, select, update

from app.actions.change import act, action
from app.core.clock import DAY_MS
from app.desk import Desk
from app.files.large_bytes import storage_key
from app.nouns.event import SYSTEM
from app.nouns.inbound_mail import SET_ASIDE, InboundOutcome
from sql.tables import inbound

BATCH, BATCHES = 200, 20  # mails in one transaction; transactions in one sweep
NAME_BYTES: Final = 64  # the name of stored bytes has 33
STILL_NEEDED: Final = (
    InboundOutcome.PENDING,
    InboundOutcome.QUARANTINED,
    *SET_ASIDE,
)  # somebody, or the desk, has yet to read it


@dataclass(frozen=True, slots=True)
class _Erased:
    """What the column kept, where that is the name of bytes in the storage; and when the mail came."""

    kept: bytes
    received_ms: int


async def erase_originals(desk: Desk, now_ms: int) -> int:
    """Erase those that came before the set time, some batches with an event each; return how many.

    What is left over is for the next sweep: while the mails of years go, the house must be kept.
    """
    days, erased, since_ms = desk.settings.raw_mail_days, 0, 0
    for _batch in range(BATCHES if days else 0):
        found = await _erase(desk, days, since_ms, now_ms)
        for key in filter(None, (storage_key(one.kept) for one in found)):  # after the commit: it harms nobody
            await desk.storage.delete(key)
        erased += len(found)
        if len(found) < BATCH:
            break
        since_ms = found[-1].received_ms  # what lies before has been looked at
    return erased


@action
async def _erase(desk: Desk, days: int, since_ms: int, now_ms: int) -> list["_Erased"]:
    """Erase the oldest from then on, at most a batch."""
    name = case((func.length(inbound.c.raw) < NAME_BYTES, inbound.c.raw), else_=None)
    due = (inbound.c.received_ms >= since_ms) & (inbound.c.received_ms < now_ms - days * DAY_MS)
    due &= inbound.c.raw.is_not(None)
    query = select(inbound.c.id, inbound.c.received_ms, name.label("name")).where(
        due, inbound.c.outcome.not_in(STILL_NEEDED)
    )
    async with act(desk, now_ms) as tx:
        rows: list[Any] = list(
            await tx.db.fetch_all(query.order_by(inbound.c.received_ms).limit(BATCH).with_for_update())
        )
        if rows:
            await tx.db.execute(update(inbound).where(inbound.c.id.in_([row.id for row in rows])).values(raw=None))
            tx.record("mail.erased", SYSTEM, mails=len(rows), days=days)
    return [_Erased(bytes(row.name or b""), row.received_ms) for row in rows]
