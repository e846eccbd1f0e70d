# ruff: noqa: RUF001 - full-width signs are meant
"""Lines that are marked as quoted, and how far a quote reaches."""

import re
from typing import Final

_INITIALS: Final = re.compile(r"[A-Za-z]{1,5}>(?: |$)")
_BAR: Final = re.compile(r"\|(?: |$)")
_WRAPPED_CHARS: Final = 60
_FULL_LINE_CHARS: Final = 50
_BROKEN_LINE_CHARS: Final = 76
GAP_LINES: Final = 3
"""Blank lines that may stand inside a quote, or between it and the line that announces it."""


def is_quoted(lines: list[str], at: int) -> bool:
    """Say whether a line is quoted: by `>`, by its writer's initials before that, or by a bar."""
    line = lines[at]
    stripped = line.lstrip(" \t\xa0\ufeff")
    if stripped.startswith((">", "＞")):
        # `>>>` in a Python session or `> 5 kg` are met, but a line that begins so is a quote far more often.
        return len(line) - len(stripped) <= 3  # noqa: PLR2004 - deeper is code
    if _INITIALS.match(line):
        near = lines[at + 1 : at + 3] + lines[max(0, at - 2) : at]
        return any(_INITIALS.match(other) is not None and other[:2] == line[:2] for other in near)
    return _is_bar(line) and _in_bars(lines, at)


def end_of_quote(lines: list[str], at: int) -> int:
    """Return the line behind a run of quoted lines; blanks and lines broken by a mailer's wrapping belong to it."""
    end = at + 1
    while end < len(lines):
        if is_quoted(lines, end):
            end += 1
            continue
        following = next_words(lines, end, most=GAP_LINES)
        if following > end and following < len(lines) and is_quoted(lines, following):
            end = following
        elif _is_wrapped_rest(lines, end):
            end += 1
        else:
            break
    return end


def next_words(lines: list[str], at: int, most: int = 1_000_000) -> int:
    """Return the first line from `at` on that is not blank, looking at no more than `most`."""
    stop = min(len(lines), at + most)
    while at < stop and not lines[at].strip():
        at += 1
    return at


def _is_bar(line: str) -> bool:
    return _BAR.match(line) is not None and not (line.rstrip().endswith("|") and line.count("|") > 1)


def _in_bars(lines: list[str], at: int) -> bool:
    """Bars quote only in runs: a lone `| text` may be a table's row."""
    return any(_is_bar(line) for line in lines[max(0, at - 1) : at] + lines[at + 1 : at + 2])


def _is_wrapped_rest(lines: list[str], at: int) -> bool:
    line = lines[at]
    if at + 1 >= len(lines) or not line.strip() or len(line) > _WRAPPED_CHARS or not is_quoted(lines, at + 1):
        return False
    above = lines[at - 1].rstrip()
    if len(above) < _FULL_LINE_CHARS or line[0].isupper():
        return False
    return not line.rstrip().endswith(("!", "?")) or (len(above) >= _BROKEN_LINE_CHARS and above[-1].isalnum())
