# ruff: noqa: RUF001 - words and signs of many languages look like Latin ones
"""The header block that Outlook and others set above a quoted message: From, Sent, To, Subject in any language."""

import re
from typing import Final

from mail.quoting.phrases import LABELS

_ROLES: Final = {label: role for role, labels in LABELS.items() for label in labels}
_MOST_LABEL_CHARS: Final = 24
_TIME: Final = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?!\d)")
_LINES: Final = 14
_ENOUGH_ROLES: Final = 3
_DECORATION: Final = " \t*_>|\u200e\u200f\u202a\u202b\u202c\xa0·•\"'"


def role_of(line: str) -> str:
    """Return what a line names (`from`, `date`, `to`, `cc`, `subject`, `other`), or an empty string."""
    head = line[: _MOST_LABEL_CHARS + 12]
    at = head.find(":")
    wide = head.find("：")
    if wide >= 0 and (at < 0 or wide < at):
        at = wide
    if at <= 0:
        return ""
    label = head[:at].strip(_DECORATION)
    return _ROLES.get(" ".join(label.casefold().split()), "") if label else ""


def header_block_at(lines: list[str], start: int) -> int:
    """Return where the block that begins on line `start` ends (the line behind it), or `start` where there is none.

    It takes a sender and a date, or three different roles, within a few lines; values may be folded.
    """
    first = role_of(lines[start])
    if first not in {"from", "date", "to", "subject"}:
        return start
    roles = {first}
    end = start + 1
    blanks = 0
    for at in range(start + 1, min(start + _LINES, len(lines))):
        line = lines[at]
        if not line.strip(_DECORATION):
            blanks += 1
            if blanks > 1 and len(roles) > 1:
                break
            if blanks > 2:  # noqa: PLR2004 - a blank line between each field is as loose as it gets
                break
            continue
        role = role_of(line)
        if role:
            if role in roles and role == "from":
                break
            roles.add(role)
            end = at + 1
            blanks = 0
        elif blanks or not _goes_on(line):
            break
        else:
            end = at + 1
    return end if _is_enough(roles, lines[start:end]) else start


def _is_enough(roles: set[str], block: list[str]) -> bool:
    """Say whether the labels found make a mail's header block and not somebody's list: From and Date may mean a journey."""
    named = roles - {"other", "cc"}
    if "from" not in named:
        return False
    if len(named) >= _ENOUGH_ROLES:
        return True
    mailed = any("@" in line or _TIME.search(line) for line in block)
    return mailed and ("date" in named or ("subject" in named and "other" in roles))


def _goes_on(line: str) -> bool:
    """Say whether a line may be the folded rest of a field: addresses do, sentences do not."""
    return line[:1] in " \t" or "@" in line or line.rstrip().endswith((";", ",", ">")) or len(line) < 40  # noqa: PLR2004 - a subject's rest
