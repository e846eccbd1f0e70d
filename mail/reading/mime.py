"""The tree of a message's parts (RFC 2045, RFC 2046), bounded in depth and number, each byte looked at few times.

Python's own parser recurses without end on nested parts and takes seconds for thousands of them.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from urllib.parse import unquote

from app.reasons import reason
from mail import limits
from mail.reading.headers import Headers, split_headers
from mail.reading.parameters import parse_parameters
from mail.reading.transfer import decode_transfer
from mail.reading.words import header_text

_TYPE: Final = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,120}")
_BOUNDARY_LINE: Final = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?$", re.MULTILINE)
_BINARY: Final = frozenset({"application/octet-stream"})


@dataclass
class Part:
    """A message or one of its parts: header fields, encoded body, and its own parts where it is a multipart."""

    headers: Headers
    body: bytes
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
    def payload(self) -> bytes:
        """The body with its transfer encoding undone."""
        return decode_transfer(
            self.body, header_text(self.headers.first("content-transfer-encoding")).partition(";")[0]
        )


def _unquoted(name: str) -> str:
    """Some mailers percent-encode a plain name (`R%C3%A9sum%C3%A9.pdf`); one in ASCII alone means its percent signs."""
    try:
        decoded = unquote(name, errors="strict")
    except UnicodeDecodeError:
        return name
    return name if decoded.isascii() else decoded


class Budget:
    """What is left to be read of one message, and what was found wrong with it."""

    def __init__(self, flaws: list[str]) -> None:
        self.parts_left = limits.PARTS
        self.flaws = flaws

    def flaw(self, words: str) -> None:
        """Note a flaw once."""
        if words not in self.flaws:
            self.flaws.append(words)


def read_parts(
    headers: Headers, body: bytes, budget: Budget, *, default_type: str = "text/plain", depth: int = 0
) -> Part:
    """Return the part with its children read, to `limits.MIME_DEPTH` and `limits.PARTS`."""
    part = Part(headers, body, default_type)
    budget.parts_left -= 1
    if not part.content_type.startswith("multipart/"):
        return part
    if depth >= limits.MIME_DEPTH:
        budget.flaw(reason("flaw_nested"))
        part.too_deep = True
        return part
    boundary = part.parameters.get("boundary", "").encode("utf-8", "replace")
    pieces = _pieces(body, boundary, budget) if boundary else []
    if not pieces and (guessed := _guess_boundary(body)):
        budget.flaw(reason("flaw_boundary"))
        pieces = _pieces(body, guessed, budget)
    child_type = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    for piece in pieces:
        if budget.parts_left <= 0:
            budget.flaw(reason("flaw_many_parts"))
            break
        inner_headers, inner_body = split_headers(piece, top=False, flaws=[])
        part.children.append(read_parts(inner_headers, inner_body, budget, default_type=child_type, depth=depth + 1))
    return part


def _pieces(body: bytes, boundary: bytes, budget: Budget) -> list[bytes]:
    """Cut a multipart's body at its boundary lines; the prologue and what follows the end are dropped."""
    mark = b"--" + boundary
    pieces: list[bytes] = []
    start = -1
    at = body.find(mark)
    while at >= 0:
        end = body.find(b"\n", at)
        end = len(body) if end < 0 else end
        tail = body[at + len(mark) : end].strip()
        if (at == 0 or body[at - 1 : at] == b"\n") and tail in {b"", b"--"}:
            if start >= 0:
                pieces.append(_without_last_line_end(body[start:at]))
            start = min(end + 1, len(body))
            if tail == b"--" or len(pieces) > budget.parts_left:
                return pieces
        at = body.find(mark, end)
    if start >= 0:
        budget.flaw(reason("flaw_not_closed"))
        if body[start:].strip():
            pieces.append(body[start:])
    return pieces


def _without_last_line_end(piece: bytes) -> bytes:
    """The line end before a boundary belongs to the boundary (RFC 2046 §5.1.1)."""
    if piece.endswith(b"\r\n"):
        return piece[:-2]
    return piece[:-1] if piece.endswith(b"\n") else piece


def _guess_boundary(body: bytes) -> bytes:
    """Return a line that begins with `--` and has a header field behind it: the boundary nobody declared."""
    for match in _BOUNDARY_LINE.finditer(body[: limits.HEADER_BLOCK_BYTES]):
        following = body[match.end() : match.end() + 300].lstrip(b"\r\n")[:13].lower()
        if following.startswith(b"content-"):
            return match[1]
    return b""
