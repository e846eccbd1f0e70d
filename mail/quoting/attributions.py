# ruff: noqa: RUF001 - signs of many languages look like Latin ones
"""The line above a quote that says who wrote it and when, in any language, on one line or folded over several."""

from typing import Final

from mail.quoting.attribution_signs import LEADING, TRAILING, has_address, is_attribution
from mail.quoting.days import YEAR, begins_like_date, names_day, names_moment
from mail.quoting.phrases import WROTE

_MOST_LINES: Final = 5
_MOST_CHARS: Final = 420
_LINE_CHARS: Final = 300
_LINES_ABOVE: Final = 4
_WRAPPED_CHARS: Final = 68
_COLONS: Final = (":", "：")
_EDGE_VERBS: Final = tuple(verb for verb in WROTE if len(verb) >= 4)  # noqa: PLR2004 - no bare syllables


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

    `floor` is the first line that may be looked at; `before_quote`: a quote mark follows, so weaker signs are
    enough. Looks at five lines at most.
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


def closes_address(lines: list[str], at: int) -> bool:
    """Say whether a line such as `> wrote:` closes an address that a client broke over lines, and is no quote."""
    line = lines[at].lstrip(LEADING)
    return (
        lines[at].lstrip().startswith(">")
        and ends_attribution(line)
        and (_cut_inside(line) or line.strip() in _COLONS)
        and at > 0
        and has_address(lines[at - 1])
    )


def is_groupwise_head(line: str) -> bool:
    """Say whether a line heads history as GroupWise writes it: `>>> Desk <desk@…> 3/3/2026 9:58 AM >>>`."""
    bare = line.strip()
    if not bare.startswith(">>> ") or len(bare) > _LINE_CHARS:
        return False
    return names_moment(bare) and (bare.endswith(">>>") or (bare.endswith(":") and has_address(bare)))


def _cut_inside(text: str) -> bool:
    return text.lstrip(" >").startswith(("<", "mailto:", *_EDGE_VERBS))


def _earlier_start(lines: list[str], start: int, floor: int, text: str) -> int:
    """Step up if the rest is above: wrapped, or with the date on its own line: `On Dec 16, 2011,` / `X wrote:`."""
    while start > floor and _is_wrapped(lines[start - 1], lines[start]):
        start -= 1
        text = f"{lines[start].strip(LEADING)} {text}"
    if begins_like_date(text):
        return start
    inside = _cut_inside(text)
    first = start
    for above in range(start - 1, max(floor, start - _LINES_ABOVE) - 1, -1):
        line = lines[above].strip(LEADING)
        if line in {"", "<"}:
            if not inside:
                return first
            continue
        inside = False
        if begins_like_date(line) and names_moment(line) and not line.endswith((".", "!", "?")):
            first = above
        elif first < start:
            return first
    return first


def _is_wrapped(line: str, following: str) -> bool:
    """Say whether a mailer broke a line of an attribution here: it was full, and names an address or a day."""
    words = following.split(None, 1)
    if not line.strip() or not words or len(line) + len(words[0]) < _WRAPPED_CHARS or len(line) > _LINE_CHARS:
        return False
    return not line.rstrip().endswith((".", "!", "?", ":")) and (has_address(line) or names_day(line))
