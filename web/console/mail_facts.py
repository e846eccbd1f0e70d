"""What the mail pages say of a row of the ledger or the outbox, and show around it."""

import json
from typing import Any

from starlette.requests import Request

from app.reasons import readable
from web.console.mail_words import MAIL_LABELS
from web.console.page import shell
from web.context import desk_of


async def mail_frame(request: Request) -> dict[str, Any]:
    """What every mail page shows around its own part."""
    return {**await shell(request, "mail"), **MAIL_LABELS, "demo": desk_of(request).settings.demo}


def recipients_of(row: Any) -> list[str]:
    """The addresses of a row of the outbox."""
    return list(json.loads(row.recipients))


def inbound_json(row: Any) -> dict[str, Any]:
    """A row of the ledger for a script."""
    names = ("id", "mailbox", "from_email", "subject", "outcome", "reason", "tries", "size_bytes", "received_ms")
    facts = {"reason": readable(row.reason), "ticket": row.ticket_id, "message": row.message_id}
    return {**{name: row[name] for name in names}, **facts}


def outbox_json(row: Any) -> dict[str, Any]:
    """A row of the outbox for a script."""
    names = ("id", "kind", "state", "tries", "due_ms", "sent_ms", "created_ms", "server_said")
    facts = {"to": recipients_of(row), "ticket": row.ticket_id, "maybe_twice": bool(row.maybe_twice)}
    return {**{name: row[name] for name in names}, **facts, "server_said": readable(row.server_said)}
