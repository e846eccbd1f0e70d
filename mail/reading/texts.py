"""A leaf of text taken as what the letter says: decoded, unflowed, within limits, its uuencoded files taken out."""

import re
from typing import Final

from mail import limits
from mail.letter import LetterAttachment
from mail.reading.charsets import decode_text
from mail.reading.cleaning import clean_body
from mail.reading.contents import Body, Contents
from mail.reading.file_names import clean_file_name, name_for
from mail.reading.files import attach
from mail.reading.flowed import unflow
from mail.reading.html_text import html_to_text
from mail.reading.mime import Part
from mail.reading.transfer import uuencoded_files
from mail.reading.words import header_text

_META_BYTES: Final = 2048
_PAGE: Final = re.compile(rb"[\s\xef\xbb\xbf]{0,40}(?:<!doctype html[^>]{0,200}>|<html[\s>])", re.IGNORECASE)


def add_plain(part: Part, contents: Contents) -> None:
    """Add a plain text; what is beyond the limit follows as a file."""
    payload = part.payload
    if b"\nbegin " in payload or payload.startswith(b"begin "):
        payload = _take_uuencoded(payload, contents)
    # RFC 2152's UTF-7 is honoured here and nowhere else: plain text is escaped wherever it is shown.
    label = part.charset.lower()
    text = payload.decode("utf-7", "replace") if "utf-7" in label and payload.isascii() else decode_text(payload, label)
    text = clean_body(text)
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    if part.content_type in {"text/enriched", "text/richtext"}:
        text = html_to_text(text.replace("\n\n", "<br>").replace("<<", "&lt;"))
    if len(text) > limits.TEXT_CHARS:
        attach(part, contents)
        text = text[: limits.TEXT_CHARS]
    contents.bodies.append(Body(plain=text))


def add_html(part: Part, contents: Contents) -> None:
    """Add a page; one beyond the limit is shown as its words."""
    page = clean_body(decode_text(part.payload, part.charset or _charset_in_page(part.payload)))
    if len(page) > limits.HTML_CHARS:
        # Too large to sanitise in time: its words are shown, the page itself is kept as a file.
        attach(part, contents)
        contents.bodies.append(Body(plain=html_to_text(page[: 4 * limits.HTML_CHARS])[: limits.TEXT_CHARS]))
        return
    contents.bodies.append(Body(html=page))


def looks_like_page(part: Part) -> bool:
    """Say whether a part is a page by its first tag, though it calls itself plain text."""
    return _PAGE.match(part.payload[:_META_BYTES]) is not None


def _charset_in_page(payload: bytes) -> str:
    """Return what `<meta charset>` says where the part's header says nothing."""
    head = payload[:_META_BYTES].lower()
    at = head.find(b"charset=")
    return (
        head[at + 8 : at + 40].decode("latin-1").strip("\"' ").split('"')[0].split("'")[0].split(">")[0].split(";")[0]
        if at >= 0
        else ""
    )


def _take_uuencoded(payload: bytes, contents: Contents) -> bytes:
    kept: list[bytes] = []
    at = 0
    for start, end, raw_name, content in uuencoded_files(payload):
        name = clean_file_name(header_text(raw_name)) or name_for(
            "application/octet-stream", len(contents.attachments) + 1
        )
        contents.attachments.append(LetterAttachment(name, "application/octet-stream", content))
        kept.append(payload[at:start])
        at = end
    return b"".join([*kept, payload[at:]])
