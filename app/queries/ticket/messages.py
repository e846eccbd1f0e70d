"""Messages with their attachments and delivery: three queries, however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select

from app.desk import Desk
from app.nouns.message import Attachment, Delivery, Message, MessageKind
from app.nouns.outbound_mail import CARRIES_MESSAGE, OutboundMail, OutboxState
from app.queries.mail.ledger import OUTBOX
from app.queries.mail.outbox import is_behind_another
from sql.tables import attachments, messages, outbox

EXCERPT_LENGTH = 200
RECENT, RECENT_CHARS = 20, 20_000  # messages, characters: enough to see what a ticket is about
# MariaDB's optimiser would rather take the index of the request keys, and sort.
_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_FILES = select(attachments).where(attachments.c.message_id.in_(_IDS))
_MAILS = select(*OUTBOX).where(outbox.c.message_id.in_(_IDS), outbox.c.kind.in_(CARRIES_MESSAGE)).order_by(outbox.c.id)
_BY_ID = select(messages).where(messages.c.id == bindparam("message"))
_IN_ORDER = select(messages).with_hint(messages, "FORCE INDEX (ix_messages_ticket_id)", "mysql")
_LAST_FROM_CUSTOMER = (
    _IN_ORDER.where(messages.c.ticket_id == bindparam("ticket"), messages.c.id < bindparam("before"))
    .where(messages.c.kind == MessageKind.CUSTOMER.value, messages.c.shared.is_(True))
    .order_by(messages.c.id.desc())
    .limit(1)
)


async def messages_of(desk: Desk, ticket_id: int) -> list[Message]:
    """All messages of a ticket in the order they came, for operators."""
    query = _IN_ORDER.where(messages.c.ticket_id == ticket_id).order_by(messages.c.id)
    return await completed(desk, query)


async def customer_messages_of(desk: Desk, ticket_id: int, after_id: int = 0) -> list[Message]:
    """Those that the customer may see, in order: shared, released, not recalled, never a note."""
    query = (
        _IN_ORDER.where(messages.c.ticket_id == ticket_id, messages.c.id > after_id)
        .where(messages.c.shared.is_(True), messages.c.kind != MessageKind.NOTE.value)
        .where(messages.c.released_ms.is_not(None), messages.c.recalled_ms.is_(None))
        .order_by(messages.c.id)
    )
    return await completed(desk, query)


async def message_by_id(desk: Desk, message_id: int) -> Message | None:
    """One message, whoever asks: the door checks the ticket."""
    found = await completed(desk, _BY_ID, {"message": message_id})
    return found[0] if found else None


async def message_of_mail(desk: Desk, inbound_id: int) -> Message | None:
    """The message that a mail has become; None as long as it has become none."""
    found = select(messages).where(messages.c.inbound_id == inbound_id).order_by(messages.c.id).limit(1)
    made = await completed(desk, found)
    return made[0] if made else None


async def begins_ticket(desk: Desk, message: Message) -> bool:
    """Whether it is the first of its ticket."""
    first = select(messages.c.id).where(messages.c.ticket_id == message.ticket_id).order_by(messages.c.id).limit(1)
    return bool(await desk.db.fetch_val(first) == message.id)


async def last_from_customer(desk: Desk, ticket_id: int, before_id: int) -> Message | None:
    """The customer's newest message on the ticket before this one."""
    found = await completed(desk, _LAST_FROM_CUSTOMER, {"ticket": ticket_id, "before": before_id})
    return found[0] if found else None


async def has_answered(desk: Desk, ticket_id: int, operator_id: int) -> bool:
    """Whether the ticket has an answer of this operator: sent or in its undo time, not recalled."""
    own = (messages.c.ticket_id == ticket_id, messages.c.operator_id == operator_id, messages.c.recalled_ms.is_(None))
    query = _forced(select(messages.c.id), "ix_messages_ticket_id").where(*own)
    query = query.where(messages.c.kind == MessageKind.ANSWER.value).order_by(messages.c.id.desc()).limit(1)
    return await desk.db.fetch_val(query) is not None


def _forced(query: Select[Any], index: str) -> Select[Any]:
    return query.with_hint(messages, f"FORCE INDEX ({index})", "mysql")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The beginning of a message, to recognise it by; `attachments` is the number of files beside its text."""

    id: int
    author_name: str
    author_email: str
    text: str
    created_ms: int
    attachments: int


async def recent_words(desk: Desk, ticket_id: int) -> str:
    """What the newest messages say, notes too, newest first."""
    query = select(messages.c.text).where(messages.c.ticket_id == ticket_id, messages.c.recalled_ms.is_(None))
    query = query.order_by(messages.c.created_ms.desc(), messages.c.id.desc()).limit(RECENT)
    query = query.with_hint(messages, "FORCE INDEX (ix_messages_thread)", "mysql")
    return "\n".join(row.text or "" for row in await desk.db.fetch_all(query))[:RECENT_CHARS]


async def forwardable_of(desk: Desk, ticket_id: int, most: int) -> list[Excerpt]:
    """The newest messages whose words may leave the desk, the newest first: no note, nothing that can be recalled."""
    begin = func.substr(messages.c.text, 1, EXCERPT_LENGTH).label("text")
    beside = (attachments.c.message_id == messages.c.id) & attachments.c.inline.is_(False)
    files = select(func.count()).where(beside).scalar_subquery().label("files")
    columns = (messages.c.id, messages.c.author_name, messages.c.author_email, messages.c.created_ms, begin, files)
    may_leave = (messages.c.kind != MessageKind.NOTE.value, messages.c.released_ms.is_not(None))
    query = _forced(select(*columns), "ix_messages_thread").where(messages.c.ticket_id == ticket_id, *may_leave)
    query = query.where(messages.c.recalled_ms.is_(None)).order_by(messages.c.created_ms.desc(), messages.c.id.desc())
    rows = await desk.db.fetch_all(query.limit(most))
    return [Excerpt(row.id, row.author_name, row.author_email, row.text, row.created_ms, row.files) for row in rows]


async def attachment_by_key(desk: Desk, key: str) -> Attachment | None:
    """One attachment by its name in addresses; the door checks who may have it."""
    record = await desk.db.fetch_one(select(attachments).where(attachments.c.key == key))
    return Attachment.from_record(record) if record else None


async def completed(
    desk: Desk, query: Select[tuple[object, ...]], values: Mapping[str, object] | None = None
) -> list[Message]:
    """The messages that a query of whole rows finds with these values, in its order, each with its files and its mail."""
    records = await desk.db.fetch_all(query, values)
    ids = [record.id for record in records]
    files = await _attachments(desk, ids)
    deliveries = await _deliveries(desk, ids)
    return [Message.from_record(row, tuple(files[row.id]), tuple(deliveries[row.id])) for row in records]


async def _attachments(desk: Desk, message_ids: Iterable[int]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = defaultdict(list)
    ids = list(message_ids)
    if ids:
        rows = await desk.db.fetch_all(_FILES, {"ids": ids})
        for record in sorted(rows, key=lambda row: (row.position, row.id)):
            found[record.message_id].append(Attachment.from_record(record))
    return found


async def _deliveries(desk: Desk, message_ids: Iterable[int]) -> dict[int, list[Delivery]]:
    found: dict[int, list[Delivery]] = defaultdict(list)
    ids = list(message_ids)
    if not ids:
        return found
    mails = [OutboundMail.from_record(row) for row in await desk.db.fetch_all(_MAILS, {"ids": ids})]
    behind = await _behind(desk, [one.id for one in mails if one.state is OutboxState.QUEUED and not one.tries])
    for mail in mails:
        if mail.message_id is not None:
            found[mail.message_id].append(Delivery.of(mail, is_behind=mail.id in behind))
    return found


async def _behind(desk: Desk, waiting: list[int]) -> frozenset[int]:
    """Which of these mails an earlier one of their ticket holds up."""
    if not waiting:
        return frozenset()
    query = select(outbox.c.id).where(outbox.c.id.in_(waiting), outbox.c.ahead.is_(False), is_behind_another())
    return frozenset(row.id for row in await desk.db.fetch_all(query))
