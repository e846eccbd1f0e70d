"""The ledger of mail: one row for every message a mailbox has ever offered, with one outcome each.

A mail is stored unchanged, and committed, before it is removed from the server. Its outcome is decided later, from
the stored bytes, and can be decided again: the ticket and the message know the mail they came from.
"""

import hashlib
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import insert, select, update

from app.actions.change import act, action
from app.actions.mail.attempts import REASON_CHARS
from app.database import is_duplicate_key
from app.desk import Desk
from app.files.large_bytes import put_by
from app.nouns.event import SYSTEM
from app.nouns.inbound_mail import TRIES, InboundOutcome
from app.nouns.reasons import cut
from sql.tables import inbound


async def keep_raw(desk: Desk, mailbox: str, uid: str, raw: bytes, now_ms: int) -> int:
    """Store a mail unchanged; return its number in the ledger once committed. The same mail again returns the same number.

    Raises StorageFull.
    """
    digest = hashlib.sha256(raw).hexdigest()
    same = (inbound.c.mailbox == mailbox) & (inbound.c.uid == uid) & (inbound.c.sha256 == digest)
    if (known := await desk.db.fetch_val(select(inbound.c.id).where(same))) is not None:
        return int(known)
    kept = _as_it_came(digest, len(raw), await put_by(desk, raw), now_ms)
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
    """Store several mails (uid and bytes) unchanged, all or none; return their numbers once committed.

    One commit for all: each costs the disk some milliseconds, and a full mailbox has thousands. Raises StorageFull.
    """
    digests = [hashlib.sha256(raw).hexdigest() for _uid, raw in fetched]
    kept = [await put_by(desk, raw) for _uid, raw in fetched]
    rows = [
        {"mailbox": mailbox, "uid": uid, **_as_it_came(digest, len(raw), content, now_ms)}
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
    # Seen before, or by another poller.
    return [await keep_raw(desk, mailbox, uid, raw, now_ms) for uid, raw in fetched]


def _as_it_came(digest: str, size_bytes: int, content: bytes, now_ms: int) -> dict[str, Any]:
    """The columns of a mail that waits to be read."""
    return {
        "sha256": digest,
        "size_bytes": size_bytes,
        "raw": content,
        "received_ms": now_ms,
        "outcome": InboundOutcome.PENDING,
        "due_ms": now_ms,
        "tries": 0,
        "reason": "",
    }


async def _known(desk: Desk, mailbox: str, uids: Collection[str]) -> dict[tuple[str, str], int]:
    """The numbers of what the ledger has under these names, by name and digest."""
    columns = (inbound.c.id, inbound.c.uid, inbound.c.sha256)
    found = await desk.db.fetch_all(select(*columns).where(inbound.c.mailbox == mailbox, inbound.c.uid.in_(uids)))
    return {(row.uid, row.sha256): int(row.id) for row in found}


@action
async def note_unfetchable(
    desk: Desk, mailbox: str, uid: str, size_bytes: int, reason: str, now_ms: int, *, lasting: bool
) -> None:
    """The server offers a mail but does not deliver it. After three times, or at once if `lasting`, this is reported."""
    async with act(desk, now_ms) as tx:
        nothing = (inbound.c.mailbox == mailbox) & (inbound.c.uid == uid) & (inbound.c.sha256 == "")
        values: dict[str, Any] = {"reason": cut(reason, REASON_CHARS), "size_bytes": size_bytes}
        more = TRIES if lasting else inbound.c.tries + 1
        if not await tx.db.rowcount(update(inbound).where(nothing).values({**values, "tries": more})):
            tries = TRIES if lasting else 1
            row = {**values, "mailbox": mailbox, "uid": uid, "sha256": "", "received_ms": now_ms, "tries": tries}
            await tx.db.execute(insert(inbound).values({**row, "outcome": InboundOutcome.UNFETCHABLE}))
        record = await tx.db.fetch_one(select(inbound.c.id, inbound.c.tries).where(nothing))
        if record is not None and record.tries == TRIES:
            tx.record("mail.set_aside", SYSTEM, inbound=record.id, reason=values["reason"])


async def mark_removed(desk: Desk, inbound_ids: Sequence[int], now_ms: int) -> None:
    """The server has confirmed that they are gone there."""
    if inbound_ids:
        await desk.db.execute(update(inbound).where(inbound.c.id.in_(inbound_ids)).values(removed_ms=now_ms))
