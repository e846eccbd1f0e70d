"""A simulated customer email: lets a demo desk, which has no mailbox, show the way of an email."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr

from app.actions.mail.receiving import keep_raw
from app.credentials.codes import new_key
from app.desk import Desk
from mail.intake.processing import process

MAILBOX = "demo"


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a customer would have written. `answers`: the Message-ID of the mail of ours that it answers, or empty."""

    name: str
    email: str
    subject: str
    text: str
    answers: str = ""


def letter_of(simulated: Simulated, desk_address: str, message_id: str, now_ms: int) -> bytes:
    """The mail as a client would have made it (RFC 5322). The fields are single lines."""
    message = EmailMessage(policy=SMTP)
    name = simulated.name.replace('"', "'").replace("\\", "/")
    message["From"] = f'"{name}" <{simulated.email}>' if name else simulated.email
    message["To"] = desk_address
    message["Subject"] = simulated.subject
    message["Date"] = formatdate(now_ms / 1000)
    message["Message-ID"] = message_id
    if simulated.answers:
        message["In-Reply-To"] = simulated.answers
        message["References"] = simulated.answers
    message.set_content(simulated.text)
    return message.as_bytes()


async def take_in(desk: Desk, simulated: Simulated, now_ms: int) -> int:
    """Put the mail into the ledger, mailbox `demo`, and read it at once; return its number there."""
    key = new_key()
    address = parseaddr(desk.settings.mail_from or "")[1] or "desk@desk.example"
    raw = letter_of(simulated, address, f"<{key}@simulated.invalid>", now_ms)
    inbound_id = await keep_raw(desk, MAILBOX, key, raw, now_ms)
    await process(desk, inbound_id, now_ms)
    return inbound_id
