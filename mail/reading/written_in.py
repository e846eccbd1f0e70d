"""In which language a mail is written: as its program says, else as its words show, if they show it for sure."""

import re
from typing import Final

import gcld3

from app.nouns.fields import language_or_none

SAMPLE_CHARS: Final = 2000
ENOUGH_LETTERS: Final = 30  # of an alphabet: "Danke" and "Check-in 12.12." are too little
ENOUGH_SIGNS: Final = 10  # of a script in which one sign is a syllable or a word
SURE: Final = 0.95
_UNTOLD: Final = "en"
"""What programs say that nobody has told: an English Outlook sends everything as `en-US`."""
_NO_WORDS: Final = re.compile(r"[!-~]*(?:@|://|www\.|[0-9])[!-~]*")  # addresses, links, codes and numbers
_SIGNS: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SAME: Final = {"iw": "he", "no": "nb", "fil": "tl"}

_identifier: Final = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=4 * SAMPLE_CHARS)


def language_of(content_language: str, text: str) -> str:
    """A code such as `de` or `pt-BR`; "" where nothing tells it for sure.

    `content_language`: the header (RFC 3282); `text`: what the person wrote, without what they quote.
    """
    named = language_or_none(content_language.partition(",")[0])
    if named and base_of(named) != _UNTOLD:
        return named
    return written_in(text) or named


def written_in(text: str) -> str:
    """The language of these words; "" where they are too few, or could be of two."""
    words = " ".join(_NO_WORDS.sub(" ", text[:SAMPLE_CHARS]).split())
    letters = sum(char.isalpha() for char in words)
    if letters < (ENOUGH_SIGNS if len(_SIGNS.findall(words)) * 2 > letters else ENOUGH_LETTERS):
        return ""
    found = _identifier.FindLanguage(text=words)
    if not found.is_reliable or found.probability < SURE or "-Latn" in found.language:
        return ""
    return _SAME.get(found.language, str(found.language))


def base_of(code: str) -> str:
    """`pt` of `pt-BR`."""
    return code.replace("_", "-").partition("-")[0].lower()
