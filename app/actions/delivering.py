"""What becomes of a mail: held, queued, sending, sent, failed, bounced.

A sender claims a row by compare and set and for a short time, which it extends while it works. When it dies, its claim
runs out and the mail is sent again with the same Message-ID: never lost, twice only after a crash, and then marked.
"""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from app.actions.change import Held, act, action, change
from app.actions.mailing import tell_about_failure
from app.clock import DAY_MS, MINUTE_MS
from app.desk import Desk
from app.errors import Conflict, NotFound
from app.event import SYSTEM, Actor
from app.languages import _
from app.large_bytes import fetched, put_by
from app.operator import Operator
from app.permissions import Act, permit
from app.queries.outbox import TO_CUSTOMER
from app.status import Status
from sql.tables import outbox

CLAIM_MS = 90_000  # a sender that lives extends it every 30 s
EXPIRES_MS = 5 * DAY_MS
PAUSES_MIN = (1, 5, 15, 30, 60, 120)
LONGEST_PAUSE_MIN = 240
FOR_OTHERS = (*TO_CUSTOMER, "to_third_party")  # what the desk owes to somebody outside: shown on the ticket
CARRIES_ANSWER = ("answer", "to_third_party")
SAID_CHARS = 500


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


def pause_ms(tries: int, chance: float) -> int:
    """How long to wait after so many tries: 1, 5, 15, 30, 60, 120 minutes, then every 4 hours.

    `chance`, from 0 to 1, spreads the mails of an outage: between half of the pause and all of it.
    """
    pause_min = PAUSES_MIN[tries - 1] if 1 <= tries <= len(PAUSES_MIN) else LONGEST_PAUSE_MIN
    return int(pause_min * MINUTE_MS * (0.5 + chance / 2))


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
            twice = {**mine, "maybe_twice": outbox.c.maybe_twice | outbox.c.mime.is_not(None)}
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
    return Claimed(Claim(record.id, key), record, mime, tuple(left), record.tries, expired)


async def freeze(desk: Desk, claim: Claim, mime: bytes) -> bool:
    """Keep the bytes of the first try, for all later ones; False if the claim is lost."""
    kept = await put_by(desk, mime)
    return bool(await desk.db.rowcount(update(outbox).where(_ours(claim)).values(mime=kept)))


async def extend_claim(desk: Desk, claim: Claim, now_ms: int) -> bool:
    """Say that its sender lives; False if the claim is lost."""
    return bool(await desk.db.rowcount(update(outbox).where(_ours(claim)).values(claimed_until_ms=now_ms + CLAIM_MS)))


async def let_go(desk: Desk, claim: Claim) -> None:
    """Give the mail back untried, when its sender has to stop."""
    back = {"state": "queued", "claim": None, "claimed_until_ms": None, "tries": outbox.c.tries - 1}
    await desk.db.execute(update(outbox).where(_ours(claim)).values(back))


@action
async def mark_sent(desk: Desk, claim: Claim, said: str, now_ms: int) -> bool:
    """The server took it. False if the claim was lost meanwhile: then somebody else may have sent it too."""
    return await _settle(desk, claim, {"state": "sent", "sent_ms": now_ms, "server_said": said}, now_ms)


@action
async def mark_later(
    desk: Desk,
    claim: Claim,
    said: str,
    due_ms: int,
    now_ms: int,
    *,
    maybe_sent: bool = False,
    left: tuple[str, ...] = (),
    refused: tuple[str, ...] = (),
) -> bool:
    """It did not leave now, or not to those `left`; it is tried again. `refused` are words about some for whom it never will."""
    values: dict[str, Any] = {"state": "queued", "due_ms": due_ms, "server_said": said}
    if maybe_sent:
        values["maybe_twice"] = True
    return await _settle(desk, claim, values, now_ms, left=left, refused=refused)


@action
async def mark_failed(desk: Desk, claim: Claim, said: str, now_ms: int) -> bool:
    """It will never leave as it is: shown in red, the ticket waits for its operator, who is told."""
    return await _settle(desk, claim, {"state": "failed", "server_said": said}, now_ms)


@action
async def mark_bounced(desk: Desk, outbox_id: int, said: str, now_ms: int) -> bool:
    """A mail server has sent it back. False if that was known."""
    record = await desk.db.fetch_one(select(outbox.c.ticket_id).where(outbox.c.id == outbox_id))
    if record is None:
        return False
    async with change(desk, record.ticket_id, now_ms) if record.ticket_id else act(desk, now_ms) as held:
        new = (outbox.c.id == outbox_id) & outbox.c.state.in_(("sent", "sending", "queued"))
        values = {"state": "bounced", "server_said": said[:SAID_CHARS], "claim": None}
        if not await desk.db.rowcount(update(outbox).where(new).values(values)):
            return False
        await _tell_the_desk(held, outbox_id)
    return True


@action
async def retry_now(desk: Desk, operator: Operator, outbox_id: int, now_ms: int) -> None:
    """Send a mail that waits, failed or bounced again, at once.

    Who may answer the ticket may do it; a mail about no ticket, an administrator.
    """
    record = await desk.db.fetch_one(select(outbox).where(outbox.c.id == outbox_id))
    if record is None or (record.ticket_id is None and not operator.is_administrator):
        raise NotFound
    async with change(desk, record.ticket_id, now_ms) if record.ticket_id else act(desk, now_ms) as held:
        if held.of_ticket is not None:
            permit(operator, Act.ANSWER, held.ticket, taking=True)
        idle = (outbox.c.id == outbox_id) & outbox.c.state.in_(("queued", "failed", "bounced"))
        values = _anew(record, held.of_ticket.customer.email if held.of_ticket else "", now_ms)
        if not await desk.db.rowcount(update(outbox).where(idle).values(values)):
            raise Conflict(_("This mail is on its way, or has left."))
        if held.of_ticket is not None:
            await _clear_trouble(held)
        actor = Actor("operator", operator.name, operator.id)
        _record(held, await _row(desk, outbox_id), actor)
        desk.db.after_commit(desk.mail_bell.ring)


def _anew(record: Any, customer_email: str, now_ms: int) -> dict[str, Any]:
    """The row as it begins again: to the customer's address of today, which somebody may have corrected."""
    details = {name: value for name, value in json.loads(record.details).items() if name not in {"left", "refused"}}
    recipients = json.loads(record.recipients)
    if customer_email and record.kind in TO_CUSTOMER:
        recipients[0] = customer_email
    values: dict[str, Any] = {
        "state": "queued",
        "due_ms": now_ms,
        "tries": 0,
        "details": json.dumps({**details, "since_ms": now_ms}, ensure_ascii=False),
    }
    if recipients != json.loads(record.recipients):
        values |= {"recipients": json.dumps(recipients, ensure_ascii=False), "mime": None}
    return values


def _ours(claim: Claim) -> Any:
    return (outbox.c.id == claim.outbox_id) & (outbox.c.claim == claim.key) & (outbox.c.state == "sending")


async def _settle(
    desk: Desk,
    claim: Claim,
    values: dict[str, Any],
    now_ms: int,
    *,
    left: tuple[str, ...] = (),
    refused: tuple[str, ...] = (),
) -> bool:
    """End the claim with this outcome, in one transaction with its event; a lost claim is noted instead."""
    row = await _row(desk, claim.outbox_id)
    async with change(desk, row.ticket_id, now_ms) if row.ticket_id else act(desk, now_ms) as held:
        values = {**values, "server_said": values["server_said"][:SAID_CHARS], "claim": None, "claimed_until_ms": None}
        if left or refused:
            values["details"] = _with_left(row.details, left, refused)
        if await desk.db.rowcount(update(outbox).where(_ours(claim)).values(values)):
            await _tell_the_desk(held, claim.outbox_id)
            return True
        await desk.db.execute(update(outbox).where(outbox.c.id == claim.outbox_id).values(maybe_twice=True))
        _record(held, await _row(desk, claim.outbox_id), SYSTEM, claim_lost=True)
    return False


def _with_left(details: str, left: tuple[str, ...], refused: tuple[str, ...]) -> str:
    known = json.loads(details)
    words = [*known.get("refused", []), *refused]
    return json.dumps({**known, "left": list(left), "refused": words}, ensure_ascii=False)


async def _tell_the_desk(held: Held, outbox_id: int) -> None:
    """The event, the ticket's red mark, and the notice to who answers it."""
    row = await _row(held.desk, outbox_id)
    failed = row.state in {"failed", "bounced"}
    if row.ticket_id is None or (row.kind not in FOR_OTHERS and not failed):
        return
    if row.kind in FOR_OTHERS and failed:
        await _trouble(held, row)
    elif row.state == "sent":
        await _clear_trouble(held)
    _record(held, row, SYSTEM)


async def _trouble(held: Held, row: Any) -> None:
    ticket = held.ticket
    await held.save(trouble=row.state)
    if row.kind not in CARRIES_ANSWER:
        return
    stays = ticket.is_spam or ticket.is_deleted or ticket.status is Status.DUPLICATE
    if not stays and ticket.status is not Status.WAITING_FOR_OPERATOR:
        after = Status.WAITING_FOR_OPERATOR.value
        await held.save(status=after, snoozed_until_ms=None)
        held.record(
            "ticket.status", SYSTEM, row.message_id, status=after, from_status=ticket.status.value, why=row.state
        )
    if row.state == "failed":  # of a bounce the event tells: a robot's mail causes none of ours
        await tell_about_failure(held, row.message_id, row.server_said)


async def _clear_trouble(held: Held) -> None:
    """Take the red mark away once no mail of the ticket is in trouble any more."""
    if not held.ticket.trouble:
        return
    in_trouble = (outbox.c.ticket_id == held.ticket.id) & outbox.c.state.in_(("failed", "bounced"))
    of_others = outbox.c.kind.in_(FOR_OTHERS)
    if not await held.db.fetch_val(select(func.count()).select_from(outbox).where(in_trouble, of_others)):
        await held.save(trouble="", updated_ms=held.ticket.updated_ms)


def _record(held: Held, row: Any, actor: Actor, **more: object) -> None:
    held.record(
        "message.delivery",
        actor,
        row.message_id,
        state=row.state,
        server_said=row.server_said,
        outbox=row.id,
        mail=row.kind,
        tries=row.tries,
        maybe_twice=bool(row.maybe_twice),
        next_try_ms=row.due_ms if row.state == "queued" else None,
        **more,
    )


async def _row(desk: Desk, outbox_id: int) -> Any:
    columns = [column for column in outbox.c if column.name != "mime"]
    record = await desk.db.fetch_one(select(*columns).where(outbox.c.id == outbox_id))
    if record is None:
        raise NotFound
    return record
