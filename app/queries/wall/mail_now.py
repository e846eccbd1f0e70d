"""How mail fares at this moment: read, waiting, sent today."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.core.clock import SECOND_MS
from app.desk import Desk
from app.nouns.outbound_mail import OutboxState
from app.queries.mail.health import MailboxHealth, SendingHealth, mailbox_health, sending_health
from app.queries.mail.trouble import MailTrouble, mail_trouble
from sql.tables import outbox

_UNDER_WAY = (OutboxState.UNDOABLE, OutboxState.QUEUED, OutboxState.SENDING)


@dataclass(frozen=True, slots=True)
class MailNow:
    """Both directions. `next_ms`: when the mailbox is read again; 0: nobody knows."""

    mailbox: MailboxHealth
    sending: SendingHealth
    queued: int
    sent: int
    trouble: MailTrouble
    next_ms: int = 0


async def mail_now(desk: Desk, now_ms: int, day_begin_ms: int) -> MailNow:
    """As it is now; `sent` counts from the beginning of the day."""
    mailbox = await mailbox_health(desk, now_ms)
    queued = select(func.count()).select_from(outbox).where(outbox.c.state.in_(_UNDER_WAY))
    # An email falls due, then it is sent: the index knows the first.
    today = (
        (outbox.c.state == OutboxState.SENT) & (outbox.c.due_ms >= day_begin_ms) & (outbox.c.sent_ms >= day_begin_ms)
    )
    sent = select(func.count()).select_from(outbox).where(today)
    counted = await desk.db.fetch_one(
        select(queued.scalar_subquery().label("queued"), sent.scalar_subquery().label("sent"))
    )
    next_ms = mailbox.checked_ms + desk.settings.mail_interval_s * SECOND_MS if mailbox.checked_ms else 0
    return MailNow(
        mailbox,
        await sending_health(desk, now_ms),
        int(counted.queued) if counted else 0,
        int(counted.sent) if counted else 0,
        await mail_trouble(desk, now_ms),
        next_ms if next_ms > now_ms and not mailbox.fault else 0,
    )
