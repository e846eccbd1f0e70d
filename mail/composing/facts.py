"""What a mail needs to know of the desk: read once, before anything is drawn."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, select

from app.codes import grouped
from app.desk import Desk
from app.errors import NotFound
from app.message import Attachment, Message, MessageKind
from app.queries.messages import message_by_id
from app.queries.tickets import ticket_by_id
from app.reasons import reason
from app.reply_tokens import message_id_domain
from app.ticket import Ticket
from mail.composing import header_text
from mail.composing.addresses import checked_address, sender_of
from mail.composing.faults import CannotCompose
from mail.composing.sheet import File
from sql.tables import inbound, messages, outbox

TO_CUSTOMER = ("confirmation", "answer", "lost_code")
QUOTED_CHARS = 2_000
QUOTED_LINES = 40


@dataclass(frozen=True)
class Row:
    """A row of the outbox, as its composer reads it."""

    id: int
    kind: str
    ticket_id: int | None
    message_id: int | None
    recipients: tuple[str, ...]
    language: str
    details: Mapping[str, Any]
    mime_message_id: str
    created_ms: int

    @classmethod
    def from_record(cls, record: Any) -> "Row":
        """The row with its JSON columns read."""
        return cls(
            id=record.id,
            kind=record.kind,
            ticket_id=record.ticket_id,
            message_id=record.message_id,
            recipients=tuple(json.loads(record.recipients)),
            language=record.language,
            details=json.loads(record.details),
            mime_message_id=record.mime_message_id,
            created_ms=record.created_ms,
        )


@dataclass(frozen=True)
class Ground:
    """What every mail stands on: the desk, the row, its checked addresses."""

    desk: Desk
    row: Row
    sender: tuple[str, str]
    recipients: tuple[str, ...]

    @property
    def brand(self) -> str:
        """The desk's name as the reader sees it."""
        return header_text.harmless(self.sender[0], header_text.NAME_CHARS)

    @property
    def loop_mark(self) -> str:
        """By which the desk knows its own mails when they come back."""
        return message_id_domain(self.desk.settings)

    async def ticket(self) -> Ticket:
        """The ticket that the mail is about. Raises CannotCompose where there is none."""
        found = await ticket_by_id(self.desk, self.row.ticket_id) if self.row.ticket_id else None
        if found is None:
            raise CannotCompose(reason("ticket_gone"))
        return found

    async def message(self) -> Message:
        """The message that the mail carries or tells of. Raises CannotCompose where there is none."""
        found = await message_by_id(self.desk, self.row.message_id) if self.row.message_id else None
        if found is None:
            raise CannotCompose(reason("message_gone"))
        return found

    async def file(self, attachment: Attachment, content_id: str = "") -> File:
        """An attachment with its bytes. Raises CannotCompose if they are gone."""
        try:
            content = await self.desk.storage.get(attachment.key)
        except NotFound:
            raise CannotCompose(reason("file_gone", name=attachment.name)) from None
        return File(attachment.name, attachment.content_type, content, content_id)

    def ticket_facts(self, ticket: Ticket) -> dict[str, object]:
        """What the ticket box shows; the link's code opens the ticket page without typing."""
        base = self.desk.settings.base_url
        return {
            "brand": self.brand,
            "number": ticket.number,
            "code": grouped(ticket.access_code),
            "link": f"{base}/t/{ticket.id}/{ticket.access_code}",
        }


def ground_of(desk: Desk, row: Row) -> Ground:
    """Check sender and recipients. Raises CannotCompose for an address that cannot be written to."""
    recipients = tuple(dict.fromkeys(checked_address(address) for address in row.recipients))
    if not recipients:
        raise CannotCompose(reason("no_recipient"))
    return Ground(desk, row, sender_of(desk.settings), recipients)


async def conversation_of(ground: Ground) -> tuple[str, list[str]]:
    """In-Reply-To and References that keep the customer's client on one conversation (RFC 5322 §3.6.4).

    All mails of the ticket in and out, in the order they came; the parent is the customer's newest, else ours.
    """
    came = (
        select(inbound.c.mime_message_id, inbound.c.received_ms)
        .select_from(inbound.join(messages, messages.c.inbound_id == inbound.c.id))
        .where(messages.c.ticket_id == ground.row.ticket_id, messages.c.kind == MessageKind.CUSTOMER.value)
        .where(messages.c.shared.is_(True), inbound.c.received_ms <= ground.row.created_ms)
    )
    left = (
        select(outbox.c.mime_message_id, outbox.c.created_ms)
        .where(outbox.c.ticket_id == ground.row.ticket_id, outbox.c.kind.in_(TO_CUSTOMER))
        .where(outbox.c.id < ground.row.id, outbox.c.state.not_in(("held", "recalled")))
    )
    by_time = itemgetter(1)
    customers = sorted(await _ids(ground, came.order_by(inbound.c.id)), key=by_time)
    ours = await _ids(ground, left.order_by(outbox.c.id))
    ordered = [one for one, _at in sorted(customers + ours, key=by_time)]
    newest = [one for one, _at in customers] or ordered or [""]
    return newest[-1], ordered


async def _ids(ground: Ground, query: Select[Any]) -> list[tuple[str, int]]:
    """Message-IDs that may stand in a header, with their time."""
    return [
        (row[0], row[1]) for row in await ground.desk.db.fetch_all(query) if header_text.is_message_id(row[0] or "")
    ]


async def last_from_customer(ground: Ground, before_id: int) -> Message | None:
    """The customer's newest message before this one: what an answer quotes."""
    of_customer = (messages.c.kind == MessageKind.CUSTOMER.value) & messages.c.shared.is_(True)
    query = (
        select(messages.c.id)
        .where(messages.c.ticket_id == ground.row.ticket_id, of_customer, messages.c.id < before_id)
        .order_by(messages.c.id.desc())
        .limit(1)
    )
    found = await ground.desk.db.fetch_val(query)
    return await message_by_id(ground.desk, int(found)) if found is not None else None


def shortened(text: str, chars: int = QUOTED_CHARS, lines: int = QUOTED_LINES) -> str:
    """The beginning of a text, as long as a quote should be."""
    kept = text.strip()[:chars].splitlines()
    cut = len(text.strip()) > chars or len(kept) > lines
    return "\n".join(kept[:lines]).rstrip() + (" …" if cut else "")
