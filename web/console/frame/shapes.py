"""Tickets and messages as the console's JSON: what a script that acts as an operator gets."""

from typing import Any

from starlette.requests import Request

from app.nouns.group import Group
from app.nouns.message import Attachment, Delivery, Message
from app.nouns.reasons import readable
from app.nouns.ticket import Ticket
from web.requests.context import roster_of


async def one_ticket_json(request: Request, ticket: Ticket) -> dict[str, Any]:
    """A ticket that was read or changed alone: its group is looked up."""
    return ticket_json(request, ticket, (await roster_of(request)).group(ticket.group_id))


def ticket_json(request: Request, ticket: Ticket, group: Group | None) -> dict[str, Any]:
    """The ticket with its group; times are UTC milliseconds. `docs/console-http.md` says what each field is."""
    customer = ticket.customer
    holder = {"id": ticket.operator_id, "name": ticket.operator_name, "since_ms": ticket.held_since_ms}
    return {
        "id": ticket.id,
        "subject": ticket.subject,
        "status": ticket.status.value,
        "shelf": ticket.shelf.value,
        "name": customer.name,
        "email": customer.email,
        "phone": customer.phone,
        "address": customer.address,
        "city": customer.city,
        "country": customer.country,
        "language": ticket.language,
        "source": ticket.source,
        "client_ip": ticket.client_ip,
        "access_code": ticket.access_code,
        "incomplete": ticket.incomplete,
        "proved": ticket.is_proved,
        "holder": holder if ticket.operator_id is not None else None,
        "group": {"id": group.id, "name": group.name} if group else None,
        "duplicate_of": ticket.duplicate_of,
        "snoozed_until": "customer" if ticket.sleeps_until_customer else ticket.snoozed_until_ms,
        "spam": ticket.is_spam,
        "deleted": ticket.is_deleted,
        "created": ticket.created_ms,
        "updated": ticket.updated_ms,
        "url": f"{request.app.state.settings.base_url}/tickets/{ticket.id}",
    }


def message_json(message: Message) -> dict[str, Any]:
    """A message, notes included: only for operators."""
    delivery = message.delivery
    return {
        "id": message.id,
        "ticket": message.ticket_id,
        "kind": message.kind.value,
        "author": message.author_name,
        "text": message.text,
        "html": message.html,
        "shared": message.shared,
        "warning": message.warning,
        "created": message.created_ms,
        "held_until_ms": message.held_until_ms if message.is_undoable else None,
        "recalled": message.recalled_ms is not None,
        "delivery": {"state": delivery.state, "server_said": readable(delivery.server_said)} if delivery else None,
        "deliveries": [delivery_json(one) for one in message.deliveries],
        "attachments": [attachment_json(file) for file in message.attachments],
    }


def delivery_json(delivery: Delivery) -> dict[str, Any]:
    """The delivery to one recipient."""
    said = readable(delivery.server_said)
    facts = {"mail": delivery.outbox_id, "kind": delivery.kind, "to": delivery.email}
    return {**facts, "state": delivery.state, "server_said": said}


def attachment_json(attachment: Attachment) -> dict[str, Any]:
    """A file: its key is its name in addresses."""
    return {
        "key": attachment.key,
        "name": attachment.name,
        "type": attachment.content_type,
        "size": attachment.size_bytes,
        "url": f"/attachments/{attachment.key}",
    }
