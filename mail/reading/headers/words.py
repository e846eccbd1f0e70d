"""Header values to text: encoded words (RFC 2047), raw 8-bit bytes, and both at once."""

import re
from typing import Final

from mail.reading.decoding.charsets import decode_text
from mail.reading.decoding.transfer import decode_base64, decode_quoted_printable

# The text may hold blanks, which RFC 2047 forbids and many mailers write; it may not hold a question mark,
# and so the search is linear.
_ENCODED: Final = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,60000})\?=")
# `?` inside Q text and a missing end are met too; these are tried on what is left.
_UNENDED: Final = re.compile(r"=\?([A-Za-z0-9_-]{2,40})\?([bBqQ])\?([^?\s]{2,60000})=?$")


def header_text(value: bytes, label: str = "") -> str:
    """Return a header's raw value as text; `label` is the charset that 8-bit bytes are tried with first."""
    text = value.decode("ascii") if value.isascii() and b"\x1b" not in value else decode_text(value, label)
    return decode_words(text) if "=?" in text else text


def named_charset(value: bytes) -> str:
    """Return the charset that a header's first encoded word names, or an empty string."""
    match = _ENCODED.search(value.decode("ascii", "replace")) if b"=?" in value else None
    return match[1].split("*", 1)[0] if match else ""


def decode_words(text: str) -> str:
    """Return the text with its encoded words decoded; what cannot be decoded stays as it is.

    White space between two encoded words falls away; neighbours in one charset are joined before decoding,
    because many mailers cut a word in the middle of a character.
    """
    pieces: list[str] = []
    pending: tuple[str, bytes] | None = None
    at = 0
    for match in _ENCODED.finditer(text):
        between = text[at : match.start()]
        charset, data = match[1].split("*", 1)[0].lower(), _word_bytes(match[2], match[3])
        if pending and not between.strip() and pending[0] == charset:
            pending = (charset, pending[1] + data)
        else:
            if pending:
                pieces.append(_decoded(*pending))
            if between.strip() or not pending:
                pieces.append(between)
            pending = (charset, data)
        at = match.end()
    if pending:
        pieces.append(_decoded(*pending))
    rest = text[at:]
    if "=?" in rest and (unended := _UNENDED.search(rest)):
        rest = rest[: unended.start()] + _decoded(unended[1], _word_bytes(unended[2], unended[3]))
    return "".join([*pieces, rest])


def _decoded(charset: str, data: bytes) -> str:
    """Return a word's text. UTF-7 (RFC 2152) is honoured: a header is plain text and escaped wherever it is shown."""
    if "utf-7" in charset.lower() and data.isascii():
        return data.decode("utf-7", "replace")
    return decode_text(data, charset)


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "bB":
        return decode_base64(data)
    return decode_quoted_printable(data.replace(b"_", b" "))
