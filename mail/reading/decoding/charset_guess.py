# ruff: noqa: RUF001 - letters of many languages look like Latin ones
"""Guess the charset of bytes that carry no label, or a false one, by how much they look like a language.

Each candidate decodes a sample; its characters are worth more the more often living languages use them. In the
East Asian sets the standards put frequent characters into a first level: a wrong guess lands outside of it.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import Final

_SAMPLE_BYTES: Final = 8192
_PAIR: Final = 2
_SURELY: Final = 0.4
_LIKELY: Final = 0.2
_LATIN_IN_ARABIC: Final = re.compile("(?<=[\u0621-\u06ff])[à-ü]|[à-ü](?=[\u0621-\u06ff])")
_FEWEST_BYTES: Final = 12
_FEWEST_SYLLABLES: Final = 5
_MANY_SYLLABLES: Final = 10
_MULTI_BYTE: Final = ("cp932", "euc_jp", "gb18030", "big5hkscs", "cp949")
_SINGLE_BYTE: Final = (
    "cp1252",
    "cp1251",
    "koi8-u",
    "cp1250",
    "iso8859-2",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "iso8859-6",
    "cp874",
    "cp866",
    "iso8859-5",
    "mac_roman",
)
_BESIDE_ARABIC: Final = frozenset({"cp1256", "cp1251"})
"""Labels that Arabic in ISO 8859-6 is met under, and that have a letter for every byte of it."""

_ARABIC_WORDS: Final = frozenset({"شكرا", "مرحبا", "السلام", "عليكم", "أريد", "أرجو", "الفاتورة", "الحجز", "تحياتي"})
"""What Arabic letters begin and end with, and no word at all in Windows-1256: a word or two have no other sign."""

_FIRST_LEVEL: Final = {
    "cp932": (0x88, 0x97),
    "euc_jp": (0xB0, 0xCF),
    "gb18030": (0xB0, 0xD7),
    "big5hkscs": (0xA4, 0xC6),
    "cp949": (0xB0, 0xC8),
}
"""Lead bytes of each set's frequent characters."""

_PRIOR: Final = {
    "cp1252": 0.12,
    "mac_roman": -0.3,
    "cp866": -0.2,
    "iso8859-5": -0.1,
    "cp1254": -0.05,
    "euc_jp": 0.05,
}
"""How much likelier a charset is in mail before anything is read."""

_KOREAN: Final = (
    "이다는을가에의로하고지도한어나기사리대자시아서그해라일인있수정보니만부으전성스를은들었습안녕감합요주문세"
)
_FREQUENT: Final = (
    "оеаинтсрвл" "αοιετσνηυρπκ" "άέήίόύώ" "יוהלארתבמנש" "ايلمنوترهبدسع" "ùòìâîôûàéèêçñáíóúãõäöüßåøæ" "ąćęłńśźżčďěňřšťůžőűğışțșă" "’‘“”–—…€«»¿¡•"
    + _KOREAN +
    "的一是不了人我在有他這为之大来以个中上们到说国和地也子时道出要于就下得可你年生会好请請您謝谢先發发票问問什么麼單订"
)  # fmt: skip
_COMMON: Final = "кмдпуяыьгзбійєїλμγδωθχβקדחעפأةقحجفكشëï"
_SELDOM: Final = "ъэфщцѓќђљњћџўёґ¨¸·¬¦¤õÿþðýúÝ"
_WORTH: Final = {
    **dict.fromkeys(_SELDOM, 0.3),
    **dict.fromkeys(_COMMON + _COMMON.upper(), 0.9),
    **dict.fromkeys(_FREQUENT + _FREQUENT.upper(), 1.3),
}


def guess_charset(data: bytes) -> str | None:
    """Return the codec that makes the best language of the bytes, or None where none makes any."""
    sample = data[:_SAMPLE_BYTES]
    scores = {codec: score for codec in _MULTI_BYTE + _SINGLE_BYTE if (score := _score(sample, codec)) is not None}
    best = max(scores, key=lambda codec: scores[codec], default=None)
    if (
        best == "cp1256"
        and "iso8859-6" in scores
        and not _ARABIC_WORDS.isdisjoint(sample.decode("iso8859-6", "ignore").split())
    ):
        return "iso8859-6"
    return best if best is not None and scores[best] > 0 else None


def better_charset(data: bytes, label: str) -> str | None:
    """Return another charset that makes far more sense of East Asian or Arabic bytes than their label, None where none does."""
    sample = data[:_SAMPLE_BYTES]
    if label in _BESIDE_ARABIC:
        return "iso8859-6" if _is_arabic(sample, label) else None
    return _better_far_eastern(sample, label) if label in _MULTI_BYTE else None


def _better_far_eastern(sample: bytes, label: str) -> str | None:
    if label != "cp949" and _is_korean(sample):
        return "cp949"
    labelled = _score(sample, label)
    scores = {codec: score for codec in _MULTI_BYTE if (score := _score(sample, codec)) is not None}
    best = max(scores, key=lambda codec: scores[codec], default=None)
    if best is None or best == label or scores[best] <= 0 or len(sample) < _FEWEST_BYTES:
        return None
    return best if labelled is None or scores[best] > labelled + _SURELY else None


def _is_arabic(sample: bytes, label: str) -> bool:
    """Say whether bytes are Arabic in ISO 8859-6, which few bytes of other charsets are, though their label says otherwise."""
    labelled, arabic = _score(sample, label), _score(sample, "iso8859-6")
    if labelled is None or arabic is None or arabic <= labelled:
        return False
    if label == "cp1256":  # which has the accents of French, between words
        return len(_LATIN_IN_ARABIC.findall(sample.decode(label))) >= _PAIR
    return len(sample) >= _FEWEST_BYTES and arabic > labelled + _LIKELY


def _is_korean(sample: bytes) -> bool:
    """Say whether bytes are Korean under a Chinese or Japanese label: syllables that Koreans use often, and no ideograph.

    Chinese in GB 2312 has as many bytes that would be ideographs in Korean, where hardly anyone writes them.
    """
    text = _read(sample, "euc_kr") or ""
    syllables = [char for char in text if "\uac00" <= char <= "\ud7a3"]
    if len(syllables) < _FEWEST_SYLLABLES or any("\u3041" <= char <= "\u9fff" for char in text):
        return False
    share = sum(char in _KOREAN for char in syllables) / len(syllables)
    return share >= (_SURELY if len(syllables) < _MANY_SYLLABLES else _LIKELY)


def _score(sample: bytes, codec: str) -> float | None:
    """Mean goodness of what is beyond ASCII; None where the codec cannot read the sample."""
    text = _read(sample, codec)
    if text is None:
        return None
    high = [char for char in text if char > "\x7f"]
    if not high:
        return None
    worth = _worth_in(codec) if codec in _FIRST_LEVEL else _worth
    total = sum(worth(char) for char in high) - _oddities(text)
    return total / len(high) + _PRIOR.get(codec, 0.0)


def _read(sample: bytes, codec: str) -> str | None:
    try:
        return sample.decode(codec)
    except UnicodeDecodeError as error:
        # The sample may end in the middle of a character.
        if error.start >= len(sample) - 3 and error.start > 0:
            return sample[: error.start].decode(codec)
        return None


@lru_cache(maxsize=8)
def _worth_in(codec: str) -> Callable[[str], float]:
    """Return the score of characters in an East Asian set."""
    first, last = _FIRST_LEVEL[codec]

    @lru_cache(maxsize=8192)
    def worth(char: str) -> float:
        plain = _worth(char)
        if not _is_ideographic(char) or plain > 1:
            return plain
        encoded = char.encode(codec, "replace")
        frequent = len(encoded) == _PAIR and first <= encoded[0] <= last
        return 0.8 if frequent and _is_standard(char, codec) else -0.2

    return worth


def _is_standard(char: str, codec: str) -> bool:
    """Say whether a Korean syllable is one of the old standard's 2,350: the 8,822 others are hardly written."""
    return codec != "cp949" or len(char.encode("euc_kr", "ignore")) == _PAIR


def _is_ideographic(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3"


@lru_cache(maxsize=8192)
def _worth(char: str) -> float:  # noqa: PLR0911 - a table of ranges, read from top to bottom
    """How likely a character is in a mail: letters of living languages yes, box drawings and rare signs no."""
    known = _WORTH.get(char)
    if known is not None:
        return known
    if "\u3041" <= char <= "\u30ff":
        return 1.3
    if "\u0e01" <= char <= "\u0e5b":
        return 1.0
    if _is_ideographic(char):
        return 0.6
    if "\uff61" <= char <= "\uff9f":
        return -0.3  # half-width kana: what other bytes look like in Shift_JIS
    if "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uff60":
        return 0.7
    category = unicodedata.category(char)
    return _BY_CATEGORY.get(category, _BY_CATEGORY.get(category[0], -1.0))


_BY_CATEGORY: Final = {"Cc": -4.0, "Co": -4.0, "L": 0.5, "P": -0.2, "Z": -0.2, "M": 0.5}


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
        elif "\x7f" < before <= "\u024f" and "\x7f" < char <= "\u024f" and before.isalpha() and char.isalpha():
            off += 0.7  # two accented letters side by side: another alphabet read as Latin
    return off


@lru_cache(maxsize=8192)
def _script(char: str) -> str:
    if char <= "\u024f":
        return "LATIN"
    name = unicodedata.name(char, "")
    if name.startswith(("CJK", "HIRAGANA", "KATAKANA", "HALFWIDTH", "FULLWIDTH")):
        return "CJK"
    return name.partition(" ")[0]
