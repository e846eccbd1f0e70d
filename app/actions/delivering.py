"""What becomes of a mail that was claimed: sent, later, failed; and what comes back of one: bounced.

Each is written in one transaction with its event, the ticket's red mark and the notice to who answers it.
"""

import json
from typing import Any

from sqlalchemy import func, select, update

from app.actions.change import Held, act, action, change
from app.actions.claiming import Claim, ours
from app.actions.mailing import tell_about_failure
from app.clock import MINUTE_MS
from app.desk import Desk
from app.errors import NotFound
from app.event import SYSTEM, Actor
from app.queries.outbox import TO_CUSTOMER
from app.reasons import cut
from app.status import Status
from sql.tables import outbox

PAUSES_MIN = (1, 5, 15, 30, 60, 120)
LONGEST_PAUSE_MIN = 240
FOR_OTHERS = (*TO_CUSTOMER, "to_third_party")  # what the desk owes to somebody outside: shown on the ticket
CARRIES_ANSWER = ("answer", "to_third_party")
SAID_CHARS = 500


def pause_ms(tries: int, chance: float) -> int:
    """How long to wait after so many tries: 1, 5, 15, 30, 60, 120 minutes, then every 4 hours.

    `chance`, from 0 to 1, spreads the mails of an outage: between half of the pause and all of it.
    """
    pause_min = PAUSES_MIN[tries - 1] if 1 <= tries <= len(PAUSES_MIN) else LONGEST_PAUSE_MIN
    return int(pause_min * MINUTE_MS * (0.5 + chance / 2))


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
        values = {"state": "bounced", "server_said": cut(said, SAID_CHARS), "claim": None}
        if not await desk.db.rowcount(update(outbox).where(new).values(values)):
            return False
        await _tell_the_desk(held, outbox_id)
    return True


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
    row = await mail_row(desk, claim.outbox_id)
    async with change(desk, row.ticket_id, now_ms) if row.ticket_id else act(desk, now_ms) as held:
        values = {
            **values,
            "server_said": cut(values["server_said"], SAID_CHARS),
            "claim": None,
            "claimed_until_ms": None,
        }
        if left or refused:
            values["details"] = _with_left(row.details, left, refused)
        if await desk.db.rowcount(update(outbox).where(ours(claim)).values(values)):
            await _tell_the_desk(held, claim.outbox_id)
            return True
        await desk.db.execute(update(outbox).where(outbox.c.id == claim.outbox_id).values(maybe_twice=True))
        record_delivery(held, await mail_row(desk, claim.outbox_id), SYSTEM, claim_lost=True)
    return False


def _with_left(details: str, left: tuple[str, ...], refused: tuple[str, ...]) -> str:
    known = json.loads(details)
    words = [*known.get("refused", []), *refused]
    return json.dumps({**known, "left": list(left), "refused": words}, ensure_ascii=False)


async def _tell_the_desk(held: Held, outbox_id: int) -> None:
    """The event, the ticket's red mark, and the notice to who answers it."""
    row = await mail_row(held.desk, outbox_id)
    failed = row.state in {"failed", "bounced"}
    if row.kind not in FOR_OTHERS and not failed:
        return
    if row.kind in FOR_OTHERS and failed:
        await _trouble(held, row)
    elif row.state == "sent":
        await clear_trouble(held)
    record_delivery(held, row, SYSTEM)


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


async def clear_trouble(held: Held) -> None:
    """Take the red mark away once no mail of the ticket is in trouble any more."""
    if not held.ticket.trouble:
        return
    in_trouble = (outbox.c.ticket_id == held.ticket.id) & outbox.c.state.in_(("failed", "bounced"))
    of_others = outbox.c.kind.in_(FOR_OTHERS)
    if not await held.db.fetch_val(select(func.count()).select_from(outbox).where(in_trouble, of_others)):
        await held.save(trouble="", updated_ms=held.ticket.updated_ms)


def record_delivery(held: Held, row: Any, actor: Actor, **more: object) -> None:
    """Say what became of this mail, as a window beside the answer shows it."""
    held.record(
        "message.delivery" if row.ticket_id else "mail.delivery",
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


async def mail_row(desk: Desk, outbox_id: int) -> Any:
    """The mail's row without its bytes. Raises NotFound."""
    columns = [column for column in outbox.c if column.name != "mime"]
    record = await desk.db.fetch_one(select(*columns).where(outbox.c.id == outbox_id))
    if record is None:
        raise NotFound
    return record
