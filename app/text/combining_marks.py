"""Normalising what strangers wrote, in linear time.

Normalisation sorts every run of combining marks, and Python sorts it by insertion: twice as many marks take four times
as long (200 kB of them held everyone up for seven seconds). No script puts more than a few marks on a letter, so
longer runs are cut first, where the stream-safe text format breaks them (Unicode Standard Annex #15, section 13).
"""

import re
import unicodedata
from functools import cache
from itertools import filterfalse
from typing import Literal

MOST_MARKS = 30  # one after the other, as UAX #15 counts
_FIRST, _LAST = 0x300, 0x20000  # where all of them are
# What has no class of its own and becomes marks: three Tibetan vowel signs, two halfwidth signs of kana.
_BECOME_MARKS = "\u0f73\u0f75\u0f81\uff9e\uff9f"


def normalized(form: Literal["NFC", "NFKD"], text: str) -> str:
    """The text in a normal form, without what follows the thirtieth mark of a run. The only door to normalisation."""
    return unicodedata.normalize(form, stream_safe(text))


def stream_safe(text: str) -> str:
    """The text, each run of combining marks cut to MOST_MARKS; linear in its length."""
    if text.isascii() or _marks().isdisjoint(text):
        return text
    return _too_many().sub(r"\1", text)


def without_marks(text: str) -> str:
    """The text without its combining marks: its letters alone, if it is decomposed."""
    return "".join(filterfalse(unicodedata.combining, text))


@cache
def _too_many() -> re.Pattern[str]:
    mark = f"[{''.join(sorted(_marks()))}]"
    return re.compile(f"({mark}{{{MOST_MARKS}}}){mark}+")


@cache
def _marks() -> frozenset[str]:
    """Every character with a combining class, as this Python's Unicode knows them (12 ms, once), or that becomes one."""
    return frozenset(filter(unicodedata.combining, map(chr, range(_FIRST, _LAST)))) | frozenset(_BECOME_MARKS)
