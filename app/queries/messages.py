"""Messages with their attachments and what became of their mail: three queries, however many there are."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Select, select

from app.desk import Desk
from app.message import Attachment, Delivery, Message, MessageKind
from sql.tables import attachments, messages, outbox

CARRIES_MESSAGE = ("answer", "to_third_party")
# MariaDB's optimiser would rather take the index of the request keys, and sort.
_IN_ORDER = select(messages).with_hint(messages, "FORCE INDEX (ix_messages_ticket_id)", "mysql")


async def messages_of(desk: Desk, ticket_id: int) -> list[Message]:
    """All messages of a ticket in the order they came, for operators."""
    query = _IN_ORDER.where(messages.c.ticket_id == ticket_id).order_by(messages.c.id)
    return await _complete(desk, query)


async def customer_messages_of(desk: Desk, ticket_id: int, after_id: int = 0) -> list[Message]:
    """Those that the customer may see, in order: shared, released, not recalled, never a note."""
    query = (
        _IN_ORDER.where(messages.c.ticket_id == ticket_id, messages.c.id > after_id)
        .where(messages.c.shared.is_(True), messages.c.kind != MessageKind.NOTE.value)
        .where(messages.c.released_ms.is_not(None), messages.c.recalled_ms.is_(None))
        .order_by(messages.c.id)
    )
    return await _complete(desk, query)


async def message_by_id(desk: Desk, message_id: int) -> Message | None:
    """One message, whoever asks: the door checks the ticket."""
    found = await _complete(desk, select(messages).where(messages.c.id == message_id))
    return found[0] if found else None


async def attachment_by_key(desk: Desk, key: str) -> Attachment | None:
    """One attachment by its name in addresses; the door checks who may have it."""
    record = await desk.db.fetch_one(select(attachments).where(attachments.c.key == key))
    return Attachment.from_record(record) if record else None


async def _complete(desk: Desk, query: Select[tuple[object, ...]]) -> list[Message]:
    records = await desk.db.fetch_all(query)
    ids = [record.id for record in records]
    files = await _attachments(desk, ids)
    deliveries = await _deliveries(desk, ids)
    return [Message.from_record(row, tuple(files[row.id]), deliveries.get(row.id)) for row in records]


async def _attachments(desk: Desk, message_ids: Iterable[int]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = defaultdict(list)
    ids = list(message_ids)
    if ids:
        query = select(attachments).where(attachments.c.message_id.in_(ids)).order_by(attachments.c.id)
        for record in await desk.db.fetch_all(query):
            found[record.message_id].append(Attachment.from_record(record))
    return found


async def _deliveries(desk: Desk, message_ids: Iterable[int]) -> dict[int, Delivery]:
    ids = list(message_ids)
    if not ids:
        return {}
    columns = (outbox.c.id, outbox.c.message_id, outbox.c.state, outbox.c.sent_ms, outbox.c.due_ms)
    words = (outbox.c.server_said, outbox.c.tries, outbox.c.maybe_twice)
    query = select(*columns, *words).where(outbox.c.message_id.in_(ids), outbox.c.kind.in_(CARRIES_MESSAGE))
    return {
        row.message_id: Delivery(
            outbox_id=row.id,
            state=row.state,
            at_ms=row.sent_ms or row.due_ms,
            server_said=row.server_said,
            tries=row.tries,
            maybe_twice=bool(row.maybe_twice),
        )
        for row in await desk.db.fetch_all(query.order_by(outbox.c.id))
    }
