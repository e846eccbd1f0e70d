"""How mail fares in both directions: what the console's banners and the `check` command say."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.actions.leasing import lease_details
from app.actions.polling import ALARM_AFTER, LEASE
from app.desk import Desk
from app.queries.outbox import waiting_count
from app.reasons import readable
from sql.tables import inbound

OUTBOX_LEASE = "outbox"


@dataclass(frozen=True, slots=True)
class MailHealth:
    """Mail out and in, at this moment. Empty words: no fault."""

    can_send: bool  # a mail server is set, or the demo keeps its mail
    waiting: int  # mails that have not left
    sending_fault: str  # the mail server cannot be reached, in words
    sending_fault_since_ms: int | None
    can_receive: bool  # a mailbox is set
    last_good_poll_ms: int | None
    mailbox_fault: str
    mailbox_fault_since_ms: int | None
    mailbox_alarm: bool  # two polls in a row have failed
    held: int  # mails that a person has to let in
    set_aside: int  # mails that could not be read, or not be fetched


async def mail_health(desk: Desk) -> MailHealth:
    """Ask the tables; four small queries."""
    sending, mailbox = await lease_details(desk, OUTBOX_LEASE), await lease_details(desk, LEASE)
    aside = await _counts(desk)
    fault = readable(mailbox.get("fault", ""))
    return MailHealth(
        can_send=bool(desk.settings.smtp_url) or desk.settings.demo,
        waiting=await waiting_count(desk),
        sending_fault=readable(sending.get("fault", "")),
        sending_fault_since_ms=sending.get("since_ms") if sending.get("fault") else None,
        can_receive=bool(desk.settings.mailbox_url),
        last_good_poll_ms=mailbox.get("last_good_ms"),
        mailbox_fault=fault,
        mailbox_fault_since_ms=mailbox.get("fault_since_ms") if fault else None,
        mailbox_alarm=mailbox.get("misses", 0) >= ALARM_AFTER,
        held=aside.get("held", 0),
        set_aside=aside.get("set_aside", 0) + aside.get("unfetchable", 0),
    )


async def _counts(desk: Desk) -> dict[str, int]:
    waiting = inbound.c.outcome.in_(("held", "set_aside", "unfetchable"))
    query = select(inbound.c.outcome, func.count().label("count")).where(waiting).group_by(inbound.c.outcome)
    return {row.outcome: int(row["count"]) for row in await desk.db.fetch_all(query)}
