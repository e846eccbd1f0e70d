"""Text of strangers on one line, harmless wherever it goes on: on a page, in the log, in the header of a mail."""

import re
from typing import Final

SUBJECT_CHARS: Final = 300
_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# Bidi embeddings, overrides and isolates turn "gpj.exe" into "exe.jpg" before the reader's eyes.
_DIRECTIONS: Final = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE: Final = (
    r"\u00ad\u200b\u2060-\u2065\u206a-\u206f\ufeff"  # joiners stay: emoji and Persian are written with them
)
_UNSEEN: Final = re.compile(f"[{_DIRECTIONS}{_INVISIBLE}]")
_ENCODED_WORD: Final = re.compile(r"=(?=\?)|\?(?==)")
_LOOKED_AT: Final = 8  # times as many characters as are kept: most of a hostile text is blanks


def one_line(text: str) -> str:
    """The text without line ends, controls and halves of surrogate pairs (a blank each), and without what cannot be seen."""
    return " ".join(_UNSEEN.sub("", _BREAKS.sub(" ", text)).split())


def header_line(text: str, longest_chars: int = SUBJECT_CHARS) -> str:
    """The same, safe to put into a header again; at most that many characters, `…` where it was cut.

    An encoded word is broken up (`= ?UTF-8? =`): no reader then decodes what a stranger has typed, and Python before
    3.11.10, which decodes one in a header it is given, cannot be made to add a `Bcc` (CVE-2024-6923).
    """
    line = _ENCODED_WORD.sub(lambda match: f"{match[0]} ", one_line(text[: longest_chars * _LOOKED_AT]))
    return line if len(line) <= longest_chars else line[: longest_chars - 1].rstrip() + "…"


def printable_line(text: str) -> str:
    """The text on one line with a blank for whatever cannot be printed: words of a server, raw headers."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
