"""The tries at a mail of the ledger, and what became of it. Each is counted before it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, update

from app.actions.change import act, action
from app.clock import SECOND_MS
from app.desk import Desk
from app.event import SYSTEM
from app.reasons import cut
from sql.tables import inbound

TRIES = 3
TRY_AGAIN_S = (5, 60)  # pauses between the tries of one letter
CLAIM_MS = 120_000  # how long a reader may take before another may try
REASON_CHARS = 500
_NOTE = update(inbound).where(inbound.c.id == bindparam("mail"))
_SETTLE = _NOTE.where(inbound.c.outcome == "pending")


async def begin_try(desk: Desk, inbound_id: int, now_ms: int) -> Any:
    """Count a try before it is made, so that one that kills the process counts too; None if another reader has it."""
    async with desk.db.transaction():
        waiting = (inbound.c.id == inbound_id) & (inbound.c.outcome == "pending") & (inbound.c.due_ms <= now_ms)
        mine = {"tries": inbound.c.tries + 1, "due_ms": now_ms + CLAIM_MS}
        if not await desk.db.rowcount(update(inbound).where(waiting).values(mine)):
            return None
        return await desk.db.fetch_one(select(inbound).where(inbound.c.id == inbound_id))


@action
async def begin_first_tries(desk: Desk, now_ms: int, limit: int) -> list[Any]:
    """Count the first try of some mails that nobody has begun to read, in one commit, and return them, oldest first.

    Should one of them kill the process, the others have lost a try, and are begun one by one from then on.
    """
    async with desk.db.transaction():
        fresh = (inbound.c.outcome == "pending") & (inbound.c.due_ms <= now_ms) & (inbound.c.tries == 0)
        query = select(inbound).where(fresh).order_by(inbound.c.due_ms, inbound.c.id).limit(limit).with_for_update()
        rows = list(await desk.db.fetch_all(query))
        if rows:
            mine = inbound.c.id.in_([row.id for row in rows])
            await desk.db.execute(update(inbound).where(mine).values(tries=1, due_ms=now_ms + CLAIM_MS))
    return rows


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the ledger shows of a mail, and knows a second copy by."""

    inbound_id: int
    from_email: str
    subject: str
    mime_message_id: str
    fingerprint: str


@action
async def note_envelopes(desk: Desk, envelopes: Sequence[Envelope]) -> None:
    """Write what some mails turned out to be, in one commit, before any of them is judged."""
    rows = [
        {
            "mail": one.inbound_id,
            "from_email": one.from_email[:254],
            "subject": one.subject[:300],
            "mime_message_id": one.mime_message_id if len(one.mime_message_id) <= 255 else None,  # noqa: PLR2004  # the column
            "fingerprint": one.fingerprint,
        }
        for one in envelopes
    ]
    await desk.db.execute_many(_NOTE, rows)


async def settle(
    desk: Desk,
    inbound_id: int,
    outcome: str,
    *,
    reason: str = "",
    ticket_id: int | None = None,
    message_id: int | None = None,
) -> bool:
    """Write what became of a pending mail; False if that is written already."""
    values = {"outcome": outcome, "reason": cut(reason, REASON_CHARS), "due_ms": None}
    named = {"ticket_id": ticket_id, "message_id": message_id}
    return bool(await desk.db.rowcount(_SETTLE, {"mail": inbound_id, **values, **named}))


@action
async def keep(desk: Desk, inbound_id: int, outcome: str, reason: str, now_ms: int) -> None:
    """Write what became of a pending mail that opens and joins no ticket, and say so: nothing else tells of it."""
    async with act(desk, now_ms) as held:
        if await settle(desk, inbound_id, outcome, reason=reason):
            held.record("mail.kept", SYSTEM, inbound=inbound_id, outcome=outcome, reason=cut(reason, REASON_CHARS))


async def put_off(desk: Desk, inbound_id: int, reason: str, due_ms: int, *, uncount: bool = False) -> None:
    """Try again later. `uncount`: the desk was at fault (no room, database busy), not the letter."""
    pending = (inbound.c.id == inbound_id) & (inbound.c.outcome == "pending")
    values: dict[str, Any] = {"due_ms": due_ms}
    if uncount:
        values["tries"] = inbound.c.tries - 1
    elif reason:
        values["reason"] = cut(reason, REASON_CHARS)
    await desk.db.execute(update(inbound).where(pending).values(values))


@action
async def set_aside(desk: Desk, inbound_id: int, reason: str, now_ms: int) -> None:
    """Keep a mail that defeats its reading for an administrator to see; the next ones go on."""
    async with act(desk, now_ms) as held:
        pending = (inbound.c.id == inbound_id) & (inbound.c.outcome == "pending")
        values = {"outcome": "set_aside", "reason": cut(reason, REASON_CHARS), "due_ms": None}
        if await desk.db.rowcount(update(inbound).where(pending).values(values)):
            held.record("mail.set_aside", SYSTEM, inbound=inbound_id, reason=values["reason"])


async def failed_try(desk: Desk, inbound_id: int, tries: int, reason: str, now_ms: int) -> None:
    """A try went wrong: another one after a pause, or, after three, aside."""
    if tries >= TRIES:
        await set_aside(desk, inbound_id, reason, now_ms)
    else:
        await put_off(desk, inbound_id, reason, now_ms + TRY_AGAIN_S[tries - 1] * SECOND_MS)
