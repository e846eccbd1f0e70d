# ruff: noqa: RUF001 - words and signs of many languages look like Latin ones
"""The header block that Outlook and others set above a quoted message: From, Sent, To, Subject in any language."""

import re
from dataclasses import dataclass, field
from typing import Final

from mail.quoting.phrases import BARE_DATES, LABELS
from mail.quoting.separators import is_dressed

_ROLES: Final = {label: role for role, labels in LABELS.items() for label in labels}
_MOST_LABEL_CHARS: Final = 24
_TIME: Final = re.compile(r"(?<!\d)\d{1,2}\s?[:.h時시点]\s?\d{2}(?!\d)")
_LINES: Final = 14
_ENOUGH_ROLES: Final = 3
_STACK_LINES: Final = 12
_DECORATION: Final = " \t*_>|\u200e\u200f\u202a\u202b\u202c\xa0·•\"'"
_ENDS: Final = (":", "：", "․")
"""What a label ends with: a colon, a full-width one, in Armenian a one-dot leader."""
_BOLD: Final = ("*", "_")


@dataclass
class _Block:
    """The fields of a possible block, by what they name; the first of each."""

    fields: dict[str, str] = field(default_factory=dict)
    says_sent: bool = False
    """The date's label says "sent" and not merely "date"."""
    is_bold: bool = False
    """Labels in asterisks: how a page's bold labels come out as text."""
    has_address: bool = False


def role_of(line: str) -> str:
    """Return what a line names (`from`, `date`, `to`, `cc`, `subject`, `other`), or an empty string."""
    return _ROLES.get(_label_of(line), "")


def header_block_at(lines: list[str], start: int) -> int:
    """Return where the block that begins on line `start` ends (the line behind it), or `start` where there is none.

    It takes a sender and two fields more within a few lines, and a sign that a program wrote them: someone's
    journey is From and To and Date as well. Values may be folded.
    """
    if role_of(lines[start]) not in {"from", "date", "to", "subject"}:
        return start
    block = _Block()
    _take(block, lines[start])
    end = start + 1
    blanks = 0
    for at in range(start + 1, min(start + _LINES, len(lines))):
        line = lines[at]
        if not line.strip(_DECORATION):
            blanks += 1
            if blanks > 1 and len(block.fields) > 1:
                break
            if blanks > 2:  # noqa: PLR2004 - a blank line between each field is as loose as it gets
                break
            continue
        role = role_of(line)
        if role:
            if role in block.fields and role == "from":
                break
            _take(block, line)
            blanks = 0
        elif blanks or not _goes_on(line):
            break
        else:
            block.has_address |= "@" in line
        end = at + 1
    above = next((line for line in reversed(lines[max(0, start - 3) : start]) if line.strip()), "")
    return end if _is_enough(block, above) else start


def stack_at(lines: list[str], at: int, floor: int) -> int:
    """Return the first line of old Lotus Notes' head whose bare word `To` is on line `at`, or -1.

    It has a name and a date above, each on a line, and every label on its own line, without a colon.
    """
    if _ROLES.get(_bare(lines[at])) != "to":
        return -1
    above = [one for one in range(at - 1, max(floor, at - 5) - 1, -1) if lines[one].strip(_DECORATION)]
    if not above or _TIME.search(lines[above[0]]) is None or not lines[above[0]].strip(_DECORATION)[:1].isdigit():
        return -1
    behind = lines[at + 1 : at + _STACK_LINES]
    if not any(_ROLES.get(_bare(line)) == "subject" for line in behind):
        return -1
    return above[1] if len(above) > 1 and lines[above[0] - 1].strip() else above[0]


def _bare(line: str) -> str:
    return " ".join(line.strip(_DECORATION).casefold().split()) if len(line) <= _MOST_LABEL_CHARS else ""


def _label_of(line: str) -> str:
    """The label before the colon, folded; or the first cell of a row `| From | … |`."""
    head = line[: _MOST_LABEL_CHARS + 12]
    cells = head.split("|")
    if len(cells) > 2 and not cells[0].strip():  # noqa: PLR2004 - a bar, the label, a bar
        return _folded(cells[1].strip(_DECORATION + ":："))
    ends = [at for end in _ENDS if (at := head.find(end)) > 0]
    return _folded(head[: min(ends)].strip(_DECORATION)) if ends else ""


def _folded(label: str) -> str:
    """Fold a label; Chinese ones are set apart by wide blanks (`日　期`) for looks."""
    return " ".join(label.replace("\u3000", "").casefold().split())


def _take(block: _Block, line: str) -> None:
    label = _label_of(line)
    role = _ROLES[label]
    block.fields.setdefault(role, line)
    block.says_sent |= role == "date" and label not in BARE_DATES
    block.is_bold |= line.lstrip(" \t>").startswith(_BOLD)
    block.has_address |= "@" in line


def _is_enough(block: _Block, above: str) -> bool:
    """Say whether the labels found make a mail's header block and not someone's list."""
    named = block.fields.keys() - {"other", "cc"}
    if "from" not in named or not any(char.isalpha() for char in _value(block.fields["from"])):
        return False
    is_timed = "date" in named and _TIME.search(block.fields["date"]) is not None
    if len(named) < _ENOUGH_ROLES:
        is_mailed = block.has_address or (is_timed and block.says_sent)
        return is_mailed and ("date" in named or ("subject" in named and "other" in block.fields))
    if block.has_address or block.says_sent or block.is_bold or is_dressed(above):
        return True
    return "subject" in named and (is_timed or len(named) > _ENOUGH_ROLES)


def _value(line: str) -> str:
    ends = [at for end in _ENDS if (at := line.find(end)) > 0]
    return line[min(ends) + 1 :] if ends else line.partition("|")[2]


def _goes_on(line: str) -> bool:
    """Say whether a line may be the folded rest of a field: addresses do, sentences do not."""
    return line[:1] in " \t" or "@" in line or line.rstrip().endswith((";", ",", ">")) or len(line) < 40  # noqa: PLR2004 - a subject's rest
