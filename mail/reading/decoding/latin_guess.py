# ruff: noqa: RUF001 - signs of other code pages are meant
"""Tell the code pages of Latin letters apart by the language that the letters make."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from mail.reading.decoding.languages import LANGUAGES, LATIN_CODECS, Language

SAMPLE_BYTES: Final = 8192
_WORD: Final = re.compile(r"[^\W\d_]{1,24}")
_ODD: Final = re.compile(
    r"(?<=[a-zà-öø-ÿ])(?<!\b[hnt])[À-ÖØ-ÞŠŒŽŸ]|(?<=[^\W\d_])[¡¢£¥¦¨©¬®¯±²³´µ¶¸¹º¼½¾¿˛ˇ˘˙˝†‡‰‹›×÷](?=[^\W\d_])|(?<=[^\W\d_])[±¶¼¾½¹¨¸¯¬¤¦˛ˇ˘]|(?<![^\s(])[®©£¾¼½¹³´¶¸¬¯](?=[a-z])|(?<=[^\W\d_])¿(?!\w)|(?<=[jzkwgi])ê(?!\w)"
)
"""What no one types: a capital after a small letter (`póŸniej` is `później` in another code page), a sign inside a word.

Irish alone puts a small letter before a capital: `na hÉireann`. No Western word ends as Polish ones do: `rezerwacjê`.
"""
_CLOSING: Final = re.compile(r"(?<=[^\W\d_])»")
_MARKED_CHARS: Final = 3
_ENOUGH_LETTERS: Final = 2
_RUN: Final = 4
_DEFAULTS: Final = frozenset({"cp1252", "iso8859-15"})
"""What programs write that do not know."""
_PREFERRED: Final = {codec: -place for place, codec in enumerate(LATIN_CODECS)}


@dataclass(frozen=True, slots=True, order=True)
class Likeness:
    """How much a text looks like the language that it looks most like."""

    covered: float
    """Share of its letters beyond ASCII that the language writes; 1 where it has none."""
    words: int
    """How many of the language's common words it has."""


@dataclass(frozen=True, slots=True)
class LatinReading:
    """A sample as a code page reads it, judged."""

    codec: str
    letters: int
    """Letters beyond ASCII."""
    share: float
    """Their share of all letters."""
    longest_run: int
    oddities: int
    """Signs that hardly any letter has: controls, letters that no language of ours writes."""
    likeness: Likeness
    words: frozenset[str]
    marked: frozenset[str]
    """Common words of its language that have letters beyond ASCII."""

    @property
    def is_clean(self) -> bool:
        """Whether one language writes every letter of it."""
        return self.likeness.covered == 1 and not self.oddities


def read_as(data: bytes, codec: str) -> LatinReading | None:
    """Judge a sample of the bytes as the code page reads them, None where it cannot."""
    try:
        text = data[:SAMPLE_BYTES].decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None
    counted = Counter(text)
    high = {char: count for char, count in counted.items() if char > "\x7f" and char.isalpha() and char not in "ªº"}
    letters = sum(high.values())
    plain = sum(count for char, count in counted.items() if char <= "\x7f" and char.isalpha())
    words = {word.casefold() for word in _WORD.findall(text)}
    made_for = [language for language in LANGUAGES if codec in language.codecs]
    likeness, language = max(
        ((_likeness(high, words, language), language) for language in made_for),
        key=lambda found: found[0],
        default=(Likeness(0, 0), None),
    )
    common = language.words.intersection(words) if language else frozenset()
    return LatinReading(
        codec=codec,
        letters=letters,
        share=letters / max(1, letters + plain),
        longest_run=max((len(run) for run in re.findall(r"[^\W\d_a-zA-Z]+", text)), default=0),
        oddities=sum(count for char, count in counted.items() if "\x7f" < char < "\xa0")
        + len(_ODD.findall(text))
        + _unopened(text),
        likeness=likeness,
        words=frozenset(words),
        marked=frozenset(word for word in common if len(word) >= _MARKED_CHARS and not word.isascii()),
    )


def _unopened(text: str) -> int:
    """How many quotes end that never began: `posla»` is `poslať` in another code page."""
    return len(_CLOSING.findall(text)) if "«" not in text else 0


def latin_guess(data: bytes, label: str | None) -> str | None:
    """Return the code page of Latin letters that a language indicates, None if none does for certain.

    A right label is never overruled: only Western ones are doubted, and another code page must make a language of all
    letters where the label makes none, or more of its common words: one with letters that the label reads otherwise, or many.
    """
    readings = [reading for codec in LATIN_CODECS if (reading := read_as(data, codec)) is not None]
    clean = [one for one in readings if one.is_clean and one.longest_run < _RUN and one.share < 1 / 2]
    labelled = read_as(data, label) if label else None
    if not clean or (labelled is not None and not labelled.letters and not labelled.oddities):
        return None
    best = max(clean, key=lambda one: (one.likeness.words, one.codec == label, _PREFERRED[one.codec]))
    if labelled is None:
        return best.codec
    if label not in _DEFAULTS:
        return None  # someone chose it
    if labelled.is_clean:
        told = bool(best.marked - labelled.words) and best.likeness.words >= labelled.likeness.words
        return best.codec if told or best.likeness.words > 2 * labelled.likeness.words + 1 else None
    return best.codec if best.likeness.words or best.letters >= _ENOUGH_LETTERS else None


def is_western(data: bytes, codec: str) -> bool:
    """Say whether the bytes make a language of the code page, however many accents they have."""
    reading = read_as(data, codec)
    return reading is not None and reading.is_clean and reading.longest_run < _RUN


def _likeness(high: dict[str, int], words: set[str], language: Language) -> Likeness:
    covered = (
        sum(count for char, count in high.items() if char in language.letters) / sum(high.values()) if high else 1.0
    )
    return Likeness(covered, len(language.words & words))
