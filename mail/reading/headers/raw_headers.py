"""The raw headers of a message, encoded words included, to see exactly what was sent."""

from email import policy
from email.parser import BytesHeaderParser
from typing import Final

from app.text.one_line import printable_line
from mail.letter import limits

HEADERS: Final = 200
HEADER_CHARS: Final = 2_000


def raw_headers(raw: bytes) -> list[tuple[str, str]]:
    """Name and value of each, unfolded, what cannot be printed as blanks; at most HEADERS of HEADER_CHARS.

    The header block alone is parsed: Python's parser recurses into parts, and a thousand of them are too many for it.
    """
    head = BytesHeaderParser(policy=policy.compat32).parsebytes(raw[: limits.HEADER_BLOCK_BYTES])
    found = [(name, printable_line(str(value))[:HEADER_CHARS]) for name, value in head.raw_items()]
    return found[:HEADERS]
