"""Header fields of a message or part, as the bytes they came in (RFC 5322 §2.2), however broken."""

import re
from collections.abc import Iterator
from typing import Final

from app.nouns.reasons import reason
from mail.letter import limits

_FIELD: Final = re.compile(rb"([!-9;-~]{1,76})[ \t]{0,8}:(.*)", re.DOTALL)
_KNOWN: Final = re.compile(
    rb"(?:received|return-path|from|to|cc|subject|date|message-id|mime-version|content-[a-z-]{1,40}|reply-to|sender"
    rb"|references|in-reply-to|delivered-to|x-[a-z0-9-]{1,60}|dkim-signature|authentication-results|list-[a-z]{1,20}|auto-submitted|precedence|user-agent|importance|thread-[a-z]{1,20}|disposition-notification-to)[ \t]{0,8}:",
    re.IGNORECASE,
)
_BLANK: Final = re.compile(rb"[\r\n \t]*+")
_BLANK_LINE: Final = re.compile(rb"\n\r?\n")
_INDENTED: Final = re.compile(_KNOWN.pattern + rb"[ \t]", re.IGNORECASE)
_LISTING: Final = frozenset(
    {
        "dkim-signature",
        "domainkey-signature",
        "arc-message-signature",
        "arc-seal",
        "received",
        "x-google-dkim-signature",
    }
)
_FOLDED_BYTES: Final = 60
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


def split_headers(
    raw: bytes, start: int = 0, stop: int | None = None, *, top: bool, flaws: list[str]
) -> tuple[Headers, int]:
    """Split the range from `start` to `stop`, a message (`top`) or one of its parts, into header fields and body.

    Returns the fields and where the body begins: it is not copied, since parts are nested. Oddities
    are noted in `flaws`. Blank lines, an mbox `From ` line and lines of junk before or between the fields are stepped over; a line
    that is no field and has no fields behind it begins the body even without the blank line before it.
    """
    stop = len(raw) if stop is None else stop
    at = _start_of_fields(raw, start) if top else start
    fields: list[tuple[str, bytes]] = []
    lines: list[bytes] = []
    started = at
    while at < stop:
        end = raw.find(b"\n", at, stop)
        line, after = (raw[at:stop], stop) if end < 0 else (raw[at:end].rstrip(b"\r"), end + 1)
        if not line.strip() and not (line and _goes_on(raw, after)):
            at = after
            break
        if len(fields) >= limits.HEADERS or at - started > limits.HEADER_BLOCK_BYTES:
            _note(flaws, reason("flaw_headers_large"))
            at = _after_blank_line(raw, at, stop)
            break
        field = _indented_field(line, fields) or line
        if field[:1] in b" \t" and field:
            if lines:
                lines.append(field.lstrip())
        elif match := _FIELD.match(field):
            _close(fields, lines)
            name = match[1].decode("ascii").lower()
            fields.append((name, b""))
            lines = [match[2].strip()]
        elif not _MBOX.match(line):
            if not (top and _fields_resume(raw, after)):
                _note(flaws, reason("flaw_no_blank_line"))
                break
            if lines and _lost_its_fold(raw, at, line):
                lines.append(line)
            else:
                _note(flaws, reason("flaw_junk"))
        at = after
    _close(fields, lines)
    return Headers(fields), min(at, stop)


def _indented_field(line: bytes, fields: list[tuple[str, bytes]]) -> bytes:
    """Return a field that was set in, as it should begin, or nothing: a program indents them, and a fold would swallow it.

    Signatures list field names in their folds: theirs stay folds.
    """
    bare = line.lstrip(b" \t")
    if bare == line or not _INDENTED.match(bare) or (fields and fields[-1][0] in _LISTING):
        return b""
    return bare


def _lost_its_fold(raw: bytes, at: int, line: bytes) -> bool:
    """Say whether a line goes on from a long one above it, or from one that ends in a comma: its blank was lost."""
    above = raw[raw.rfind(b"\n", 0, max(0, at - 1)) + 1 : at].rstrip()
    return bool(line.strip(b"~=-_* \t")) and (len(above) >= _FOLDED_BYTES or above.endswith((b",", b";")))


def _note(flaws: list[str], flaw: str) -> None:
    if flaw not in flaws:
        flaws.append(flaw)


def _close(fields: list[tuple[str, bytes]], lines: list[bytes]) -> None:
    if lines:
        fields[-1] = (fields[-1][0], b" ".join(lines)[: limits.HEADER_VALUE_CHARS].strip())


def _start_of_fields(raw: bytes, start: int) -> int:
    """Step over a byte order mark and blank lines; some gateways write one before the headers."""
    at = start + 3 if raw.startswith(b"\xef\xbb\xbf", start) else start
    blank = _BLANK.match(raw, at)
    return blank.end() if blank else at


def _goes_on(raw: bytes, at: int) -> bool:
    """Say whether a line of mere blanks is a fold (RFC 5322 §4.2) and not the end of the block."""
    following = raw[at : at + limits.KIB].split(b"\n", 1)[0]
    return bool(_KNOWN.match(following)) or (following[:1] in b" \t" and bool(following.strip()))


def _fields_resume(raw: bytes, at: int) -> bool:
    """Return whether a known field is within the next lines and before a blank one."""
    for line in raw[at : at + 8 * limits.KIB].split(b"\n", _LOOK_AHEAD_LINES)[:_LOOK_AHEAD_LINES]:
        if not line.strip():
            return False
        if _KNOWN.match(line):
            return True
    return False


def _after_blank_line(raw: bytes, at: int, stop: int) -> int:
    found = _BLANK_LINE.search(raw, at, stop)
    return found.end() if found else stop
