"""Words as the search knows them: without accents, capitals or marks, the same in what is stored and what is typed.

What survives folding is letters and digits, so whatever somebody types is literal. Scripts without blanks between the
words (Chinese, Japanese, Korean, Thai) are cut into single characters and pairs, so that any part of a phrase is found.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST_WORD = 40  # characters; longer runs are not words but keys and addresses: their head is found
PHONE = re.compile(r"\+?\d[\d\s()/.-]{4,}\d")
WORD = re.compile(r"[^\W_]+")
# Letters that decomposition leaves alone and people type without their stroke.
PLAIN = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ħ": "h",
        "ŧ": "t",
        "\u0131": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ß": "ss",
    }
)
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
)


def fold(text: str) -> str:
    """The text in its plain letters: decomposed, without marks, in small letters."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", plain).translate(PLAIN)


def words_of(text: str) -> set[str]:
    """Every word by which a text is to be found, phone numbers as one run of digits as well."""
    return set(_pieces(text)) | set(_phones(text))


def typed_words(text: str) -> list[str]:
    """The words that somebody looks for, in order; each has to be in the document, as a word or as its beginning.

    Of an unspaced script these are the pairs alone (or the one character): together they mean the phrase.
    """
    found: list[str] = []
    for run in WORD.findall(fold(text)):
        for piece, unspaced in _runs(run):
            found += _pairs(piece) if unspaced else [piece[:LONGEST_WORD]]
    return list(dict.fromkeys(found))


def _pieces(text: str) -> Iterator[str]:
    for run in WORD.findall(fold(text)):
        yield from _pieces_of_run(run)


@lru_cache(maxsize=50_000)
def _pieces_of_run(run: str) -> tuple[str, ...]:
    found: list[str] = []
    for piece, unspaced in _runs(run):
        if unspaced:
            found += [*piece, *_pairs(piece)]
        else:
            found.append(piece[:LONGEST_WORD])
    return tuple(found)


def _runs(word: str) -> Iterator[tuple[str, bool]]:
    """The parts of a word that are, and are not, of an unspaced script."""
    at = 0
    for match in UNSPACED.finditer(word):
        if match.start() > at:
            yield word[at : match.start()], False
        yield match.group(), True
        at = match.end()
    if at < len(word):
        yield word[at:], False


def _pairs(piece: str) -> list[str]:
    return [piece[at : at + 2] for at in range(len(piece) - 1)] or [piece]


def _phones(text: str) -> Iterator[str]:
    """Phone numbers written with blanks and dashes, as digits: with country code, and without what stands before."""
    for match in PHONE.finditer(text):
        digits = re.sub(r"\D", "", match.group())[:LONGEST_WORD]
        yield digits
        for cut in (2, 3, 4):  # +49 40 555 is also found as 40555 and, with its national zero, 040555
            if len(digits) - cut >= 5:  # noqa: PLR2004  shorter ones are no phone numbers
                yield digits[cut:]
                yield f"0{digits[cut:]}"


def encode(word: str) -> str:
    """The word as the index keeps it: two letters longer, so that MariaDB's shortest word and stop words never matter."""
    return f"xx{word}"
