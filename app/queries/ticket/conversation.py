"""The mails of a ticket that went to and fro with one side, by which the next one stays in its conversation (RFC 5322 §3.6.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select

from app.desk import Desk
from app.nouns.message import MessageKind
from app.nouns.outbound_mail import NEVER_LEFT, TO_CUSTOMER, TO_OTHERS, MailKind, OutboundMail
from app.queries.mail.ledger import OUTBOX
from sql.tables import inbound, messages, outbox


@dataclass(frozen=True, slots=True)
class Named:
    """A mail's Message-ID, and when it came or was written (UTC milliseconds)."""

    message_id: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """Before one mail: what came from its reader, and what left to them, each in order."""

    came: tuple[Named, ...]
    left: tuple[Named, ...]


async def conversation_with_customer(desk: Desk, mail: OutboundMail) -> Conversation:
    """All that the customer has written and got on the mail's ticket before it."""
    came = await _named_by(desk, _CAME_FROM_CUSTOMER, mail)
    return Conversation(came, tuple(map(_named, await _left(desk, mail, TO_CUSTOMER))))


async def conversation_with_others(desk: Desk, mail: OutboundMail) -> Conversation:
    """Everything the recipient, not the customer, has sent and received on this ticket before it; nothing of the customer's.

    The Message-IDs of what the customer gets are the customer's reply tokens.
    """
    theirs = {address.lower() for address in mail.recipients}
    came = await _named_by(desk, _came(MessageKind.THIRD_PARTY, inbound.c.from_email.in_(theirs)), mail)
    left = await _left(desk, mail, TO_OTHERS)
    return Conversation(came, tuple(_named(one) for one in left if theirs & {to.lower() for to in one.recipients}))


def _came(kind: MessageKind, theirs: ColumnElement[bool]) -> Select[tuple[str | None, int]]:
    """The mails of this kind, and theirs, that a ticket got up to a moment."""
    return (
        select(inbound.c.mime_message_id, inbound.c.received_ms)
        .select_from(inbound.join(messages, messages.c.inbound_id == inbound.c.id))
        .where(messages.c.ticket_id == bindparam("ticket"), messages.c.kind == kind.value)
        .where(theirs, inbound.c.received_ms <= bindparam("until_ms"))
        .order_by(inbound.c.received_ms, inbound.c.id)
    )


_CAME_FROM_CUSTOMER = _came(MessageKind.CUSTOMER, messages.c.shared.is_(True))


async def _named_by(desk: Desk, came: Select[tuple[str | None, int]], mail: OutboundMail) -> tuple[Named, ...]:
    rows = await desk.db.fetch_all(came, {"ticket": mail.ticket_id, "until_ms": mail.created_ms})
    return tuple(Named(row.mime_message_id or "", row.received_ms) for row in rows)


@lru_cache
def _before(kinds: tuple[MailKind, ...]) -> Select[Any]:
    """The mails of these kinds that left before one, as far as they leave."""
    return (
        select(*OUTBOX)
        .where(outbox.c.ticket_id == bindparam("ticket"), outbox.c.kind.in_(kinds))
        .where(outbox.c.id < bindparam("mail"), outbox.c.state.not_in(NEVER_LEFT))
        .order_by(outbox.c.id)
    )


async def _left(desk: Desk, mail: OutboundMail, kinds: Sequence[MailKind]) -> list[OutboundMail]:
    rows = await desk.db.fetch_all(_before(tuple(kinds)), {"ticket": mail.ticket_id, "mail": mail.id})
    return [OutboundMail.from_record(row) for row in rows]


def _named(mail: OutboundMail) -> Named:
    return Named(mail.mime_message_id, mail.created_ms)
