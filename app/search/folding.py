"""Words as the search knows them: without accents, capitals or marks, the same in what is stored and what is typed.

What survives folding is letters and digits, so whatever someone types is literal. Scripts without blanks between the
words (Chinese, Japanese, Korean, Thai) are split into single characters and pairs, so any part of a phrase is found.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from app.search.phones import number_typed, stored_numbers
from app.text.combining_marks import normalized, without_marks

LONGEST_WORD = 40  # characters; longer runs are not words but keys and addresses: their head is found
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
UMLAUT = re.compile("[äöüøåÄÖÜØÅ]|[aouAOU]\u0308")
LONG_VOWELS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
SPELLED = re.compile(r"([aou])e(?![aeiou])")  # `ae`, `oe`, `ue` where keyboards have no umlaut
APOSTROPHE = re.compile(r"(?<![^\W_])([^\W_]{1,20})['\u2019`\u00b4]([^\W_]{1,20})")
INITIAL = re.compile(r"(?<![^\W_'\u2019])([ODod]) (?=[^\W\d_]{3})")  # O Brien, D Angelo
EMOJI = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff]"
)  # no skin tones
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
)


def fold(text: str) -> str:
    """The text in its plain letters: decomposed, without marks, in small letters."""
    if text.isascii():
        return text.lower()
    plain = without_marks(normalized("NFKD", text.casefold()))
    return normalized("NFC", plain).translate(PLAIN)


def words_of(text: str) -> set[str]:
    """Every word by which a text is to be found, phone numbers as one run of digits as well."""
    return {*_pieces(text), *_twins(text), *stored_numbers(text)}


def typed_words(text: str) -> list[str]:
    """The words that someone looks for, in order; each has to be in the document, as a word or as its beginning.

    A phone number is one word, in whatever spelling, and so is a name with an apostrophe. Of an unspaced script these
    are the pairs alone (or the one character): together they mean the phrase.
    """
    if number := number_typed(text):
        return [number]
    found = [_emoji_word(match[0]) for match in EMOJI.finditer(text)]
    for run in WORD.findall(fold(APOSTROPHE.sub(r"\1\2", text))):
        for piece, unspaced in _runs(run):
            found += _pairs(piece) if unspaced else [piece[:LONGEST_WORD]]
    return list(dict.fromkeys(found))


def spellings(text: str) -> Iterator[str]:
    """A text folded, and folded as others spell it: `mueller` for Müller, `muller` for Mueller, `obrien` for O'Brien."""
    folded = fold(text)
    yield folded
    if UMLAUT.search(text):
        yield fold(text.casefold().translate(LONG_VOWELS))
    if APOSTROPHE.search(text) or INITIAL.search(text):
        yield fold(INITIAL.sub(r"\1", APOSTROPHE.sub(r"\1\2", text)))
    if SPELLED.search(folded):
        yield SPELLED.sub(r"\1", folded)


def _twins(text: str) -> Iterator[str]:
    """The words that another spelling has, and the emoji."""
    for match in EMOJI.finditer(text):
        yield _emoji_word(match[0])
    others = spellings(text)
    written = set(WORD.findall(next(others)))
    for other in others:
        yield from (
            word[:LONGEST_WORD] for word in WORD.findall(other) if word not in written and not UNSPACED.search(word)
        )


def _emoji_word(emoji: str) -> str:
    """An emoji as a word of letters and digits, which is all that an index takes."""
    return f"emoji{ord(emoji):x}"


def _pieces(text: str) -> Iterator[str]:
    for run in WORD.findall(fold(text)):
        yield from _pieces_of_word(run) if len(run) <= LONGEST_WORD else _pieces_of_run(run)


@lru_cache(maxsize=50_000)
def _pieces_of_word(run: str) -> tuple[str, ...]:
    """The same, remembered: of short runs alone, since a stranger's may be as long as their text."""
    return _pieces_of_run(run)


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


def encode(word: str) -> str:
    """The word as stored in the index: two letters longer, so MariaDB's minimum length and stop words never matter."""
    return f"xx{word}"
