"""A mail for an administrator's page: its headers unchanged, what was read in it, its HTML."""

import asyncio
import base64
import re
from collections.abc import Iterable
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Any, Final

from app.credentials.mail_links import without_proof
from app.desk import Desk
from app.html_safety import clean_mail_html
from app.nouns.outbound_mail import OutboundMail
from app.nouns.reasons import readable
from app.queries.mail.ledger import frozen_mime, outbound_mail
from app.queries.ticket.tickets import ticket_by_id
from app.text.languages import _
from mail.composing import CannotCompose, compose
from mail.inspecting import as_json
from mail.intake.reading import in_own_thread
from mail.letter.letter import Letter
from mail.reader.process import READ_S, for_pages
from mail.reader.talk import LetterDefeats, LetterReading
from mail.reading.headers.raw_headers import raw_headers

PICTURES_BYTES: Final = 2 * 1024 * 1024
_PREHEADER: Final = re.compile(r'<div class="preheader".*?</div>', re.DOTALL)  # for lists of mails, which hide it


async def came(raw: bytes) -> dict[str, Any]:
    """What the desk reads in a mail that came: as `mail inspect` says it, `headers`, and `pictures` of the HTML.

    Never fails on a message; one that cannot be read says why in `flaws`, in the reader's language, with its headers alone.
    """
    [found] = await in_own_thread(lambda: for_pages.read([raw], with_headers=True))
    if isinstance(found, LetterDefeats):
        return await in_own_thread(lambda: _unread(raw, readable(found.why)))
    try:
        async with asyncio.timeout(READ_S):
            return await in_own_thread(lambda: _read(found))
    except TimeoutError:
        return await in_own_thread(lambda: _unread(raw, _("it took too long to read")))


def _read(found: LetterReading) -> dict[str, Any]:
    return {**as_json(found.letter), "headers": found.raw_headers, "pictures": _pictures_of(found.letter)}


def _unread(raw: bytes, why: str) -> dict[str, Any]:
    return {"kind": "broken", "flaws": [why], "headers": raw_headers(raw), "html": None}


async def left(desk: Desk, outbox_id: int) -> dict[str, Any]:
    """A mail of ours as it was sent, or as it would be now: `headers`, `text`, `html`, `page`, `pictures`, `is_frozen`, `fault`.

    `html` is cleaned like a mail that came, `page` is the whole document with its styles.

    Raises NotFound.
    """
    mime = await frozen_mime(desk, outbox_id)
    is_frozen = mime is not None
    mail = await outbound_mail(desk, outbox_id)
    if mime is None:
        try:
            mime = (await compose(desk, _shown(desk, mail))).mime
        except CannotCompose as fault:
            return {
                "headers": [],
                "text": "",
                "html": None,
                "page": None,
                "pictures": {},
                "is_frozen": False,
                "fault": str(fault),
            }
    ticket = await ticket_by_id(desk, mail.ticket_id) if mail.ticket_id else None
    shown = without_proof(desk.settings, ticket, mime) if ticket else mime
    made = await asyncio.to_thread(_ours, shown)
    return {**made, "is_frozen": is_frozen, "fault": ""}


def _shown(desk: Desk, mail: OutboundMail) -> OutboundMail:
    """The mail without what only its recipient may have: an administrator reading it here must not follow its link. A demo may."""
    if desk.settings.demo:
        return mail
    return replace(mail, details={name: value for name, value in mail.details.items() if name != "nonce"})


def _ours(mime: bytes) -> dict[str, Any]:
    """Our own bytes, which are well-formed."""
    message = message_from_bytes(mime, policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101  # the policy makes one
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    page = html.get_content() if html is not None else None
    return {
        "headers": raw_headers(mime),
        "text": plain.get_content() if plain is not None else "",
        "html": str(clean_mail_html(_PREHEADER.sub("", page))) if page is not None else None,
        "page": page,
        "pictures": _pictures(message),
        "files": [one.get_filename() or "" for one in message.iter_attachments()],
    }


def _pictures_of(letter: Letter) -> dict[str, str]:
    """`data:` addresses of the pictures inside, by Content-ID, so the frame needs no network."""
    files = ((one.content_id or "", one.content_type, one.payload) for one in letter.attachments if one.kept)
    return _in_line(files)


def _pictures(message: Message) -> dict[str, str]:
    """The same of a mail of ours."""
    parts = ((str(part.get("Content-ID", "")).strip().strip("<>"), part) for part in message.walk())
    named = ((name, part) for name, part in parts if name and part.get_content_maintype() == "image")
    return _in_line((name, part.get_content_type(), bytes(part.get_payload(decode=True))) for name, part in named)


def _in_line(files: Iterable[tuple[str, str, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    room = PICTURES_BYTES
    for name, content_type, content in files:
        if name and content_type.startswith("image/") and len(content) <= room:
            room -= len(content)
            found[name] = f"data:{content_type};base64,{base64.b64encode(content).decode('ascii')}"
    return found
