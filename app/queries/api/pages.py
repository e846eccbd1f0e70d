"""Pages for programs: a ticket's messages, emails of both directions, customers' addresses. By key, never by offset."""

import heapq
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, func, literal, or_, select

from app.desk import Desk
from app.nouns.message import Message, MessageKind
from app.nouns.operator import Operator
from app.nouns.outbound_mail import OutboundMail
from app.nouns.status import Shelf
from app.queries.customer.known import is_there
from app.queries.mail.ledger import OUTBOX
from app.queries.people.roster import Roster
from app.queries.ticket.messages import completed
from app.queries.ticket.tickets import outside
from sql.tables import customers, inbound, messages, outbox, tickets

NO_LIMIT = 10**18 - 1  # the largest number that a cursor can name


async def messages_after(desk: Desk, ticket_id: int, after_id: int, limit: int, *, notes: bool) -> list[Message]:
    """A ticket's messages behind this one, as they came, without what was undone; `notes`: internal ones too."""
    query = select(messages).with_hint(messages, "FORCE INDEX (ix_messages_ticket_id)", "mysql")
    query = query.where(*_shown(ticket_id, notes=notes), messages.c.id > after_id)
    return await completed(desk, query.order_by(messages.c.id).limit(limit))


async def count_messages(desk: Desk, ticket_id: int, *, notes: bool) -> int:
    """How many there are in all."""
    query = select(func.count()).select_from(messages).where(*_shown(ticket_id, notes=notes))
    return int(await desk.db.fetch_val(query) or 0)


def _shown(ticket_id: int, *, notes: bool) -> list[ColumnElement[bool]]:
    shown = [messages.c.ticket_id == ticket_id, messages.c.recalled_ms.is_(None)]
    return shown if notes else [*shown, messages.c.kind != MessageKind.NOTE.value]


@dataclass(frozen=True, slots=True)
class EmailPlace:
    """Where a page of emails ends: below these numbers of received and of sent ones."""

    received: int = NO_LIMIT
    sent: int = NO_LIMIT

    def __str__(self) -> str:
        """As a cursor."""
        return f"{self.received}-{self.sent}"


@dataclass(frozen=True, slots=True)
class EmailLine:
    """One email, received or sent."""

    id: int
    is_sent: bool
    ticket_id: int | None
    sender: str
    to: tuple[str, ...]
    subject: str
    at_ms: int
    state: str


@dataclass(frozen=True, slots=True)
class EmailFilter:
    """Which emails."""

    direction: str = ""  # in, out, "": both
    ticket_id: int | None = None
    state: str = ""
    from_ms: int | None = None
    until_ms: int | None = None

    def of(self, table: Table, state: ColumnElement[str], at_ms: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """The conditions on one direction's table."""
        found: list[ColumnElement[bool]] = []
        if self.ticket_id is not None:
            found.append(table.c.ticket_id == self.ticket_id)
        if self.state:
            found.append(state == self.state)
        if self.from_ms is not None:
            found.append(at_ms >= self.from_ms)
        if self.until_ms is not None:
            found.append(at_ms < self.until_ms)
        return found


async def emails_below(
    desk: Desk, reader: Operator, known: Roster, wanted: EmailFilter, place: EmailPlace, limit: int
) -> tuple[list[EmailLine], EmailPlace | None]:
    """The newest emails below the place, and the place after them (None: that was all)."""
    received_lines: list[EmailLine] = []
    sent_lines: list[EmailLine] = []
    if wanted.direction != "out":
        rows = await desk.db.fetch_all(_received(reader, wanted).where(inbound.c.id < place.received).limit(limit + 1))
        received_lines = [
            EmailLine(row.id, False, row.ticket_id, row.from_email, (), row.subject, row.received_ms, row.outcome)
            for row in rows
        ]
    if wanted.direction != "in":
        rows = await desk.db.fetch_all(_sent(reader, wanted).where(outbox.c.id < place.sent).limit(limit + 1))
        sent_lines = [_sent_line(desk, known, row) for row in rows]
    # Each direction stays in the order of its numbers, whenever a mail left: below them the next page begins.
    found = list(heapq.merge(received_lines, sent_lines, key=lambda line: line.at_ms, reverse=True))
    shown = found[:limit]
    received = min([place.received, *(line.id for line in shown if not line.is_sent)])
    sent = min([place.sent, *(line.id for line in shown if line.is_sent)])
    return shown, EmailPlace(received, sent) if len(found) > limit else None


async def count_emails(desk: Desk, reader: Operator, wanted: EmailFilter) -> int:
    """How many there are in all."""
    count = 0
    for direction, query in (("in", _received(reader, wanted)), ("out", _sent(reader, wanted))):
        if wanted.direction in {"", direction}:
            count += int(
                await desk.db.fetch_val(select(func.count()).select_from(query.order_by(None).subquery())) or 0
            )
    return count


def _received(reader: Operator, wanted: EmailFilter) -> Select[Any]:
    columns = (inbound.c.id, inbound.c.ticket_id, inbound.c.from_email, inbound.c.subject)
    query = select(*columns, inbound.c.received_ms, inbound.c.outcome)
    query = query.select_from(inbound.outerjoin(tickets, tickets.c.id == inbound.c.ticket_id)).where(_visible(reader))
    query = query.where(*wanted.of(inbound, inbound.c.outcome, inbound.c.received_ms))
    return query.order_by(inbound.c.id.desc())


def _sent(reader: Operator, wanted: EmailFilter) -> Select[Any]:
    query = select(*OUTBOX, func.coalesce(tickets.c.subject, literal("")).label("subject"), tickets.c.group_id)
    query = query.select_from(outbox.outerjoin(tickets, tickets.c.id == outbox.c.ticket_id)).where(_visible(reader))
    query = query.where(*wanted.of(outbox, outbox.c.state, outbox.c.created_ms))
    return query.order_by(outbox.c.id.desc())


def _visible(reader: Operator) -> ColumnElement[bool]:
    """Of no ticket, or of one that exists for the reader."""
    gone = (Shelf.DELETED.value, Shelf.ERASED.value)
    there = tickets.c.shelf.not_in(gone) & outside(reader.hidden_group_ids)
    return or_(tickets.c.id.is_(None), there)


def _sent_line(desk: Desk, known: Roster, row: Any) -> EmailLine:
    mail = OutboundMail.from_record(row)
    group = known.group(row.group_id)
    sender = (group.sender_email if group else "") or parseaddr(desk.settings.mail_from or "")[1]
    return EmailLine(
        mail.id,
        True,
        mail.ticket_id,
        sender,
        mail.recipients,
        row.subject,
        mail.sent_ms or mail.created_ms,
        mail.state.value,
    )


async def addresses_after(desk: Desk, reader: Operator, after_id: int, limit: int) -> list[Any]:
    """Customers' addresses behind this one (`id name email`), of whom a ticket exists for the reader."""
    query = _addresses(reader).where(customers.c.id > after_id).order_by(customers.c.id).limit(limit)
    return list(await desk.db.fetch_all(query))


async def count_addresses(desk: Desk, reader: Operator) -> int:
    """How many there are in all."""
    return int(await desk.db.fetch_val(select(func.count()).select_from(_addresses(reader).subquery())) or 0)


def _addresses(reader: Operator) -> Select[Any]:
    theirs = select(tickets.c.id).where(tickets.c.email_key == customers.c.email_key)
    theirs = theirs.where(is_there(reader, Shelf.SPAM.value, Shelf.DELETED.value))
    columns = (customers.c.id, customers.c.name, customers.c.email)
    return select(*columns).where(theirs.exists(), customers.c.erase_ms.is_(None))
