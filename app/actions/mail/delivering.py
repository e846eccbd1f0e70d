"""What becomes of a mail that was claimed: sent, later, failed; and what comes back of one: bounced.

Each is written in one transaction with its event, the ticket's red mark and the notice to who answers it.
"""

from typing import Any

from sqlalchemy import func, select, update

from app.actions.change import Change, act, action, change
from app.actions.mail.claiming import UPDATE_OURS, Claim, ours
from app.actions.mail.mailing import tell_about_failure
from app.core.clock import MINUTE_MS
from app.desk import Desk
from app.nouns.event import SYSTEM, Actor
from app.nouns.outbound_mail import OWED, UNDELIVERED, UNSENT, MailKind, OutboundMail, OutboxState
from app.nouns.reasons import cut
from app.nouns.status import Status
from app.queries.mail.ledger import outbound_mail
from sql.tables import outbox

PAUSES_MIN = (1, 5, 15, 30, 60, 120)
LONGEST_PAUSE_MIN = 240
SAID_CHARS = 500


def pause_ms(tries: int, chance: float) -> int:
    """How long to wait after so many tries: 1, 5, 15, 30, 60, 120 minutes, then every 4 hours.

    `chance`, from 0 to 1, spreads the mails of an outage: between half of the pause and all of it.
    """
    pause_min = PAUSES_MIN[tries - 1] if 1 <= tries <= len(PAUSES_MIN) else LONGEST_PAUSE_MIN
    return int(pause_min * MINUTE_MS * (0.5 + chance / 2))


@action
async def mark_sent(desk: Desk, claim: Claim, said: str, now_ms: int, *, relayed_id: str = "") -> bool:
    """The server accepted it. False if the claim was lost meanwhile: another sender may have sent it too.

    `relayed_id`: the Message-ID the server forwards it under, if that differs from ours.
    """
    values = {"state": OutboxState.SENT, "sent_ms": now_ms, "server_said": said, "relayed_id": relayed_id or None}
    return await _end_claim(desk, claim, values, now_ms)


@action
async def mark_later(
    desk: Desk,
    claim: Claim,
    said: str,
    due_ms: int,
    now_ms: int,
    *,
    maybe_sent: bool = False,
) -> bool:
    """It did not leave now; it is tried again."""
    values: dict[str, Any] = {"state": OutboxState.QUEUED, "due_ms": due_ms, "server_said": said}
    if maybe_sent:
        values["maybe_twice"] = True
    return await _end_claim(desk, claim, values, now_ms)


@action
async def mark_failed(desk: Desk, claim: Claim, said: str, now_ms: int) -> bool:
    """It cannot be sent as it is: it is shown in red, the ticket waits for its operator, and they are notified."""
    return await _end_claim(desk, claim, {"state": OutboxState.FAILED, "server_said": said}, now_ms)


@action
async def mark_bounced(desk: Desk, outbox_id: int, said: str, now_ms: int) -> bool:
    """A mail server has sent it back. False if that was known."""
    record = await desk.db.fetch_one(select(outbox.c.ticket_id).where(outbox.c.id == outbox_id))
    if record is None:
        return False
    async with change(desk, record.ticket_id, now_ms) if record.ticket_id else act(desk, now_ms) as tx:
        new = (outbox.c.id == outbox_id) & outbox.c.state.in_((OutboxState.SENT, *UNSENT))
        values = {"state": OutboxState.BOUNCED, "server_said": cut(said, SAID_CHARS), "claim": None}
        if not await tx.db.rowcount(update(outbox).where(new).values(values)):
            return False
        await _tell_the_desk(tx, outbox_id)
    return True


async def _end_claim(desk: Desk, claim: Claim, values: dict[str, Any], now_ms: int) -> bool:
    """End the claim with this outcome, in one transaction with its event; a lost claim is noted instead."""
    mail = await outbound_mail(desk, claim.outbox_id)
    async with change(desk, mail.ticket_id, now_ms) if mail.ticket_id else act(desk, now_ms) as tx:
        values = {
            **values,
            "server_said": cut(values["server_said"], SAID_CHARS),
            "claim": None,
            "claimed_until_ms": None,
        }
        if await tx.db.rowcount(UPDATE_OURS, {**ours([claim]), **values}):
            await _tell_the_desk(tx, claim.outbox_id)
            return True
        await tx.db.execute(update(outbox).where(outbox.c.id == claim.outbox_id).values(maybe_twice=True))
        record_delivery(tx, await outbound_mail(desk, claim.outbox_id), SYSTEM, claim_lost=True)
    return False


async def _tell_the_desk(tx: Change, outbox_id: int) -> None:
    """The event, the ticket's red mark, and the notice to who answers it."""
    mail = await outbound_mail(tx.desk, outbox_id)
    if not mail.kind.is_on_ticket and not mail.state.is_undelivered:
        return
    if mail.kind is MailKind.COPY:
        await _tell_of_copy(tx, mail)
    elif mail.kind.is_owed and mail.state.is_undelivered:
        await _trouble(tx, mail)
    elif mail.state is OutboxState.SENT:
        await clear_trouble(tx)
    record_delivery(tx, mail, SYSTEM)


async def _tell_of_copy(tx: Change, mail: OutboundMail) -> None:
    """A refused copy does not change the answer: the assignee is notified, and the ticket does not wait for them."""
    if mail.state is OutboxState.FAILED:
        await tell_about_failure(tx, mail.message_id, mail.server_said, copy_to=mail.to)


async def _trouble(tx: Change, mail: OutboundMail) -> None:
    ticket = tx.ticket
    await tx.save(trouble=mail.state)
    if not mail.kind.carries_answer:
        return
    stays = ticket.is_spam or ticket.is_deleted or ticket.status is Status.DUPLICATE
    if not stays and ticket.status is not Status.WAITING_FOR_OPERATOR:
        after = Status.WAITING_FOR_OPERATOR.value
        await tx.save(status=after, snoozed_until_ms=None)
        tx.record(
            "ticket.status", SYSTEM, mail.message_id, status=after, from_status=ticket.status.value, why=mail.state
        )
    if mail.state is OutboxState.FAILED:  # of a bounce the event tells: a robot's mail causes none of ours
        await tell_about_failure(tx, mail.message_id, mail.server_said)


async def clear_trouble(tx: Change) -> None:
    """Remove the red mark once all mail of the ticket has been delivered."""
    if not tx.ticket.trouble:
        return
    in_trouble = (outbox.c.ticket_id == tx.ticket.id) & outbox.c.state.in_(UNDELIVERED)
    of_others = outbox.c.kind.in_(OWED)
    if not await tx.db.fetch_val(select(func.count()).select_from(outbox).where(in_trouble, of_others)):
        await tx.save(trouble="", updated_ms=tx.ticket.updated_ms)


def record_delivery(tx: Change, mail: OutboundMail, actor: Actor, **more: object) -> None:
    """Report the outcome of this mail, as a window shows it beside the answer."""
    tx.record(
        "message.delivery" if mail.ticket_id else "mail.delivery",
        actor,
        mail.message_id,
        state=mail.state,
        server_said=mail.server_said,
        outbox=mail.id,
        mail=mail.kind,
        to=mail.to if mail.kind is MailKind.COPY else None,
        tries=mail.tries,
        maybe_twice=mail.maybe_twice,
        next_try_ms=mail.due_ms if mail.state is OutboxState.QUEUED else None,
        **more,
    )
