"""The one mail builder: an OutgoingMail, what a mail says, becomes its bytes, which are read again before they leave."""

import hashlib
import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import formatdate
from typing import Final

from app.files.names import NAME_LENGTH
from app.nouns.reasons import reason
from app.text.one_line import header_line
from mail.composing import header_text
from mail.composing.faults import CannotCompose

LINE_BYTES: Final = 998  # RFC 5322 §2.1.1
REFERENCES: Final = 20  # the first, and the last ones
AUTOMATIC: Final = frozenset({"auto-generated", "auto-replied"})  # RFC 3834 §5

_BARE_CR_OR_LF = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_LONG_LINE = re.compile(rb"[^\r\n]{%d}" % (LINE_BYTES + 1))
_CONTENT_TYPE = re.compile(r"(application|audio|font|image|model|text|video)/[a-z0-9][a-z0-9.+-]{0,80}")


@dataclass(frozen=True)
class File:
    """A file on the mail. With a `content_id` it is shown inside the HTML."""

    name: str
    content_type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True)
class OutgoingMail:
    """Everything a mail says. Header values may still be anything that a stranger typed; addresses are checked."""

    sender: tuple[str, str]
    to: tuple[str, str]
    subject: str
    message_id: str
    date_ms: int
    text: str
    html: str
    loop_mark: str
    cc: tuple[str, ...] = ()
    reply_to: str = ""  # empty: to the sender
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    automatic: str = ""  # Auto-Submitted: auto-generated, auto-replied; empty: a person wrote it
    files: tuple[File, ...] = field(default=())


def to_bytes(mail: OutgoingMail) -> bytes:
    """The mail as it goes over the wire. The same mail gives the same bytes.

    Raises CannotCompose if, read again, it had another header than it should have, or a line that servers disagree about.
    """
    headers = _headers(mail)
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    mime = head.encode("ascii") + _body(mail).as_bytes()
    _read_again(mime, [name for name, _value in headers])
    return mime


def _headers(mail: OutgoingMail) -> list[tuple[str, str]]:
    references = [one for one in dict.fromkeys(mail.references) if header_text.is_message_id(one)]
    if len(references) > REFERENCES:
        references = [references[0], *references[1 - REFERENCES :]]
    optional = {
        "Reply-To": mail.reply_to,
        "Cc": ",\r\n ".join(mail.cc),
        "In-Reply-To": header_text.message_ids([mail.in_reply_to]),
        "References": header_text.message_ids(references),
        "Auto-Submitted": mail.automatic if mail.automatic in AUTOMATIC else "",
        "X-Auto-Response-Suppress": "All" if mail.automatic in AUTOMATIC else "",
        # Not on what a person wrote: another desk would take it for a robot's.
        "X-Deskbell-Loop": mail.loop_mark if mail.automatic in AUTOMATIC else "",
    }
    return [
        ("From", header_text.mailbox(*mail.sender)),
        ("To", header_text.mailbox(*mail.to)),
        ("Subject", header_text.text_value(mail.subject)),
        ("Date", formatdate(mail.date_ms / 1000, usegmt=False)),
        ("Message-ID", mail.message_id),
        *[(name, value) for name, value in optional.items() if value],
    ]


def _body(mail: OutgoingMail) -> EmailMessage:
    """The parts: text and HTML as alternatives, pictures beside the HTML, files behind both."""
    message = EmailMessage(policy=policy.SMTP)
    message.set_content(_lines(mail.text), cte="quoted-printable")
    message.add_alternative(_lines(mail.html), subtype="html", cte="quoted-printable")
    page = message.get_payload(1)
    assert isinstance(page, EmailMessage)  # noqa: S101  # `add_alternative` has just made it
    for file in mail.files:
        maintype, subtype = _content_type(file)
        name = header_line(file.name, NAME_LENGTH) or "file"
        if file.content_id:
            page.add_related(
                file.content, maintype, subtype, cid=f"<{file.content_id}>", filename=name, disposition="inline"
            )
        else:
            message.add_attachment(file.content, maintype, subtype, filename=name)
    _set_boundaries(message, mail.message_id)
    return message


def _set_boundaries(message: EmailMessage, message_id: str) -> None:
    """Boundaries that follow from the Message-ID. `=_` occurs neither in quoted-printable nor in base64."""
    digest = hashlib.sha256(message_id.encode()).hexdigest()[:24]
    multiparts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(multiparts):
        part.set_boundary(f"=_{number}_{digest}")


def _content_type(file: File) -> tuple[str, str]:
    """The type allowed on a base64 part: no message/* or multipart/*, no parameters, nothing unknown."""
    found = file.content_type.partition(";")[0].strip().lower()
    if not _CONTENT_TYPE.fullmatch(found):
        return "application", "octet-stream"
    maintype, _slash, subtype = found.partition("/")
    return maintype, subtype


def _lines(text: str) -> str:
    """Text with plain line ends and without the characters that no mail can hold."""
    plain = re.sub(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    return re.sub("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]", "", plain)


def _read_again(mime: bytes, expected: list[str]) -> None:
    if _BARE_CR_OR_LF.search(mime) or _LONG_LINE.search(mime):
        raise CannotCompose(reason("odd_line"))
    names = [name for name, _value in message_from_bytes(mime, policy=policy.compat32).raw_items()]
    body = ["MIME-Version", "Content-Type"]
    if sorted(names) != sorted(expected + body):
        raise CannotCompose(reason("odd_headers"))
