"""Make a stranger's one-line text safe to keep: no controls, no line ends, no leftovers of encoding."""

import re
from typing import Final

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Bidi embeddings, overrides and isolates turn "gpj.exe" into "exe.jpg" before the reader's eyes.
_BIDI: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069\u061c\u200e\u200f]")
_INVISIBLE: Final = re.compile(r"[\u200b\u2060\ufeff\u00ad]")
_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")
_BODY_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean_line(text: str, longest_chars: int) -> str:
    """Return the text as one line that can stand in a header again without becoming another header.

    Controls, bidi controls and line ends become a space; `=?` is broken up, because Python before 3.11.10
    decodes an encoded word in a header it is given and so can be made to add a `Bcc` (CVE-2024-6923).
    """
    text = _SURROGATES.sub("\ufffd", text)
    text = _BIDI.sub("", _INVISIBLE.sub("", _CONTROLS.sub(" ", text)))
    if "=?" in text:
        text = text.replace("=?", "= ?").replace("?=", "? =")
    text = " ".join(text.split())
    return text if len(text) <= longest_chars else text[: longest_chars - 1].rstrip() + "…"


def clean_body(text: str) -> str:
    """Return a body text with LF line ends and without controls that no database and no reader wants."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n")
    return _SURROGATES.sub("\ufffd", _BODY_CONTROLS.sub("", text)).removeprefix("\ufeff")
