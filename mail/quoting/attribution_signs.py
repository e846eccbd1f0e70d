# ruff: noqa: RUF001 - words and signs of many languages look like Latin ones
"""Recognising the line above a quote by its signs: a day, an address, "wrote", a name, and nothing else."""

import re
from dataclasses import dataclass
from typing import Final

from mail.quoting.days import TIME, YEAR, begins_like_date, names_day, names_moment, plain_digits
from mail.quoting.phrases import NAME_FILLERS, NAME_PARTICLES, PRONOUNS, WROTE

TRAILING: Final = " \t-*_—–\u200e\u200f\u202a\u202b\u202c\xa0\ufeff"
"""What may stand behind such a line."""

LEADING: Final = TRAILING + ">|"
"""What may stand before it."""

_ADDRESS: Final = re.compile(r"[\w.+=~-]{1,100}@[\w-]{1,80}\.[\w.-]{1,80}")
_BRACKETED: Final = re.compile(r"[<(\[][\s\u200e\u200f\u202a-\u202c]{0,4}(?:mailto:)?" + _ADDRESS.pattern)
_WROTE: Final = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join(re.escape(verb) for verb in sorted(WROTE, key=len, reverse=True) if verb[0] < "\u2e80")
    + r")(?![^\W\d_])"
    "|(?:" + "|".join(re.escape(verb) for verb in WROTE if verb[0] >= "\u2e80") + ")",
)
_ENDS: Final = (":", "：", "wrote", ":-", "៖", "գրել է.", "գրեց.", "-ին.", "գրել է․", "գրեց․", "-ին․")
_NAME_CHARS: Final = 80
_NAME_WORDS: Final = 6
_LOGIN: Final = re.compile(r"[a-z][a-z0-9]{0,40}[._0-9][a-z0-9._-]{0,40}")
_MARKS: Final = ",()\"'.、，"


def has_address(text: str) -> bool:
    """Return whether a text has an email address."""
    return _ADDRESS.search(text) is not None


@dataclass(frozen=True)
class _Signs:
    """What a possible attribution holds."""

    text: str
    folded: str
    colon: bool
    address: bool
    date: bool
    verb: bool


def is_attribution(text: str, *, before_quote: bool) -> bool:
    """Judge a text of one or more joined lines; `before_quote`: quote marks follow, so weaker signs are enough."""
    folded = text.casefold().rstrip(TRAILING)
    signs = _Signs(
        text=text,
        folded=folded,
        colon=folded.endswith(_ENDS),
        address=has_address(text),
        date=names_moment(text),
        verb=_WROTE.search(folded) is not None,
    )
    return _heads_quote(signs) if before_quote else _stands_alone(signs)


def _heads_quote(signs: _Signs) -> bool:
    """Judge a line right above quote marks: two signs do, or one and a short line."""
    if signs.colon and signs.verb:
        return signs.date or signs.address or (len(signs.text) <= _NAME_CHARS and _verb_at_edge(signs))
    if signs.colon and signs.address and (signs.date or _ends_in_address(signs)):
        return True
    if len(signs.text) > 2 * _NAME_CHARS or not signs.date or not begins_like_date(signs.text):
        return False
    return signs.address or (signs.colon and TIME.search(signs.text) is not None)


def _stands_alone(signs: _Signs) -> bool:
    """Judge a line with unmarked text below: all of that would be hidden, so it must be certain.

    An address in brackets and a day, or at least a program's wording: time, name, verb, and nothing else.
    """
    if not signs.colon:
        return False
    is_bracketed = _BRACKETED.search(signs.text) is not None
    if signs.verb and signs.date:
        if is_bracketed:
            return names_day(signs.text) and not _writes_to(signs)
        if signs.address:
            return names_day(signs.text) and _verb_at_edge(signs) and not _speaks_of_oneself(signs)
        return names_day(signs.text) and TIME.search(signs.text) is not None and _names_only(signs)
    if signs.verb:
        return is_bracketed and _verb_at_edge(signs)
    return is_bracketed and names_day(signs.text) and _ends_in_address(signs) and begins_like_date(signs.text)


def _ends_in_address(signs: _Signs) -> bool:
    return signs.folded.rstrip(":：").rstrip(TRAILING).endswith((">", ")", "]")) and len(signs.text) <= 2 * _NAME_CHARS


def _verb_at_edge(signs: _Signs) -> bool:
    """Return whether "wrote" is the last word but one, or followed only by a date, an address or a name."""
    body = signs.folded.rstrip(":： -")
    last = _last_verb(body)
    if last is None:
        return False
    rest = body[last.end() :].strip(" ():,.\"'")
    words = rest.split()
    if not body[: last.start()].strip(_MARKS + " ") and len(words) <= _NAME_WORDS and _is_name(signs.text, len(words)):
        return True  # Welsh, Irish and Arabic begin with the verb
    if len(words) <= 1 or names_moment(rest) or has_address(rest):
        return True
    return names_moment(body[: last.start()]) and len(words) <= _NAME_WORDS and _is_name(signs.text, len(words))


def _last_verb(body: str) -> re.Match[str] | None:
    last = None
    for match in _WROTE.finditer(body):
        last = match
    return last


def _is_name(text: str, words: int) -> bool:
    """Return whether the last words could be a name: none begins with a small letter, except `von` and the like."""
    tail = text.rstrip(TRAILING + ":：").split()[-words:]
    return not tail[-1][:1].islower() and not tail[0][:1].islower()


def _speaks_of_oneself(signs: _Signs) -> bool:
    """Say whether the address is one that someone wrote to: `On 3.2. I wrote to desk@…:`."""
    last = _last_verb(signs.folded)
    behind = signs.folded[last.end() :].split() if last else []
    return len(behind) > 1 and not has_address(behind[0])


def _writes_to(signs: _Signs) -> bool:
    """Say whether small words lead from the verb to the address: `On 3.2. I wrote to your colleague (anna@…):`."""
    last = _last_verb(signs.text.casefold())
    behind = signs.text[last.end() :] if last else ""
    address = _BRACKETED.search(behind)
    words = behind[: address.start()].split() if address else []
    return any(word[:1].islower() and word not in NAME_PARTICLES for word in words)


def _names_only(signs: _Signs) -> bool:
    """Return whether the line is only a time, a verb and a name: `On 3/3/26 09:58, your colleague wrote:` has more."""
    body = signs.text.rstrip(TRAILING + ":：")
    last = _last_verb(body.casefold())
    if last is None or len(body.casefold()) != len(body):
        return False
    before, behind = body[: last.start()], body[last.end() :]
    if behind.strip(" ,()\"'") and not names_moment(behind):
        return _are_names(behind)
    times = list(TIME.finditer(before)) or list(YEAR.finditer(plain_digits(before)))
    if not times:
        return _are_names(before)
    tail = before[times[-1].end() :].lstrip("0123456789:초秒분 ")
    return _are_names(tail) if tail.strip(" " + _MARKS) else _are_names(before[: times[0].start()])


def _are_names(text: str) -> bool:
    words = [word.strip(_MARKS) for word in text.split()]
    words = [word for word in words if word and word.casefold() not in NAME_FILLERS and not word[:1].isdigit()]
    if not words or len(words) > _NAME_WORDS or words[0].startswith(PRONOUNS):
        return False
    if len(words) == 1 and _LOGIN.fullmatch(words[0]):
        return True
    return not any(word[:1].islower() and word not in NAME_PARTICLES for word in words) and not words[-1][:1].islower()
