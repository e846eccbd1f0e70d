# ruff: noqa: RUF001 - signs of many languages look like Latin ones
"""The line above a quote that says who wrote it and when, in any language, on one line or folded over several."""

from typing import Final

from mail.quoting.attribution_signs import LEADING, TRAILING, has_address, is_attribution
from mail.quoting.days import YEAR, begins_like_date, names_day, names_moment

_MOST_LINES: Final = 5
_MOST_CHARS: Final = 420
_LINE_CHARS: Final = 300
_WRAPPED_CHARS: Final = 68


def ends_attribution(line: str) -> bool:
    """Say cheaply whether a line may be the last of an attribution."""
    stripped = line.rstrip(TRAILING)
    if not stripped or len(line) > _LINE_CHARS:
        return False
    last = stripped[-1]
    return (
        last in ":：>)"
        or stripped.endswith("wrote")
        or (last.isalnum() and stripped[:1].isdigit() and YEAR.search(stripped) is not None)
    )


def attribution_at(lines: list[str], end: int, floor: int, *, before_quote: bool) -> int:
    """Return the first line of the attribution whose last line is `end`, or -1.

    `floor` is the first line that may be looked at; `before_quote` says that a quote mark follows, and then
    less is asked of the line. Looks at five lines at most.
    """
    text = ""
    # A client may wrap inside `<name@host>`, even with blank lines between; so blanks are stepped over once begun.
    for start in range(end, max(floor, end - _MOST_LINES) - 1, -1):
        line = lines[start].strip(LEADING)
        if not line:
            if start == end or not _cut_inside(text):
                return -1
            continue
        text = f"{line} {text}".strip()
        if len(text) > _MOST_CHARS:
            return -1
        if is_attribution(text, before_quote=before_quote):
            return _earlier_start(lines, start, floor, text)
    return -1


def _cut_inside(text: str) -> bool:
    return text.lstrip().startswith(("<", "mailto:")) or text.lstrip().startswith(("wrote", "> wrote", "schrieb"))


def _earlier_start(lines: list[str], start: int, floor: int, text: str) -> int:
    """Step up where the rest stands above: wrapped there, or with the date by itself: `On Dec 16, 2011,` / `X wrote:`."""
    while start > floor and _is_wrapped(lines[start - 1], lines[start]):
        start -= 1
        text = f"{lines[start].strip(LEADING)} {text}"
    if begins_like_date(text):
        return start
    for above in range(start - 1, max(floor, start - 3) - 1, -1):
        line = lines[above].strip(LEADING)
        if not line:
            return start
        if begins_like_date(line) and names_moment(line) and not line.endswith((".", "!", "?")):
            return above
    return start


def _is_wrapped(line: str, following: str) -> bool:
    """Say whether a mailer broke a line of an attribution here: it was full, and names an address or a day."""
    words = following.split(None, 1)
    if not line.strip() or not words or len(line) + len(words[0]) < _WRAPPED_CHARS or len(line) > _LINE_CHARS:
        return False
    return not line.rstrip().endswith((".", "!", "?", ":")) and (has_address(line) or names_day(line))
