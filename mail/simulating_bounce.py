"""A simulated bounce: what a mail server would say of a mail of the demo's (RFC 3464)."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr

from app.actions.mail.receiving import keep_raw
from app.credentials.codes import new_key
from app.desk import Desk
from mail.intake.processing import process
from mail.simulating import MAILBOX

_STATUS = """\
Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <{recipient}>: mailbox unavailable
"""
_REPORT = """\
This is the mail system at host mx.example.com.

Your message could not be delivered to one or more recipients.

<{recipient}>: host mx.example.com said: 550 5.1.1 mailbox unavailable
"""


async def bounce(desk: Desk, mime_message_id: str, recipient: str, now_ms: int) -> int:
    """Let the mail with this Message-ID come back from the recipient's server; return the report's number in the ledger."""
    key = new_key()
    address = parseaddr(desk.settings.mail_from or "")[1] or "desk@desk.example"
    raw = _report(address, mime_message_id, recipient, f"<{key}@mx.example.com>", now_ms)
    inbound_id = await keep_raw(desk, MAILBOX, key, raw, now_ms)
    await process(desk, inbound_id, now_ms)
    return inbound_id


def _report(address: str, mime_message_id: str, recipient: str, message_id: str, now_ms: int) -> bytes:
    boundary = "report"
    head = EmailMessage(policy=SMTP)
    head["From"] = "Mail Delivery System <MAILER-DAEMON@mx.example.com>"
    head["To"] = address
    head["Subject"] = "Undelivered Mail Returned to Sender"
    head["Date"] = formatdate(now_ms / 1000)
    head["Message-ID"] = message_id
    head["Auto-Submitted"] = "auto-replied"
    head["MIME-Version"] = "1.0"
    lines = head.as_bytes().rstrip().decode("ascii")
    kind = f'Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"'
    parts = (
        ("text/plain; charset=us-ascii", _REPORT.format(recipient=recipient)),
        ("message/delivery-status", _STATUS.format(recipient=recipient)),
        ("text/rfc822-headers", f"Message-ID: {mime_message_id}\nTo: {recipient}\nFrom: {address}\n"),
    )
    body = "".join(f"--{boundary}\nContent-Type: {of}\n\n{text}\n" for of, text in parts)
    return f"{lines}\n{kind}\n\n{body}--{boundary}--\n".replace("\r\n", "\n").replace("\n", "\r\n").encode("ascii")
