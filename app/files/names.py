"""Names of files that people and strangers send, made harmless to show and to save."""

import re
import unicodedata
from typing import Final

from app.text.combining_marks import normalized
from app.text.one_line import one_line

NAME_LENGTH: Final = 150
_LONGEST_ENDING: Final = 10  # that programs know
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def clean_file_name(name: str) -> str:
    """The name for people, never empty: `file` if nothing is left of it."""
    return harmless_name(name) or "file"


def harmless_name(name: str) -> str:
    """The name without folders, control, bidi or separator characters, never hidden or reserved; maybe empty.

    At most NAME_LENGTH characters; the ending survives the cut. Cleaned first and checked after, on the same value: the
    other order was bypassed with a zero-width space (CVE-2026-28289).
    """
    line = one_line("".join(c for c in normalized("NFC", name) if unicodedata.category(c) != "Cf"))
    shown = re.sub(r'[<>:"|?*]', "_", re.split(r"[\\/]", line.rstrip("\\/"))[-1]).strip(" .")
    if _RESERVED.fullmatch(shown):
        shown = f"file-{shown}"
    if len(shown) <= NAME_LENGTH:
        return shown
    stem, dot, ending = shown.rpartition(".")
    kept = f"{dot}{ending}" if stem and len(ending) <= _LONGEST_ENDING else ""
    return shown[: NAME_LENGTH - len(kept)].rstrip() + kept
