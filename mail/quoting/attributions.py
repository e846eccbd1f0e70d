# ruff: noqa: RUF001 - words and signs of many languages look like Latin ones
"""The line above a quote that says who wrote it and when, in any language, on one line or folded over several."""

import re
from dataclasses import dataclass
from typing import Final

from mail.quoting.phrases import DATE_OPENINGS, WROTE

_MOST_LINES: Final = 5
_MOST_CHARS: Final = 420
_LINE_CHARS: Final = 300
_TRAILING: Final = " \t-*_—–\u200e\u200f\u202a\u202b\u202c\xa0\ufeff"
_LEADING: Final = " \t-*_—–\u200e\u200f\u202a\u202b\u202c\xa0\ufeff>|"
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBERS_DATE: Final = re.compile(r"(?<!\d)\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{2,4}(?!\d)")
_TIME: Final = re.compile(r"(?<!\d)\d{1,2}[:.h時시点]\s?\d{2}(?!\d)")
_ADDRESS: Final = re.compile(r"[\w.+=~-]{1,100}@[\w-]{1,80}\.[\w.-]{1,80}")
_WROTE: Final = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join(re.escape(verb) for verb in sorted(WROTE, key=len, reverse=True) if verb[0] < "\u2e80")
    + r")(?![^\W\d_])"
    "|(?:" + "|".join(re.escape(verb) for verb in WROTE if verb[0] >= "\u2e80") + ")",
)
_ENDS: Final = (":", "：", "wrote", ":-")
_NAME_CHARS: Final = 80
_NAME_WORDS: Final = 6


def ends_attribution(line: str) -> bool:
    """Say cheaply whether a line may be the last of an attribution."""
    stripped = line.rstrip(_TRAILING)
    if not stripped or len(line) > _LINE_CHARS:
        return False
    last = stripped[-1]
    return (
        last in ":：>)"
        or stripped.endswith("wrote")
        or (last.isalnum() and stripped[:1].isdigit() and _YEAR.search(stripped) is not None)
    )


def attribution_at(lines: list[str], end: int, floor: int, *, before_quote: bool) -> int:
    """Return the first line of the attribution whose last line is `end`, or -1.

    `floor` is the first line that may be looked at; `before_quote` says that a quote mark follows, and then
    less is asked of the line. Looks at five lines at most.
    """
    text = ""
    # A client may wrap inside `<name@host>`, even with blank lines between; so blanks are stepped over once begun.
    for start in range(end, max(floor, end - _MOST_LINES) - 1, -1):
        line = lines[start].strip(_LEADING)
        if not line:
            if start == end or not _cut_inside(text):
                return -1
            continue
        text = f"{line} {text}".strip()
        if len(text) > _MOST_CHARS:
            return -1
        if _is_attribution(text, before_quote=before_quote):
            return _earlier_start(lines, start, floor, text)
    return -1


def _cut_inside(text: str) -> bool:
    return text.lstrip().startswith(("<", "mailto:")) or text.lstrip().startswith(("wrote", "> wrote", "schrieb"))


def _earlier_start(lines: list[str], start: int, floor: int, text: str) -> int:
    """Step one or two lines further up where the date or its opening word stands there: `On Dec 16, 2011,` / `X wrote:`."""
    if _begins_like_date(text):
        return start
    for above in range(start - 1, max(floor, start - 3) - 1, -1):
        line = lines[above].strip(_LEADING)
        if not line:
            return start
        if _begins_like_date(line) and _has_date(line) and not line.endswith((".", "!", "?")):
            return above
    return start


def _begins_like_date(text: str) -> bool:
    return text[:1].isdigit() or text[:30].casefold().startswith(DATE_OPENINGS)


def _names_day(text: str) -> bool:
    return bool(_YEAR.search(text) or _NUMBERS_DATE.search(text)) or _begins_like_date(text)


def _has_date(text: str) -> bool:
    return bool(
        _YEAR.search(text)
        or _NUMBERS_DATE.search(text)
        or (_TIME.search(text) and any(char.isdigit() for char in text))
    )


@dataclass(frozen=True)
class _Signs:
    """What a possible attribution holds."""

    text: str
    folded: str
    colon: bool
    address: bool
    date: bool
    verb: bool


def _is_attribution(text: str, *, before_quote: bool) -> bool:
    folded = text.casefold().rstrip(_TRAILING)
    signs = _Signs(
        text=text,
        folded=folded,
        colon=folded.endswith(_ENDS),
        address=_ADDRESS.search(text) is not None,
        date=_has_date(text),
        verb=_WROTE.search(folded) is not None,
    )
    return _heads_quote(signs) if before_quote else _stands_alone(signs)


def _heads_quote(signs: _Signs) -> bool:
    """Judge a line right above quote marks: two signs do, or one and a short line."""
    if signs.colon and signs.verb:
        return signs.date or signs.address or (len(signs.text) <= _NAME_CHARS and _verb_at_edge(signs))
    if signs.colon and signs.date and signs.address:
        return True
    if len(signs.text) > 2 * _NAME_CHARS or not signs.date or not _begins_like_date(signs.text):
        return False
    return signs.address or (signs.colon and _TIME.search(signs.text) is not None)


def _stands_alone(signs: _Signs) -> bool:
    """Judge a line with unmarked text below: all of that would be hidden, so it must be certain."""
    if not signs.colon or not (signs.date or signs.address):
        return False
    if not signs.address and not _names_day(signs.text):
        return False  # "The manual wrote at 10:30:" is a sentence
    if signs.verb:
        # "On 3.2.2016 I wrote to you twice and said the following:" is a sentence: the verb stands near an end.
        return (signs.date and signs.address) or _verb_at_edge(signs)
    return signs.date and signs.address and signs.folded.rstrip(":：").endswith(">") and _begins_like_date(signs.text)


def _verb_at_edge(signs: _Signs) -> bool:
    """Say whether "wrote" is the last word but one, or only a date, an address or a name stands behind it."""
    body = signs.folded.rstrip(":： -")
    last = None
    for match in _WROTE.finditer(body):
        last = match
    if last is None:
        return False
    rest = body[last.end() :].strip(" ():,.\"'")
    words = rest.split()
    if len(words) <= 1 or _has_date(rest) or _ADDRESS.search(rest) is not None:
        return True
    return _has_date(body[: last.start()]) and len(words) <= _NAME_WORDS and _is_name(signs.text, len(words))


def _is_name(text: str, words: int) -> bool:
    """Say whether the last words could be a name: none begins with a small letter, but for `von` and its kind."""
    tail = text.rstrip(_TRAILING + ":：").split()[-words:]
    return not tail[-1][:1].islower() and not tail[0][:1].islower()
