# ruff: noqa: RUF001 - words and signs of many languages look like Latin ones
"""Where a signature begins: the dashes of RFC 3676 §4.3, list footers, and "Sent from my phone" in many languages.

A greeting and a name are part of what a person wrote and are left alone.
"""

import re
from typing import Final

from mail.quoting.phrases import DEVICES, MACHINES, MAIL_PROGRAMS, PLATFORMS, SENT_FROM, SENT_FROM_BEHIND

_TAIL_LINES: Final = 40
SIGNATURE_LINES: Final = 20
"""Lines of text that a signature may have."""

_BARE_LINES: Final = 12
_LINE_CHARS: Final = 120
_FOOTER_LINES: Final = 12
_SHORT_FOOTER_LINES: Final = 3
_LONG_RULE: Final = 20 * "_"
_LINKS: Final = 2
_SENT_FROM_CHARS: Final = 140
_WEAK_WORDS: Final = 14
_PROGRAM_WORDS: Final = 9
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
    r"(?<!['’])\b(?:is|are|was|were|will|ist|sind|war|est|sont|es|son|è|sono|é|são|has|have|had|can|because|habe|haben|hatte|ich|wir|je|nous|we|you)\b"
)
_POSTSCRIPT: Final = re.compile(
    r"\s*(?:p\.? ?s\.?|p\.? ?d\.?|n\.? ?b\.?|pps|ps|з\.? ?ы\.?|υ\.? ?γ\.?|追伸|又及|附言|추신)\s?[:.：\s-]",
    re.IGNORECASE,
)
_VIRUS_FOOTERS: Final = (
    "virus-free", "checked for viruses", "scanned for viruses", "virus free", "auf viren geprüft", "virenfrei", "libre de virus", "sin virus", "garanti sans virus",
    "sans virus", "senza virus", "privo di virus", "virusvrij", "livre de vírus", "без вирусов", "на вирусы", "wolny od wirusów", "virusmentes",
)  # fmt: skip
_LINK: Final = re.compile(r"[<(\[]?https?://[^\s>)\]]{1,500}[>)\]]?")
_NOISE: Final = " \t<>()[]*_-~|.\u200e\u200f\u202a\u202b\u202c\xa0\ufeff"


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
    if len(line) > 2 * _SENT_FROM_CHARS:
        return False
    bare = _LINK.sub(" ", line)
    core = " ".join(bare.strip(_NOISE).casefold().split())
    if not core or len(core) > _SENT_FROM_CHARS or _SENTENCE.search(core):
        return False
    words = len(core.split())
    if any(name in core for name in MAIL_PROGRAMS) and any(name in core for name in PLATFORMS):
        return words <= _PROGRAM_WORDS  # "Outlook for iOS", whatever the language has around it
    says_sent = core.startswith(SENT_FROM) or core.endswith(SENT_FROM_BEHIND)
    if not says_sent:
        return False
    return any(name in core for name in MACHINES) or (
        words <= _WEAK_WORDS and (bare != line or any(device in core for device in DEVICES))
    )


def _after_dashes(lines: list[str], start: int, end: int) -> int:
    """Find the dashes above a signature. The last ones: people draw them between paragraphs too."""
    for at in range(end - 1, max(start, end - 1 - _TAIL_LINES), -1):
        if lines[at].strip() in _DASHES:
            below = [line for line in lines[at + 1 : end] if line.strip()]
            return at if _is_signature(below, is_proper=lines[at] == "-- ") else end
    return end


def _is_signature(below: list[str], *, is_proper: bool) -> bool:
    """Return whether lines below dashes are a signature; without the space of RFC 3676 they must look like one."""
    if len(below) > SIGNATURE_LINES or any(_POSTSCRIPT.match(line) for line in below):
        return False
    if is_proper or all(is_sent_from(line) or _is_virus_footer(line) for line in below):
        return True
    return len(below) <= _BARE_LINES and not any(
        len(line) > _LINE_CHARS or line.rstrip().endswith("?") for line in below
    )


def _footer_start(lines: list[str], start: int, end: int) -> int:
    """Find a rule with a footer under it, as lists and companies add: it has a list's words, nothing but links, or little.

    Only long underscores are surely a program's; people separate their questions with rules too.
    """
    for at in range(max(start + 1, end - _TAIL_LINES), end):
        line = lines[at].strip()
        if _RULE.fullmatch(line):
            below = [one.casefold() for one in lines[at + 1 : end] if one.strip()]
            of_list = any(hint in one for one in below for hint in _LIST_HINTS)
            of_links = bool(below) and all("http" in one or "www." in one for one in below)
            little = line.startswith(_LONG_RULE) and len(below) <= _SHORT_FOOTER_LINES and "?" not in "".join(below)
            if len(below) <= _FOOTER_LINES and (of_list or of_links or little):
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
        if _is_programs(line, lines[at - 1]) or (begins < end and not line.strip(" \t-_*")):
            begins, unknown = at, 0
        elif _is_link(line) and unknown < _LINKS:
            unknown += 1  # the scanner's own address under its words
        else:
            break
    return begins


def _is_programs(line: str, above: str) -> bool:
    """Return whether a program added a line; one that continues the line above in small letters is a person's."""
    goes_on = (
        line.strip()[:1].islower() and bool(above.strip()) and not any(name in line.casefold() for name in MACHINES)
    )
    return (is_sent_from(line) and not goes_on) or _is_virus_footer(line)


def _is_virus_footer(line: str) -> bool:
    return len(line) <= 2 * _SENT_FROM_CHARS and any(words in line.casefold() for words in _VIRUS_FOOTERS)


def _is_link(line: str) -> bool:
    return len(line.split()) == 1 and line.strip(" <>[]()*").startswith(("http", "www."))
