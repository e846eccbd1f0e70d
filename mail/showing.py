"""A mail as an administrator's page shows it: its headers as they stand there, what was read in it, its HTML."""

import asyncio
import base64
import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Any, Final

from app.desk import Desk
from app.html_safety import clean_mail_html
from app.languages import _
from app.queries.mail_ledger import frozen_mime, outbox_row
from mail import limits
from mail.composing import CannotCompose, compose
from mail.composing.facts import Row
from mail.inspect import inspect
from mail.intake.reading import READ_S, in_own_thread

HEADERS: Final = 200
HEADER_CHARS: Final = 2_000
PICTURES_BYTES: Final = 2 * 1024 * 1024
_PREHEADER: Final = re.compile(r'<div class="preheader".*?</div>', re.DOTALL)  # for lists of mails, which hide it


async def came(raw: bytes) -> dict[str, Any]:
    """What the desk reads in a mail that came: as `mail inspect` says it, `headers`, and `pictures` of the HTML.

    Never fails on a message; one that takes too long to read says so in `flaws`, in the reader's language, with its headers alone.
    """
    try:
        async with asyncio.timeout(READ_S):
            return await in_own_thread(lambda: {**inspect(raw), **_outside(raw)})
    except TimeoutError:
        return {"kind": "broken", "flaws": [_("it takes too long to read")], "headers": headers_of(raw), "html": None}


async def left(desk: Desk, outbox_id: int) -> dict[str, Any]:
    """A mail of ours as it was sent, or as it would be now: `headers`, `text`, `html`, `pictures`, `is_frozen`, `fault`.

    Raises NotFound.
    """
    mime = await frozen_mime(desk, outbox_id)
    is_frozen = mime is not None
    if mime is None:
        try:
            mime = (await compose(desk, _shown(desk, Row.from_record(await outbox_row(desk, outbox_id))))).mime
        except CannotCompose as fault:
            return {"headers": [], "text": "", "html": None, "pictures": {}, "is_frozen": False, "fault": str(fault)}
    made = await asyncio.to_thread(_ours, mime)
    return {**made, "is_frozen": is_frozen, "fault": ""}


def _shown(desk: Desk, row: Row) -> Row:
    """The row without what its reader alone may have: who reads the mail here must not follow its link. A demo may."""
    if desk.settings.demo:
        return row
    return replace(row, details={name: value for name, value in row.details.items() if name != "nonce"})


def headers_of(raw: bytes) -> list[tuple[str, str]]:
    """The headers as they stand there, encoded words and all: what was done to them is what one looks for."""
    head = raw[: limits.HEADER_BLOCK_BYTES]
    items = message_from_bytes(head, policy=policy.compat32).raw_items()
    return [(name, " ".join(_printable(str(value)).split())[:HEADER_CHARS]) for name, value in items][:HEADERS]


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _outside(raw: bytes) -> dict[str, Any]:
    return {"headers": headers_of(raw), "pictures": _pictures(message_from_bytes(raw, policy=policy.compat32))}


def _ours(mime: bytes) -> dict[str, Any]:
    """Our own bytes, which are well-formed."""
    message = message_from_bytes(mime, policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101  # the policy makes one
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    return {
        "headers": headers_of(mime),
        "text": plain.get_content() if plain is not None else "",
        "html": str(clean_mail_html(_PREHEADER.sub("", page.get_content()))) if page is not None else None,
        "pictures": _pictures(message),
        "files": [one.get_filename() or "" for one in message.iter_attachments()],
    }


def _pictures(message: Message) -> dict[str, str]:
    """`data:` addresses of the pictures inside, by Content-ID, so that the frame needs no network."""
    found: dict[str, str] = {}
    room = PICTURES_BYTES
    for part in message.walk():
        name = str(part.get("Content-ID", "")).strip().strip("<>")
        content = part.get_payload(decode=True) if name and part.get_content_maintype() == "image" else None
        if isinstance(content, bytes) and len(content) <= room:
            room -= len(content)
            found[name] = f"data:{part.get_content_type()};base64,{base64.b64encode(content).decode('ascii')}"
    return found
