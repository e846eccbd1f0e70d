"""A customer's data as one ZIP file: JSON, messages, files and emails, made as it is taken."""

import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import Response

from app.core.errors import NotFound
from app.desk import Desk
from app.nouns.message import Message
from app.nouns.ticket import Ticket
from app.queries.api.forms import entry_of
from app.queries.customer.archive import (
    customer_facts,
    message_facts,
    messages_to_hand_out,
    ticket_facts,
    tickets_to_hand_out,
)
from app.queries.customer.known import KnownCustomer
from app.queries.mail.inbound import raw_mail
from web.requests.zipped import ArchiveFile, entries_response, names_of


def archive_response(desk: Desk, customer: KnownCustomer, *, internal: bool) -> Response:
    """`customer.json`, and a folder for each ticket. What the storage has lost is left out."""
    return entries_response(f"customer-{customer.id}.zip", _entries(desk, customer, internal=internal))


async def _entries(desk: Desk, customer: KnownCustomer, *, internal: bool) -> AsyncIterator[ArchiveFile]:
    yield ArchiveFile("customer.json", _json(customer_facts(customer)))
    async for ticket in tickets_to_hand_out(desk, customer):
        async for entry in _of_ticket(desk, ticket, internal=internal):
            yield entry


async def _of_ticket(desk: Desk, ticket: Ticket, *, internal: bool) -> AsyncIterator[ArchiveFile]:
    folder, told = f"ticket-{ticket.id}", []
    for message in await messages_to_hand_out(desk, ticket, internal=internal):
        files = [f"{folder}/message-{message.id}/{name}" for name in names_of(message.attachments)]
        for name, file in zip(files, message.attachments, strict=True):
            try:
                yield ArchiveFile(name, await desk.storage.stream(file.key))
            except NotFound:
                continue
        raw = await _raw(desk, message)
        mail = f"{folder}/message-{message.id}.eml" if raw is not None else None
        if mail and raw is not None:
            yield ArchiveFile(mail, raw)
        yield ArchiveFile(f"{folder}/message-{message.id}.txt", message.text.encode())
        told.append(message_facts(message, files, mail))
    entry = await entry_of(desk, ticket.id) if ticket.may_have_entry else None
    yield ArchiveFile(f"{folder}/ticket.json", _json({**ticket_facts(ticket, entry), "messages": told}))


async def _raw(desk: Desk, message: Message) -> bytes | None:
    if message.inbound_id is None:
        return None
    try:
        return await raw_mail(desk, message.inbound_id)
    except NotFound:
        return None


def _json(facts: dict[str, Any]) -> bytes:
    return json.dumps(facts, ensure_ascii=False, indent=2).encode()
