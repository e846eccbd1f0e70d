"""The right to send a mail: claimed by compare and set and for a short time, which its sender extends while it works.

When the sender dies, its claim runs out and the mail is sent again with the same Message-ID: never lost, twice only
after a crash, and then marked.
"""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from app.actions.change import action
from app.clock import DAY_MS
from app.desk import Desk
from app.large_bytes import fetched, put_by
from sql.tables import outbox

CLAIM_MS = 90_000  # a sender that lives extends it every 30 s
EXPIRES_MS = 5 * DAY_MS
SECRET = ("password_reset", "invitation")  # never frozen: written anew at each try, their bytes rest nowhere


@dataclass(frozen=True)
class Claim:
    """The right to send one mail now."""

    outbox_id: int
    key: str


@dataclass(frozen=True)
class Claimed:
    """A row that is ours to send. `mime` is None at the first try; `recipients` those who have not got it yet."""

    claim: Claim
    record: Any
    mime: bytes | None
    recipients: tuple[str, ...]
    tries: int
    is_expired: bool
    is_link_over: bool  # what it is for can be done no more


@action
async def claim_mail(desk: Desk, outbox_id: int, key: str, now_ms: int) -> Claimed | None:
    """Claim the mail; None if another sender has it, or it is not due."""
    async with desk.db.transaction():
        waiting = (outbox.c.state == "queued") & (outbox.c.due_ms <= now_ms)
        abandoned = (outbox.c.state == "sending") & (outbox.c.claimed_until_ms < now_ms)
        mine = {"state": "sending", "claim": key, "claimed_until_ms": now_ms + CLAIM_MS, "tries": outbox.c.tries + 1}
        is_mine = outbox.c.id == outbox_id
        if not await desk.db.rowcount(update(outbox).where(is_mine, waiting).values(mine)):
            # Frozen bytes may have been on their way when the sender died.
            sent_perhaps = outbox.c.mime.is_not(None) | outbox.c.kind.in_(SECRET)
            twice = {**mine, "maybe_twice": outbox.c.maybe_twice | sent_perhaps}
            if not await desk.db.rowcount(update(outbox).where(is_mine, abandoned).values(twice)):
                return None
        record = await desk.db.fetch_one(select(outbox).where(is_mine))
    if record is None:
        return None
    mime = await fetched(desk, bytes(record.mime)) if record.mime is not None else None
    return _claimed(record, mime, key, now_ms)


def _claimed(record: Any, mime: bytes | None, key: str, now_ms: int) -> Claimed:
    details = json.loads(record.details)
    since_ms = int(details.get("since_ms", record.created_ms))
    left = details.get("left") or json.loads(record.recipients)
    expired = now_ms - since_ms > EXPIRES_MS
    link_over = now_ms > int(details.get("expires_ms", now_ms))
    return Claimed(Claim(record.id, key), record, mime, tuple(left), record.tries, expired, link_over)


async def freeze(desk: Desk, claim: Claim, mime: bytes) -> bool:
    """Keep the bytes of the first try, for all later ones; False if the claim is lost."""
    kept = await put_by(desk, mime)
    return bool(await desk.db.rowcount(update(outbox).where(ours(claim)).values(mime=kept)))


async def extend_claim(desk: Desk, claim: Claim, now_ms: int) -> bool:
    """Say that its sender lives; False if the claim is lost."""
    return bool(await desk.db.rowcount(update(outbox).where(ours(claim)).values(claimed_until_ms=now_ms + CLAIM_MS)))


async def let_go(desk: Desk, claim: Claim) -> None:
    """Give the mail back untried, when its sender has to stop."""
    back = {"state": "queued", "claim": None, "claimed_until_ms": None, "tries": outbox.c.tries - 1}
    await desk.db.execute(update(outbox).where(ours(claim)).values(back))


def ours(claim: Claim) -> Any:
    """The condition that the row is still claimed so."""
    return (outbox.c.id == claim.outbox_id) & (outbox.c.claim == claim.key) & (outbox.c.state == "sending")
