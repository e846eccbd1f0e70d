"""Finding mails by the ids in their headers: what a mail answers, reports on or bounced from."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from app.desk import Desk
from app.nouns.outbound_mail import MailKind, OutboundMail
from app.queries.mail.ledger import OUTBOX
from sql.tables import inbound, messages, outbox


async def mails_named(desk: Desk, message_ids: Collection[str]) -> Mapping[str, OutboundMail]:
    """The desk's own mails with these Message-IDs, by them."""
    if not message_ids:
        return {}
    found = await desk.db.fetch_all(select(*OUTBOX).where(outbox.c.mime_message_id.in_(message_ids)))
    return {row.mime_message_id: OutboundMail.from_record(row) for row in found}


async def names_before_relay(desk: Desk, relayed_ids: Collection[str]) -> Mapping[str, str]:
    """The Message-IDs that the desk gave its mails, by those that a relay put in their place."""
    if not relayed_ids:
        return {}
    query = select(outbox.c.relayed_id, outbox.c.mime_message_id).where(outbox.c.relayed_id.in_(relayed_ids))
    return {row.relayed_id: str(row.mime_message_id) for row in await desk.db.fetch_all(query)}


async def kind_of_named(desk: Desk, local_part: str) -> MailKind | None:
    """What the desk's mail was for whose Message-ID begins so; None if there is none."""
    begins = f"<{local_part}"
    mine = (outbox.c.mime_message_id > f"{begins}@") & (outbox.c.mime_message_id < f"{begins}A")
    kind = await desk.db.fetch_val(select(outbox.c.kind).where(mine).limit(1))
    return MailKind(kind) if kind else None


async def tickets_of_senders(desk: Desk, message_ids: Collection[str], senders: Collection[str]) -> Mapping[str, int]:
    """By Message-ID: the ticket of each of these mails that came from one of these addresses."""
    if not message_ids:
        return {}
    query = (
        select(inbound.c.mime_message_id, messages.c.ticket_id)
        .select_from(inbound.join(messages, messages.c.inbound_id == inbound.c.id))
        .where(inbound.c.from_email.in_(senders), inbound.c.mime_message_id.in_(message_ids))
    )
    return {row.mime_message_id: int(row.ticket_id) for row in await desk.db.fetch_all(query)}
