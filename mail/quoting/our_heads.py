# ruff: noqa: RUF001 - full-width colons and one-dot leaders are meant
"""Heads of history in any language, recognised by the desk's own address: no table of words has every language."""

import re
from typing import Final

from mail.quoting.attribution_signs import LEADING, has_address
from mail.quoting.context import MailContext
from mail.quoting.days import names_moment

_FIELD: Final = re.compile(r"[\s*_>|\u200e\u200f\u202a-\u202e]{0,6}[^\s:：․<@>][^:：․<@>\n]{0,30}[:：․]\**\s{0,8}\S")
_MOST_FIELDS: Final = 8
_ENOUGH_FIELDS: Final = 3
_MOST_LINES: Final = 4
_MOST_CHARS: Final = 300
_MOST_WORDS: Final = 14
_ENDS: Final = (":", "：", "։", "៖", ".-", ":-")


def is_field(line: str) -> bool:
    """Say whether a line is shaped like a field of a mail's head: a short label, a colon, a value."""
    return _FIELD.match(line) is not None


def our_block_at(lines: list[str], start: int, context: MailContext) -> int:
    """Return the line after a block of fields that names the desk as the author, or `start`.

    Three fields or more, one on each line, one with a time, and the first mailbox in them is ours.
    """
    end = start
    while end < len(lines) and end - start < _MOST_FIELDS and is_field(lines[end]):
        end += 1
    head = lines[start:end]
    if len(head) < _ENOUGH_FIELDS or not has_address("\n".join(head)) or not context.written_by_us(head):
        return start
    return end if any(names_moment(_value(line)) for line in head) else start


def our_attribution_at(lines: list[str], end: int, floor: int, context: MailContext) -> int:
    """Return the first line of a line or two that name the desk's address and a time and end in a colon, or -1."""
    if not lines[end].rstrip().endswith(_ENDS):
        return -1
    text = ""
    for start in range(end, max(floor, end - _MOST_LINES + 1) - 1, -1):
        line = lines[start].strip(LEADING)
        if not line:
            return -1
        text = f"{line} {text}".strip()
        if len(text) > _MOST_CHARS or len(text.split()) > _MOST_WORDS:
            return -1
        if has_address(text) and names_moment(text) and context.names_us(text):
            return start
    return -1


def _value(line: str) -> str:
    return re.split("[:：․]", line, maxsplit=1)[1]
