"""The attempts to process a mail of the ledger, and the outcome. Each is counted before it is made."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, select, update

from app.actions.change import act, action
from app.core.clock import SECOND_MS
from app.database import Record
from app.desk import Desk
from app.nouns.event import SYSTEM
from app.nouns.inbound_mail import TRIES, InboundMail, InboundOutcome, StoredMail
from app.nouns.reasons import cut
from sql.tables import inbound

TRY_AGAIN_S = (5, 60)  # pauses between the tries of one letter
CLAIM_MS = 120_000  # how long a reader may take before another may try
REASON_CHARS = 500
_NOTE = update(inbound).where(inbound.c.id == bindparam("mail"))
_FRESH = (
    select(inbound)
    .where(inbound.c.outcome == InboundOutcome.PENDING, inbound.c.due_ms <= bindparam("now_ms"), inbound.c.tries == 0)
    .order_by(inbound.c.due_ms, inbound.c.id)
    .limit(bindparam("most"))
    .with_for_update()
)
_CLAIM = (
    update(inbound)
    .where(inbound.c.id.in_(bindparam("mine", expanding=True)))
    .values(tries=1, due_ms=bindparam("claimed_until_ms"))
)
_RECORD_OUTCOME = _NOTE.where(inbound.c.outcome == InboundOutcome.PENDING)


async def begin_try(desk: Desk, inbound_id: int, now_ms: int) -> StoredMail | None:
    """Count an attempt before it is made, so one that kills the process counts too; None if another reader has the mail."""
    async with desk.db.transaction():
        waiting = (
            (inbound.c.id == inbound_id) & (inbound.c.outcome == InboundOutcome.PENDING) & (inbound.c.due_ms <= now_ms)
        )
        mine = {"tries": inbound.c.tries + 1, "due_ms": now_ms + CLAIM_MS}
        if not await desk.db.rowcount(update(inbound).where(waiting).values(mine)):
            return None
        record = await desk.db.fetch_one(select(inbound).where(inbound.c.id == inbound_id))
    return _stored(record) if record else None


@action
async def begin_first_tries(desk: Desk, now_ms: int, limit: int) -> list[StoredMail]:
    """Count the first attempt at some unread mails, in one commit, and return them, oldest first.

    If one of them kills the process, the others lose an attempt and are then read one by one.
    """
    async with desk.db.transaction():
        rows = list(await desk.db.fetch_all(_FRESH, {"now_ms": now_ms, "most": limit}))
        if rows:
            mine = {"mine": [row.id for row in rows], "claimed_until_ms": now_ms + CLAIM_MS}
            await desk.db.execute(_CLAIM, mine)
    return [replace(one, mail=replace(one.mail, tries=1)) for one in map(_stored, rows)]


def _stored(record: Record) -> StoredMail:
    return StoredMail(InboundMail.from_record(record, has_raw=True), bytes(record.raw or b""))


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


async def record_outcome(
    desk: Desk,
    inbound_id: int,
    outcome: InboundOutcome,
    *,
    reason: str = "",
    ticket_id: int | None = None,
    message_id: int | None = None,
) -> bool:
    """Write the outcome of a pending mail; False if there already is one."""
    values = {"outcome": outcome, "reason": cut(reason, REASON_CHARS), "due_ms": None}
    named = {"ticket_id": ticket_id, "message_id": message_id}
    return bool(await desk.db.rowcount(_RECORD_OUTCOME, {"mail": inbound_id, **values, **named}))


@action
async def keep(desk: Desk, inbound_id: int, outcome: InboundOutcome, reason: str, now_ms: int) -> None:
    """Write the outcome of a pending mail that neither opens nor joins a ticket, with an event, since nothing else reports it."""
    async with act(desk, now_ms) as tx:
        if await record_outcome(desk, inbound_id, outcome, reason=reason):
            tx.record("mail.kept", SYSTEM, inbound=inbound_id, outcome=outcome, reason=cut(reason, REASON_CHARS))


async def put_off(desk: Desk, inbound_id: int, reason: str, due_ms: int, *, uncount: bool = False) -> None:
    """Try again later. `uncount`: the desk was at fault (no space, database busy), not the mail."""
    pending = (inbound.c.id == inbound_id) & (inbound.c.outcome == InboundOutcome.PENDING)
    values: dict[str, Any] = {"due_ms": due_ms}
    if uncount:
        values["tries"] = inbound.c.tries - 1
    elif reason:
        values["reason"] = cut(reason, REASON_CHARS)
    await desk.db.execute(update(inbound).where(pending).values(values))


@action
async def set_aside(desk: Desk, inbound_id: int, reason: str, now_ms: int) -> None:
    """Keep a mail that defeats its reading for an administrator to see; the next ones go on."""
    async with act(desk, now_ms) as tx:
        pending = (inbound.c.id == inbound_id) & (inbound.c.outcome == InboundOutcome.PENDING)
        values = {"outcome": InboundOutcome.SET_ASIDE, "reason": cut(reason, REASON_CHARS), "due_ms": None}
        if await tx.db.rowcount(update(inbound).where(pending).values(values)):
            tx.record("mail.set_aside", SYSTEM, inbound=inbound_id, reason=values["reason"])


async def failed_try(desk: Desk, inbound_id: int, tries: int, reason: str, now_ms: int, of: int = TRIES) -> None:
    """A try went wrong: another one after a pause, or, after three (`of`), aside."""
    if tries >= of:
        await set_aside(desk, inbound_id, reason, now_ms)
    else:
        await put_off(desk, inbound_id, reason, now_ms + TRY_AGAIN_S[tries - 1] * SECOND_MS)
