# ruff: noqa: RUF001 - words and signs of many languages look like Latin ones
"""Guess the charset of bytes that carry no label, or a false one, by how much they look like a language."""

import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import Final

_SAMPLE_BYTES: Final = 8192
_MULTI_BYTE: Final = ("cp932", "euc_jp", "gb18030", "big5hkscs", "cp949")
_SINGLE_BYTE: Final = (
    "cp1252",
    "cp1251",
    "koi8-r",
    "cp1250",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp874",
    "cp866",
    "mac_roman",
)
_COMMON_HAN: Final = frozenset(
    "的一是不了人我在有他这為之大来以个中上们到说国和地也子时道出要于就下得可你年生会好请請您谢謝先"
)
_VOWELS: Final = frozenset("аеиоуыэюяАЕИОУЫЭЮЯ")
_FREQUENT: Final = frozenset("éèàùâêîôûçäöüßñáíóúãõåøæÉÈÀÄÖÜÑÅØÆ’‘“”–—…€ąćęłńśźżčďěňřšťůžőűășțğıİşĞŞ«»")
_GOOD_ENOUGH: Final = 0.0


def guess_charset(data: bytes) -> str | None:
    """Return the codec that makes the best language of the bytes, or None where none makes any."""
    sample = data[:_SAMPLE_BYTES]
    scores = {codec: score for codec in _MULTI_BYTE + _SINGLE_BYTE if (score := _score(sample, codec)) is not None}
    if not scores:
        return None
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] > _GOOD_ENOUGH else None


def _score(sample: bytes, codec: str) -> float | None:
    """Mean goodness per high byte; None where the codec cannot read the sample."""
    text = _read(sample, codec)
    if text is None:
        return None
    high = [char for char in text if char > "\x7f"]
    if not high:
        return None
    total = sum(_worth(char) for char in high)
    total -= _oddities(text)
    if codec in _MULTI_BYTE:
        return total / len(high) * 1.1
    return total / len(high)


def _read(sample: bytes, codec: str) -> str | None:
    try:
        return sample.decode(codec)
    except UnicodeDecodeError as error:
        # The sample may end in the middle of a character.
        if error.start >= len(sample) - 3 and error.start > 0:
            return sample[: error.start].decode(codec)
        return None


@lru_cache(maxsize=4096)
def _worth(char: str) -> float:  # noqa: PLR0911 - a table of ranges, read from top to bottom
    """How likely a character is in a mail: letters of living languages yes, box drawings and rare signs no."""
    code = ord(char)
    if 0x3041 <= code <= 0x30FF:  # noqa: PLR2004 - kana
        return 1.2
    if 0x4E00 <= code <= 0x9FFF:  # noqa: PLR2004 - han
        return 1.5 if char in _COMMON_HAN else 0.6
    if 0xAC00 <= code <= 0xD7A3:  # noqa: PLR2004 - hangul
        return 1.0
    if 0x0400 <= code <= 0x045F:  # noqa: PLR2004 - Cyrillic
        return 1.0
    if char in _FREQUENT:
        return 1.0
    category = unicodedata.category(char)
    if category == "Cc" or category == "Co":  # noqa: PLR1714 - read as two thoughts: controls, private use
        return -4.0
    if 0xFF61 <= code <= 0xFF9F:  # noqa: PLR2004 - half-width kana: what other bytes look like in Shift_JIS
        return -0.3
    if 0x3000 <= code <= 0x303F or 0xFF00 <= code <= 0xFF60:  # noqa: PLR2004 - CJK punctuation, full-width forms
        return 0.7
    if category.startswith("L"):
        return 0.5
    return -0.2 if category.startswith(("P", "Z")) else -1.0


def _oddities(text: str) -> float:
    """Points off for what no one types: a capital after a small letter, letters of two scripts in one word."""
    off = 0.0
    for before, char in pairwise(text):
        if char <= "\x7f" and before <= "\x7f":
            continue
        if (before.islower() and char.isupper()) or (
            before.isalpha() and char.isalpha() and _script(before) != _script(char)
        ):
            off += 1.0
    return off


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    if char <= "\u024f":
        return "LATIN"
    name = unicodedata.name(char, "")
    if name.startswith(("CJK", "HIRAGANA", "KATAKANA", "HALFWIDTH", "FULLWIDTH")):
        return "CJK"
    return name.partition(" ")[0]
