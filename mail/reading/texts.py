"""A text part as the mail's content: decoded, unflowed, within limits, its uuencoded files taken out."""

import re
from typing import Final

from mail.letter import limits
from mail.reading.clear_signed import without_armour
from mail.reading.contents import Body, LetterContents
from mail.reading.data_pictures import take_pictures
from mail.reading.decoding.charsets import codec_named, decode_text
from mail.reading.decoding.cleaning import clean_body
from mail.reading.decoding.flowed import unflow
from mail.reading.decoding.transfer import uuencoded_files
from mail.reading.files import attach, attach_content
from mail.reading.markup.hidden_html import without_hidden
from mail.reading.markup.html_text import html_to_text
from mail.reading.mime import Part

_META_BYTES: Final = 2048
_LINE_BYTES: Final = 4096
_PAGE: Final = re.compile(rb"[\s\xef\xbb\xbf]{0,40}(?:<!doctype html[^>]{0,200}>|<html[\s>])", re.IGNORECASE)


def add_plain(part: Part, contents: LetterContents) -> None:
    """Add a plain text; what is beyond the limit follows as a file."""
    whole = part.payload
    if b"\nbegin " in whole or whole.startswith(b"begin "):
        whole = _take_uuencoded(whole, contents)
    # RFC 2152's UTF-7 is honoured here and nowhere else: plain text is escaped wherever it is shown.
    label = part.charset.lower()
    if codec_named(label) is None and "utf-7" not in label:
        label = contents.charset_hint
    payload = _beginning(whole, 4 * limits.TEXT_CHARS)
    text = payload.decode("utf-7", "replace") if "utf-7" in label and payload.isascii() else decode_text(payload, label)
    text = clean_body(text)
    if "-----BEGIN PGP SIGNED MESSAGE-----" in text and (said := without_armour(text)) is not None:
        text, contents.signed, contents.is_opened = said, True, True
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    if part.content_type in {"text/enriched", "text/richtext"}:
        text = html_to_text(text.replace("\n\n", "<br>").replace("<<", "&lt;"))
    if len(text) > limits.TEXT_CHARS or len(payload) < len(whole):
        attach(part, contents)
        text = text[: limits.TEXT_CHARS]
    contents.bodies.append(Body(plain=text))


def add_html(part: Part, contents: LetterContents) -> None:
    """Add a page; one beyond the limit is shown as its words."""
    whole = take_pictures(part.payload, contents)
    payload = _beginning(whole, 4 * 2 * limits.HTML_CHARS)
    label = next((one for one in (part.charset, _charset_in_page(payload)) if codec_named(one)), contents.charset_hint)
    page = clean_body(decode_text(payload, label))
    if len(page) > limits.HTML_CHARS or len(payload) < len(whole):
        # Too large to sanitise in time: its words are shown, the page itself is kept as a file.
        attach(part, contents)
        contents.bodies.append(Body(plain=html_to_text(page[: 4 * limits.HTML_CHARS])[: limits.TEXT_CHARS]))
        return
    contents.bodies.append(Body(html=without_hidden(page)))


def looks_like_page(part: Part) -> bool:
    """Say whether a part is a page by its first tag, though it calls itself plain text."""
    return _PAGE.match(part.head(_META_BYTES)) is not None


def _beginning(payload: bytes, most_bytes: int) -> bytes:
    """The first bytes, as many as can be shown in any charset, cut behind a line or else before a character of UTF-8.

    Cut before decoding: decoded whole, a mail in some charsets takes thirty times its length.
    """
    if len(payload) <= most_bytes:
        return payload
    line_end = payload.rfind(b"\n", most_bytes - _LINE_BYTES, most_bytes)
    end = line_end + 1 if line_end >= 0 and b"\0" not in payload[line_end - 2 : line_end + 3] else most_bytes
    while end > most_bytes - _LINE_BYTES and payload[end] & 0xC0 == 0x80:  # noqa: PLR2004  RFC 3629: 10xxxxxx goes on
        end -= 1
    return payload[:end]


def _charset_in_page(payload: bytes) -> str:
    """Return what `<meta charset>` says where the part's header says nothing."""
    head = payload[:_META_BYTES].lower()
    at = head.find(b"charset=")
    return (
        head[at + 8 : at + 40].decode("latin-1").strip("\"' ").split('"')[0].split("'")[0].split(">")[0].split(";")[0]
        if at >= 0
        else ""
    )


def _take_uuencoded(payload: bytes, contents: LetterContents) -> bytes:
    kept: list[bytes] = []
    at = 0
    for start, end, raw_name, content in uuencoded_files(payload):
        attach_content(raw_name, content, contents)
        kept.append(payload[at:start])
        at = end
    return b"".join([*kept, payload[at:]])
