"""All mail that came and that leaves, for the administrator's pages: newest first, by key, without the bytes."""

from sqlalchemy import bindparam, select

from app.core.errors import NotFound
from app.database import Record
from app.desk import Desk
from app.files.large_bytes import fetched
from app.nouns.inbound_mail import InboundMail, InboundOutcome
from app.nouns.outbound_mail import TO_CUSTOMER, OutboundMail, OutboxState
from sql.tables import inbound, outbox

INBOUND = (*(column for column in inbound.c if column.name != "raw"), inbound.c.raw.is_not(None).label("has_raw"))
OUTBOX = [column for column in outbox.c if column.name != "mime"]
_ONE_SENT = select(*OUTBOX).where(outbox.c.id == bindparam("mail"))


async def inbound_page(
    desk: Desk, outcome: InboundOutcome | None, before_id: int | None, limit: int
) -> list[InboundMail]:
    """Every message ever offered, or those with this outcome, below the number `before_id`."""
    query = select(*INBOUND).order_by(inbound.c.id.desc()).limit(limit)
    if outcome:
        query = query.where(inbound.c.outcome == outcome)
    if before_id is not None:
        query = query.where(inbound.c.id < before_id)
    return [_inbound(row) for row in await desk.db.fetch_all(query)]


async def inbound_mail(desk: Desk, inbound_id: int) -> InboundMail:
    """One line of the ledger. Raises NotFound."""
    record = await desk.db.fetch_one(select(*INBOUND).where(inbound.c.id == inbound_id))
    if record is None:
        raise NotFound
    return _inbound(record)


async def outbox_page(desk: Desk, state: OutboxState | None, before_id: int | None, limit: int) -> list[OutboundMail]:
    """Every mail that was ever queued, or those in this state, below the number `before_id`."""
    query = select(*OUTBOX).order_by(outbox.c.id.desc()).limit(limit)
    if state:
        query = query.where(outbox.c.state == state)
    if before_id is not None:
        query = query.where(outbox.c.id < before_id)
    return [OutboundMail.from_record(row) for row in await desk.db.fetch_all(query)]


async def outbound_mail(desk: Desk, outbox_id: int) -> OutboundMail:
    """One mail. Raises NotFound."""
    record = await desk.db.fetch_one(_ONE_SENT, {"mail": outbox_id})
    if record is None:
        raise NotFound
    return OutboundMail.from_record(record)


async def frozen_mime(desk: Desk, outbox_id: int) -> bytes | None:
    """The bytes that left, or were tried; None as long as there was no try."""
    kept = await desk.db.fetch_val(select(outbox.c.mime).where(outbox.c.id == outbox_id))
    return await fetched(desk, bytes(kept)) if kept is not None else None


async def last_mail_to_customer(desk: Desk, ticket_id: int) -> OutboundMail | None:
    """The newest mail of the ticket that its customer has got."""
    sent = (outbox.c.ticket_id == ticket_id) & (outbox.c.state == OutboxState.SENT)
    query = select(*OUTBOX).where(sent, outbox.c.kind.in_(TO_CUSTOMER))
    record = await desk.db.fetch_one(query.order_by(outbox.c.id.desc()).limit(1))
    return OutboundMail.from_record(record) if record else None


def _inbound(record: Record) -> InboundMail:
    return InboundMail.from_record(record, has_raw=bool(record.has_raw))
