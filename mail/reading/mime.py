"""A part of a message (RFC 2045): what its headers say about it, and where its body is.

A part is a range of the message, not a copy: copied, twenty nested multiparts would be twenty messages.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from urllib.parse import unquote

from mail.letter import limits
from mail.reading.decoding.transfer import decode_transfer
from mail.reading.headers.fields import Headers
from mail.reading.headers.parameters import parse_parameters
from mail.reading.headers.words import header_text

_TYPE: Final = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,120}")
_BEHIND_TOKEN: Final = re.compile(r"[;(,\s]")


@dataclass
class Part:
    """A message or one of its parts: header fields, the place of its body in `raw`, and its own parts if any."""

    headers: Headers
    raw: bytes = field(repr=False)
    start: int
    stop: int
    default_type: str = "text/plain"
    children: list["Part"] = field(default_factory=list)
    too_deep: bool = False
    """A multipart whose own parts were not read, for it stands at the limit of depth."""

    @cached_property
    def _type_and_parameters(self) -> tuple[str, dict[str, str]]:
        value, parameters = parse_parameters(header_text(self.headers.first("content-type")))
        if value == "text":
            value = "text/plain"
        return (value if _TYPE.fullmatch(value) else self.default_type), parameters

    @property
    def content_type(self) -> str:
        """Type in lower case; the default where none or a malformed one is given (RFC 2045 §5.2)."""
        return self._type_and_parameters[0]

    @property
    def parameters(self) -> dict[str, str]:
        """Parameters of Content-Type."""
        return self._type_and_parameters[1]

    @cached_property
    def _disposition_and_parameters(self) -> tuple[str, dict[str, str]]:
        return parse_parameters(header_text(self.headers.first("content-disposition"), self.charset))

    @property
    def disposition(self) -> str:
        """`inline`, `attachment`, or an empty string."""
        return self._disposition_and_parameters[0]

    @property
    def charset(self) -> str:
        """The charset that the part says it is in."""
        return self.parameters.get("charset", "")

    @property
    def file_name(self) -> str:
        """The name that the sender gave it, not cleaned, or an empty string."""
        name = self._disposition_and_parameters[1].get("filename", "") or self.parameters.get("name", "")
        return _unquoted(name) if "%" in name else name

    @property
    def content_id(self) -> str | None:
        """Content-ID without angle brackets."""
        text = header_text(self.headers.first("content-id")).strip().strip("<>").strip()
        return text[: limits.MESSAGE_ID_CHARS] or None

    @property
    def body(self) -> bytes:
        """The body, undecoded."""
        return self.raw[self.start : self.stop]

    @property
    def encoding(self) -> str:
        """The transfer encoding that the part says it is in."""
        spelled = header_text(self.headers.first("content-transfer-encoding")).strip().strip("\"'")
        return _BEHIND_TOKEN.split(spelled, maxsplit=1)[0]

    @cached_property
    def payload(self) -> bytes:
        """The body with its transfer encoding undone."""
        return decode_transfer(self.body, self.encoding)

    def head(self, count: int) -> bytes:
        """The first bytes of the payload, at most `count`, without decoding the rest."""
        return decode_transfer(self.raw[self.start : min(self.stop, self.start + 4 * count)], self.encoding)[:count]


def _unquoted(name: str) -> str:
    """Some mailers percent-encode a plain name (`R%C3%A9sum%C3%A9.pdf`); one in ASCII alone means its percent signs."""
    try:
        decoded = unquote(name, errors="strict")
    except UnicodeDecodeError:
        return name
    return name if decoded.isascii() else decoded
