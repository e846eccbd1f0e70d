"""What the mail pages show about a row of the ledger or the outbox."""

from typing import Any

from starlette.requests import Request

from app.nouns.inbound_mail import InboundMail
from app.nouns.outbound_mail import OutboundMail
from app.nouns.reasons import readable
from web.console.frame.page import shell
from web.console.mail.words import MAIL_LABELS
from web.requests.context import desk_of


async def mail_frame(request: Request) -> dict[str, Any]:
    """What every mail page shows around its own part."""
    return {**await shell(request, "mail"), **MAIL_LABELS, "demo": desk_of(request).settings.demo}


def inbound_json(mail: InboundMail) -> dict[str, Any]:
    """A line of the ledger for a script."""
    return {
        "id": mail.id,
        "mailbox": mail.mailbox,
        "from_email": mail.from_email,
        "subject": mail.subject,
        "outcome": mail.outcome,
        "reason": readable(mail.reason),
        "tries": mail.tries,
        "size_bytes": mail.size_bytes,
        "received_ms": mail.received_ms,
        "ticket": mail.ticket_id,
        "message": mail.message_id,
    }


def outbox_json(mail: OutboundMail) -> dict[str, Any]:
    """A mail of the desk for a script."""
    return {
        "id": mail.id,
        "kind": mail.kind,
        "state": mail.state,
        "tries": mail.tries,
        "due_ms": mail.due_ms,
        "sent_ms": mail.sent_ms,
        "created_ms": mail.created_ms,
        "server_said": readable(mail.server_said),
        "to": mail.recipients,
        "ticket": mail.ticket_id,
        "maybe_twice": mail.maybe_twice,
    }
