"""Header fields of a message or part, as the bytes they came in (RFC 5322 §2.2), however broken."""

import re
from collections.abc import Iterator
from typing import Final

from app.reasons import reason
from mail import limits

_FIELD: Final = re.compile(rb"([!-9;-~]{1,76})[ \t]{0,8}:(.*)", re.DOTALL)
_KNOWN: Final = re.compile(
    rb"(?:received|return-path|from|to|cc|subject|date|message-id|mime-version|content-[a-z-]{1,40}|reply-to|sender"
    rb"|references|in-reply-to|delivered-to|x-[a-z0-9-]{1,60}|dkim-signature|authentication-results|list-[a-z]{1,20}):",
    re.IGNORECASE,
)
_MBOX: Final = re.compile(rb">?From [^\n]{0,998}")
_LOOK_AHEAD_LINES: Final = 5


class Headers:
    """Fields in the order they came; names compare without case, values are unfolded raw bytes."""

    def __init__(self, fields: list[tuple[str, bytes]]) -> None:
        self.fields = fields
        self._by_name: dict[str, list[bytes]] = {}
        for name, value in fields:
            self._by_name.setdefault(name, []).append(value)

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        return iter(self.fields)

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def all(self, name: str) -> list[bytes]:
        """Return every value of that name (in lower case), topmost first."""
        return self._by_name.get(name, [])

    def first(self, name: str) -> bytes:
        """Return the topmost value of that name, or nothing."""
        values = self._by_name.get(name)
        return values[0] if values else b""


def normal_line_ends(raw: bytes) -> bytes:
    """Return the message with line ends that end in LF where it came with bare CR ones (old Macintosh files)."""
    if raw.count(b"\r", 0, limits.HEADER_BLOCK_BYTES) > 2 * raw.count(b"\n", 0, limits.HEADER_BLOCK_BYTES):
        return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return raw


def split_headers(raw: bytes, *, top: bool, flaws: list[str]) -> tuple[Headers, bytes]:
    """Part a message (`top`) or one of its parts into header fields and body; note oddities in `flaws`.

    Blank lines, an mbox `From ` line and lines of junk before or between the fields are stepped over; a line
    that is no field and has no fields behind it begins the body even without the blank line before it.
    """
    at = _start_of_fields(raw) if top else 0
    fields: list[tuple[str, bytes]] = []
    parts: list[bytes] = []
    started = at
    while at < len(raw):
        end = raw.find(b"\n", at)
        line, after = (raw[at:], len(raw)) if end < 0 else (raw[at:end].rstrip(b"\r"), end + 1)
        if not line.strip() and not (line and _goes_on(raw, after)):
            at = after
            break
        if len(fields) >= limits.HEADERS or at - started > limits.HEADER_BLOCK_BYTES:
            flaws.append(reason("flaw_headers_large"))
            at = _after_blank_line(raw, at)
            break
        if line[:1] in b" \t" and line:
            if parts:
                parts.append(line.lstrip())
        elif match := _FIELD.match(line):
            _close(fields, parts)
            name = match[1].decode("ascii").lower()
            fields.append((name, b""))
            parts = [match[2].strip()]
        elif not _MBOX.match(line):
            if not (top and _fields_resume(raw, after)):
                flaws.append(reason("flaw_no_blank_line"))
                break
            flaws.append(reason("flaw_junk"))
        at = after
    _close(fields, parts)
    return Headers(fields), raw[at:]


def _close(fields: list[tuple[str, bytes]], parts: list[bytes]) -> None:
    if parts:
        fields[-1] = (fields[-1][0], b" ".join(parts)[: limits.HEADER_VALUE_CHARS].strip())


def _start_of_fields(raw: bytes) -> int:
    """Step over a byte order mark and blank lines; some gateways write one before the headers."""
    at = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    while at < len(raw) and raw[at : at + 1] in b"\r\n \t":
        at += 1
    start_of_line = raw.rfind(b"\n", 0, at) + 1
    return max(start_of_line, 0) if raw[start_of_line:at].strip(b" \t\xef\xbb\xbf") else at


def _goes_on(raw: bytes, at: int) -> bool:
    """Say whether a line of mere blanks is a fold (RFC 5322 §4.2) and not the end of the block."""
    following = raw[at : at + limits.KIB].split(b"\n", 1)[0]
    return bool(_KNOWN.match(following)) or (following[:1] in b" \t" and bool(following.strip()))


def _fields_resume(raw: bytes, at: int) -> bool:
    """Say whether a known field stands within the next lines and before a blank one."""
    for line in raw[at : at + 8 * limits.KIB].split(b"\n")[:_LOOK_AHEAD_LINES]:
        if not line.strip():
            return False
        if _KNOWN.match(line):
            return True
    return False


def _after_blank_line(raw: bytes, at: int) -> int:
    ends = [raw.find(mark, at) + len(mark) for mark in (b"\n\n", b"\n\r\n") if raw.find(mark, at) >= 0]
    return min(ends, default=len(raw))
