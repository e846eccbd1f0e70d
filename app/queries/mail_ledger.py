"""All mail that came and that leaves, for the administrator's pages: newest first, by key, without the bytes."""

from typing import Any

from sqlalchemy import select

from app.desk import Desk
from app.errors import NotFound
from app.large_bytes import fetched
from sql.tables import inbound, outbox

INBOUND = [column for column in inbound.c if column.name != "raw"]
OUTBOX = [column for column in outbox.c if column.name != "mime"]

OUTCOMES = (
    "pending",
    "opened",
    "appended",
    "internal",
    "auto_reply",
    "bounce",
    "list",
    "own",
    "duplicate",
    "held",
    "set_aside",
    "unfetchable",
    "dismissed",
)
STATES = ("held", "queued", "sending", "sent", "failed", "bounced", "recalled")


async def inbound_page(desk: Desk, outcome: str | None, before_id: int | None, limit: int) -> list[Any]:
    """Every message ever offered, or those with this outcome, below the number `before_id`."""
    query = select(*INBOUND, inbound.c.raw.is_not(None).label("is_kept")).order_by(inbound.c.id.desc()).limit(limit)
    if outcome:
        query = query.where(inbound.c.outcome == outcome)
    if before_id is not None:
        query = query.where(inbound.c.id < before_id)
    return list(await desk.db.fetch_all(query))


async def inbound_row(desk: Desk, inbound_id: int) -> Any:
    """One line of the ledger; `is_kept`: its bytes are still here. Raises NotFound."""
    columns = (*INBOUND, inbound.c.raw.is_not(None).label("is_kept"))
    record = await desk.db.fetch_one(select(*columns).where(inbound.c.id == inbound_id))
    if record is None:
        raise NotFound
    return record


async def outbox_page(desk: Desk, state: str | None, before_id: int | None, limit: int) -> list[Any]:
    """Every mail that was ever queued, or those in this state, below the number `before_id`."""
    query = select(*OUTBOX).order_by(outbox.c.id.desc()).limit(limit)
    if state:
        query = query.where(outbox.c.state == state)
    if before_id is not None:
        query = query.where(outbox.c.id < before_id)
    return list(await desk.db.fetch_all(query))


async def outbox_row(desk: Desk, outbox_id: int) -> Any:
    """One mail's row. Raises NotFound."""
    record = await desk.db.fetch_one(select(*OUTBOX).where(outbox.c.id == outbox_id))
    if record is None:
        raise NotFound
    return record


async def frozen_mime(desk: Desk, outbox_id: int) -> bytes | None:
    """The bytes that left, or were tried; None as long as there was no try."""
    kept = await desk.db.fetch_val(select(outbox.c.mime).where(outbox.c.id == outbox_id))
    return await fetched(desk, bytes(kept)) if kept is not None else None


async def last_mail_to_customer(desk: Desk, ticket_id: int) -> Any:
    """The newest mail of the ticket that its customer has got: `mime_message_id`; None if there is none."""
    sent = (outbox.c.ticket_id == ticket_id) & (outbox.c.state == "sent")
    query = select(*OUTBOX).where(sent, outbox.c.kind.in_(("answer", "confirmation", "lost_code")))
    return await desk.db.fetch_one(query.order_by(outbox.c.id.desc()).limit(1))
