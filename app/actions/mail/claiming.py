"""The right to send a mail: claimed by compare and set and for a short time, which its sender extends while it works.

When the sender dies, its claim runs out and the mail is sent again with the same Message-ID: never lost, twice only
after a crash, and then marked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, update

from app.actions.change import action
from app.actions.mail.mailing import SHORT_KEY_CHARS
from app.credentials.codes import new_key
from app.credentials.reply_tokens import kind_of_mail, new_message_id
from app.database import Record
from app.desk import Desk
from app.files.large_bytes import fetched, put_by
from app.nouns.outbound_mail import SECRET, MailKind, OutboundMail, OutboxState
from sql.tables import outbox

CLAIM_MS = 90_000  # a sender that lives extends it every 30 s
UNSIGNED = "<unsigned."  # how the Message-ID of a row begins that a migration made

_MAILS = outbox.c.id.in_(bindparam("mails", expanding=True))
OURS = _MAILS & (outbox.c.claim == bindparam("key")) & (outbox.c.state == OutboxState.SENDING)
"""The condition that rows are still claimed so."""
UPDATE_OURS = update(outbox).where(OURS)
_CLAIM = (
    update(outbox)
    .where(_MAILS)
    .values(
        state=OutboxState.SENDING,
        claim=bindparam("key"),
        claimed_until_ms=bindparam("until_ms"),
        tries=outbox.c.tries + 1,
    )
)
CLAIM_DUE = _CLAIM.where(outbox.c.state == OutboxState.QUEUED, outbox.c.due_ms <= bindparam("now_ms"))
_CLAIM_ABANDONED = _CLAIM.where(
    outbox.c.state == OutboxState.SENDING, outbox.c.claimed_until_ms < bindparam("now_ms")
).values(  # frozen bytes may have been on their way when the sender died
    maybe_twice=outbox.c.maybe_twice | outbox.c.mime.is_not(None) | outbox.c.kind.in_(SECRET)
)
_CLAIMED = select(outbox).where(OURS).order_by(outbox.c.id)
_LET_GO = UPDATE_OURS.values(state=OutboxState.QUEUED, claim=None, claimed_until_ms=None, tries=outbox.c.tries - 1)


@dataclass(frozen=True)
class Claim:
    """The right to send one mail now."""

    outbox_id: int
    key: str


@dataclass(frozen=True)
class Claimed:
    """A mail that is ours to send. `mime` is None at the first try."""

    claim: Claim
    mail: OutboundMail
    mime: bytes | None
    is_expired: bool
    is_link_over: bool


@action
async def claim_mail(desk: Desk, outbox_id: int, key: str, now_ms: int) -> Claimed | None:
    """Claim the mail; None if another sender has it, or it is not due."""
    async with desk.db.transaction():
        mine = claiming([outbox_id], key, now_ms)
        if not await desk.db.rowcount(CLAIM_DUE, mine) and not await desk.db.rowcount(_CLAIM_ABANDONED, mine):
            return None
        found = await claimed_mails(desk, [outbox_id], key, now_ms)
    return found[0] if found else None


def claiming(outbox_ids: Sequence[int], key: str, now_ms: int) -> dict[str, Any]:
    """What the statements that claim these mails are given."""
    return {"mails": outbox_ids, "key": key, "now_ms": now_ms, "until_ms": now_ms + CLAIM_MS}


async def claimed_mails(desk: Desk, outbox_ids: Sequence[int], key: str, now_ms: int) -> list[Claimed]:
    """Those of these mails that were just claimed with this key, each with its bytes if it has any."""
    are_ours = {"mails": outbox_ids, "key": key}
    records = await desk.db.fetch_all(_CLAIMED, are_ours)
    unsigned = [one for one in records if one.mime is None and one.mime_message_id.startswith(UNSIGNED)]
    for record in unsigned:
        await _sign(desk, record)
    if unsigned:
        records = await desk.db.fetch_all(_CLAIMED, are_ours)
    return [_claimed(one, await _frozen(desk, one), key, now_ms) for one in records]


async def _frozen(desk: Desk, record: Record) -> bytes | None:
    return await fetched(desk, bytes(record.mime)) if record.mime is not None else None


async def _sign(desk: Desk, record: Record) -> None:
    """Give a mail that a migration made, which knows no key, its Message-ID with the token, before it leaves at all."""
    key = new_key()[:SHORT_KEY_CHARS]
    signed = new_message_id(desk.settings, record.ticket_id, key, kind_of_mail(MailKind(record.kind)))
    await desk.db.execute(update(outbox).where(outbox.c.id == record.id).values(mime_message_id=signed))


def _claimed(record: Record, mime: bytes | None, key: str, now_ms: int) -> Claimed:
    mail = OutboundMail.from_record(record)
    return Claimed(Claim(mail.id, key), mail, mime, mail.is_expired(now_ms), mail.is_link_over(now_ms))


async def freeze(desk: Desk, claim: Claim, mime: bytes) -> bool:
    """Keep the bytes of the first try, for all later ones; False if the claim is lost."""
    kept = await put_by(desk, mime)
    return bool(await desk.db.rowcount(UPDATE_OURS, {**ours([claim]), "mime": kept}))


async def extend_claim(desk: Desk, claim: Claim, now_ms: int) -> bool:
    """Say that its sender lives; False if the claim is lost."""
    return await extend_claims(desk, [claim], now_ms) > 0


async def extend_claims(desk: Desk, claims: Sequence[Claim], now_ms: int) -> int:
    """The same for several claimed together; return how many. Those no longer ours are left alone."""
    return await desk.db.rowcount(UPDATE_OURS, {**ours(claims), "claimed_until_ms": now_ms + CLAIM_MS})


async def release_claim(desk: Desk, claim: Claim) -> None:
    """Give the mail back untried, when its sender has to stop."""
    await desk.db.execute(_LET_GO, ours([claim]))


def ours(claims: Sequence[Claim]) -> dict[str, Any]:
    """What the condition `OURS` is given for these claims, of which there is one at least, all with one key."""
    return {"mails": [one.outbox_id for one in claims], "key": claims[0].key}
