# ruff: noqa: RUF001 - full-width colons are meant
"""Putting attributions that share a line with other words on their own line.

Yahoo on Android flattens its page: `On …, Desk <desk@…> wrote:   Dear guest, …` is one line. Others lose the line
break before the attribution: `see you soon--- On Tue, … wrote:`.
"""

import re
from typing import Final

from mail.quoting.attribution_signs import is_attribution
from mail.quoting.days import begins_like_date, names_day

_LINES: Final = 400
_HEAD_CHARS: Final = 420
_END: Final = re.compile(r"[:：](?=\s{2,8}\S)")
_ENDS: Final = 8
_BEFORE: Final = re.compile(r"(?<=[^\s>|-])(?:-{2,6}|—| {3,8})\s{0,4}(?=\S)")
_STARTS: Final = 8


def with_attributions_apart(lines: list[str]) -> list[str]:
    """Return the lines with each such attribution on its own; lines beyond a bound are left as they are."""
    apart: list[str] = []
    for line in lines[:_LINES]:
        apart.extend(_apart(line) if "@" in line[:_HEAD_CHARS] else [line])
    return apart + lines[_LINES:]


def _apart(line: str) -> list[str]:
    end = _end_of_head(line)
    head, rest = (line[:end], line[end:].strip()) if end else (line, "")
    start = _start_of_head(head) if len(head) <= _HEAD_CHARS else 0
    pieces = [head[:start].rstrip(" -—"), head[start:]] if start else [head]
    return [*pieces, rest] if rest else pieces


def _end_of_head(line: str) -> int:
    """Return where the attribution that a line begins with ends and the quoted text goes on, 0 where it does not."""
    for number, match in enumerate(_END.finditer(line, 0, _HEAD_CHARS)):
        if number == _ENDS:
            break
        head = line[: match.end()].strip()
        if begins_like_date(head) and is_attribution(head, before_quote=False):
            return match.end()
    return 0


def _start_of_head(head: str) -> int:
    """Return where the attribution that ends a line begins, behind the person's own words, 0 where it is all the line."""
    for number, match in enumerate(_BEFORE.finditer(head)):
        if number == _STARTS:
            break
        tail = head[match.end() :]
        if begins_like_date(tail) and names_day(tail) and is_attribution(tail, before_quote=True):
            return match.end()
    return 0
