"""The ledger of mail: every message that a mailbox ever offered has one row, and each row one outcome.

A mail is kept as it came, and committed, before it is removed from the server. What becomes of it is decided later, from
the stored bytes, and may be decided again: the ticket and the message know the mail that they came from.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from app.actions.change import Held, act, action
from app.actions.polling import ask_for_poll
from app.clock import SECOND_MS
from app.database import is_duplicate_key
from app.desk import Desk
from app.errors import Conflict, Forbidden, NotFound
from app.event import SYSTEM, Actor
from app.languages import _
from app.large_bytes import put_by
from app.operator import Operator
from app.reasons import cut
from sql.tables import inbound

TRIES = 3
TRY_AGAIN_S = (5, 60)  # pauses between the tries of one letter
CLAIM_MS = 120_000  # how long a reader may take before another may try
REASON_CHARS = 500
_NOTE = update(inbound).where(inbound.c.id == bindparam("mail"))
_SETTLE = _NOTE.where(inbound.c.outcome == "pending")
LET_IN = "let_in"  # a person has decided: no brake, no setting holds the mail any more


async def keep_raw(desk: Desk, mailbox: str, uid: str, raw: bytes, now_ms: int) -> int:
    """Keep a mail as it came; return its number in the ledger once it is committed. The same again: the same number.

    Raises StorageFull.
    """
    digest = hashlib.sha256(raw).hexdigest()
    same = (inbound.c.mailbox == mailbox) & (inbound.c.uid == uid) & (inbound.c.sha256 == digest)
    if (known := await desk.db.fetch_val(select(inbound.c.id).where(same))) is not None:
        return int(known)
    kept = {
        "sha256": digest,
        "size_bytes": len(raw),
        "raw": await put_by(desk, raw),
        "received_ms": now_ms,
        "outcome": "pending",
        "due_ms": now_ms,
        "tries": 0,
        "reason": "",
    }
    unfetched = (inbound.c.mailbox == mailbox) & (inbound.c.uid == uid) & (inbound.c.sha256 == "")
    try:
        async with desk.db.transaction():
            if not await desk.db.rowcount(update(inbound).where(unfetched).values(kept)):
                return int(await desk.db.execute(insert(inbound).values(mailbox=mailbox, uid=uid, **kept)))
    except Exception as error:
        if not is_duplicate_key(error):
            raise
    return int(await desk.db.fetch_val(select(inbound.c.id).where(same)))  # another poller was as fast


async def keep_raws(desk: Desk, mailbox: str, fetched: Sequence[tuple[str, bytes]], now_ms: int) -> list[int]:
    """Keep several mails (uid and bytes) as they came, all or none; return their numbers once they are committed.

    One commit for all: each costs the disk some milliseconds, and a full mailbox has thousands. Raises StorageFull.
    """
    digests = [hashlib.sha256(raw).hexdigest() for _uid, raw in fetched]
    kept = [await put_by(desk, raw) for _uid, raw in fetched]
    rows = [
        {
            "mailbox": mailbox,
            "uid": uid,
            "sha256": digest,
            "size_bytes": len(raw),
            "raw": content,
            "received_ms": now_ms,
            "outcome": "pending",
            "due_ms": now_ms,
            "tries": 0,
            "reason": "",
        }
        for (uid, raw), digest, content in zip(fetched, digests, kept, strict=True)
    ]
    uids = {uid for uid, _raw in fetched}
    if not await _known(desk, mailbox, uids):
        try:
            await desk.db.execute_many(insert(inbound), rows)
        except Exception as error:
            if not is_duplicate_key(error):
                raise
        known = await _known(desk, mailbox, uids)
        names = [(uid, digest) for (uid, _raw), digest in zip(fetched, digests, strict=True)]
        if all(name in known for name in names):
            return [known[name] for name in names]
    return [
        await keep_raw(desk, mailbox, uid, raw, now_ms) for uid, raw in fetched
    ]  # seen before, or by another poller


async def _known(desk: Desk, mailbox: str, uids: Collection[str]) -> dict[tuple[str, str], int]:
    """The numbers of what the ledger has under these names, by name and digest."""
    columns = (inbound.c.id, inbound.c.uid, inbound.c.sha256)
    found = await desk.db.fetch_all(select(*columns).where(inbound.c.mailbox == mailbox, inbound.c.uid.in_(uids)))
    return {(row.uid, row.sha256): int(row.id) for row in found}


@action
async def note_unfetchable(
    desk: Desk, mailbox: str, uid: str, size_bytes: int, reason: str, now_ms: int, *, lasting: bool
) -> None:
    """The server offers a mail and does not hand it over. After three times, or at once if `lasting`, it is told."""
    async with act(desk, now_ms) as held:
        nothing = (inbound.c.mailbox == mailbox) & (inbound.c.uid == uid) & (inbound.c.sha256 == "")
        values: dict[str, Any] = {"reason": cut(reason, REASON_CHARS), "size_bytes": size_bytes}
        more = TRIES if lasting else inbound.c.tries + 1
        if not await desk.db.rowcount(update(inbound).where(nothing).values({**values, "tries": more})):
            tries = TRIES if lasting else 1
            row = {**values, "mailbox": mailbox, "uid": uid, "sha256": "", "received_ms": now_ms, "tries": tries}
            await desk.db.execute(insert(inbound).values({**row, "outcome": "unfetchable"}))
        record = await desk.db.fetch_one(select(inbound.c.id, inbound.c.tries).where(nothing))
        if record is not None and record.tries == TRIES:
            held.record("mail.set_aside", SYSTEM, inbound=record.id, reason=values["reason"])


async def mark_removed(desk: Desk, inbound_ids: Sequence[int], now_ms: int) -> None:
    """The server has confirmed that they are gone there."""
    if inbound_ids:
        await desk.db.execute(update(inbound).where(inbound.c.id.in_(inbound_ids)).values(removed_ms=now_ms))


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


@action
async def try_again(desk: Desk, operator: Operator, inbound_id: int, now_ms: int) -> None:
    """Let an administrator have a held mail in, one that was set aside read once more, or one fetched that was given up."""
    if not operator.is_administrator:
        raise Forbidden(_("Only an administrator can let this mail in."))
    async with act(desk, now_ms) as held:
        await _let_in(held, inbound_id, Actor("operator", operator.name, operator.id))


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
