# ruff: noqa: RUF001 - words and signs of many languages look like Latin ones
"""Where a signature begins: the dashes of RFC 3676 §4.3, list footers, and "Sent from my phone" in many languages.

A greeting and a name are part of what a person wrote and are left alone.
"""

import re
from typing import Final

from mail.quoting.phrases import DEVICES, SENT_FROM

_TAIL_LINES: Final = 40
SIGNATURE_LINES: Final = 20
"""Lines of text that a signature may have."""

_FOOTER_LINES: Final = 12
_SHORT_FOOTER_LINES: Final = 3
_LINKS: Final = 2
_FOOTER_CHARS: Final = 100
_SENT_FROM_CHARS: Final = 140
_DASHES: Final = frozenset({"--", "—", "––", "—-", "-- --"})
_RULE: Final = re.compile(r"[_]{10,200}|[-=*]{30,200}")
_LIST_HINTS: Final = (
    "mailing list",
    "unsubscribe",
    "listinfo",
    "mailinglist",
    "abmelden",
    "désabonner",
    "desinscribir",
    "afmelden",
)
_SENTENCE: Final = re.compile(
    r"\b(?:is|are|was|were|will|ist|sind|war|est|sont|es|son|è|sono|é|são|has|have|had|can|because)\b"
)
_VIRUS_FOOTERS: Final = (
    "virus-free", "checked for viruses", "scanned for viruses", "virus free", "auf viren geprüft", "virenfrei", "libre de virus", "sin virus", "garanti sans virus",
    "sans virus", "senza virus", "privo di virus", "virusvrij", "livre de vírus", "без вирусов", "на вирусы", "wolny od wirusów", "virusmentes",
)  # fmt: skip
_SUFFIXED: Final = tuple(
    phrase for phrase in SENT_FROM if phrase.startswith(("から", "에서")) or phrase in {"gönderildi", "küldve"}
)


def signature_start(lines: list[str], start: int, end: int) -> int:
    """Return the line of `lines[start:end]` where the signature begins, or `end` where there is none.

    It never begins before something was said.
    """
    first_words = next((at for at in range(start, end) if lines[at].strip()), end)
    at = _sent_from_start(lines, first_words, end)
    for find in (_after_dashes, _footer_start):
        at = find(lines, first_words, at)
    return _sent_from_start(lines, first_words, at)


def is_sent_from(line: str) -> bool:
    """Say whether a line is how a mail program or phone signs."""
    if len(line) > _SENT_FROM_CHARS:
        return False
    core = line.strip(" \t<>()[]*_-~|").casefold()
    if not core or _SENTENCE.search(core):
        return False
    if not any(device in core for device in DEVICES):
        return False
    return core.startswith((*SENT_FROM, "從")) or core.endswith(_SUFFIXED) or "get [outlook" in core


def _after_dashes(lines: list[str], start: int, end: int) -> int:
    for at in range(max(start + 1, end - _TAIL_LINES), end):
        if lines[at].strip() in _DASHES:
            following = sum(1 for line in lines[at + 1 : end] if line.strip())
            if following <= SIGNATURE_LINES:
                return at
    return end


def _footer_start(lines: list[str], start: int, end: int) -> int:
    """Find a rule with a short footer under it, as mailing lists and companies add.

    Underscores are drawn by programs; dashes by people too, and so they must be followed by a list's own words.
    """
    for at in range(max(start + 1, end - _TAIL_LINES), end):
        rule = lines[at].strip()
        if _RULE.fullmatch(rule):
            below = [line.casefold() for line in lines[at + 1 : end] if line.strip()]
            of_list = len(below) <= _FOOTER_LINES and any(hint in line for line in below for hint in _LIST_HINTS)
            short = len(below) <= _SHORT_FOOTER_LINES and all(len(line) <= _FOOTER_CHARS for line in below)
            if of_list or (short and rule[0] == "_"):
                return at
    return end


def _sent_from_start(lines: list[str], start: int, end: int) -> int:
    """Step up from the end over lines that programs add: phones' signatures, virus scanners' footers, rules between them."""
    begins = end
    unknown = 0
    for at in range(end - 1, max(start, end - _TAIL_LINES), -1):
        line = lines[at]
        if not line.strip():
            continue
        if is_sent_from(line) or _is_virus_footer(line) or (begins < end and not line.strip(" \t-_*")):
            begins, unknown = at, 0
        elif _is_link(line) and unknown < _LINKS:
            unknown += 1  # the scanner's own address under its words
        else:
            break
    return begins


def _is_virus_footer(line: str) -> bool:
    return len(line) <= 2 * _SENT_FROM_CHARS and any(words in line.casefold() for words in _VIRUS_FOOTERS)


def _is_link(line: str) -> bool:
    return len(line.split()) == 1 and line.strip(" <>[]()*").startswith(("http", "www."))
