"""All that the desk has of a customer, ticket by ticket, as it is handed out."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import select

from app.desk import Desk
from app.nouns.message import Message, MessageKind
from app.nouns.status import Shelf
from app.nouns.ticket import Ticket
from app.queries.customer.known import KnownCustomer
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import TICKET, ticket_in
from app.site_forms.site_form import FormEntry
from sql.tables import tickets

SLICE: Final = 50
TO_OR_FROM_THEM: Final = (MessageKind.CUSTOMER, MessageKind.ANSWER)


async def tickets_to_hand_out(desk: Desk, customer: KnownCustomer) -> AsyncIterator[Ticket]:
    """Every ticket of theirs that is not erased, oldest first."""
    own = tickets.c.email_key.in_(customer.email_keys) & (tickets.c.shelf != Shelf.ERASED.value)
    last = 0
    while rows := await desk.db.fetch_all(TICKET.where(own, tickets.c.id > last).order_by(tickets.c.id).limit(SLICE)):
        for row in rows:
            yield ticket_in(row)
        last = rows[-1].id


async def messages_to_hand_out(desk: Desk, ticket: Ticket, *, internal: bool) -> list[Message]:
    """What was written to and by them; `internal`: notes and what third parties wrote as well."""
    written = [one for one in await messages_of(desk, ticket.id) if one.recalled_ms is None]
    return [one for one in written if internal or one.shared or one.kind in TO_OR_FROM_THEM]


async def count_to_hand_out(desk: Desk, customer: KnownCustomer) -> int:
    """How many tickets that is."""
    own = tickets.c.email_key.in_(customer.email_keys) & (tickets.c.shelf != Shelf.ERASED.value)
    return len(await desk.db.fetch_all(select(tickets.c.id).where(own)))


def customer_facts(customer: KnownCustomer) -> dict[str, Any]:
    """The customer themselves."""
    return {
        "name": customer.name,
        "language": customer.language,
        "note": customer.note,
        "since": _moment(customer.created_ms),
        "addresses": [{"email": one.email, "verified": one.is_proved} for one in customer.addresses],
    }


def ticket_facts(ticket: Ticket, entry: FormEntry | None = None) -> dict[str, Any]:
    """One ticket's own data, with what came with it by a form on another site (`entry`)."""
    who = ticket.customer
    return {
        "number": ticket.id,
        "subject": ticket.subject,
        "status": ticket.status.value,
        "name": who.name,
        "email": who.email,
        "phone": who.phone,
        "address": who.address,
        "city": who.city,
        "country": who.country,
        "language": ticket.language,
        "client_ip": ticket.client_ip,
        "came_by": ticket.source,
        **({"form": entry.form_name, "further_fields": {one.label: one.text for one in entry.fields}} if entry else {}),
        "opened": _moment(ticket.created_ms),
        "updated": _moment(ticket.updated_ms),
        "deleted": None if ticket.deleted_ms is None else _moment(ticket.deleted_ms),
    }


def message_facts(message: Message, files: list[str], raw: str | None) -> dict[str, Any]:
    """One message, with the names that its files have in the archive."""
    return {
        "number": message.id,
        "kind": message.kind.value,
        "came_by": message.source,
        "at": _moment(message.created_ms),
        "author": message.author_name,
        "author_email": message.author_email,
        "to": list(message.to),
        "cc": list(message.cc),
        "text": message.text,
        "html": str(message.html) if message.html is not None else None,
        "quoted_text": message.quoted_text,
        "files": files,
        "email": raw,
    }


def _moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat()
