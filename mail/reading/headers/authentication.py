"""Authentication-Results headers (RFC 8601), Microsoft's odd ones included, reduced to pairs of method and result.

A server writes the sender's own words into them: the envelope's address, the name it greeted with. So what is quoted
or in a comment is never read as a result, and each result begins its statement.
"""

import re
from typing import Final

from mail.letter.letter import AuthenticationVerdict

_SPECIAL: Final = re.compile(r'[()"\\]')
_IN_QUOTES: Final = re.compile(r"[\s;=/]")
_RESULT: Final = re.compile(
    r"\s*([a-z][a-z0-9.-]{1,20})\s{0,3}(?:/\s{0,3}\d{1,3}\s{0,3})?=\s{0,3}([a-z]{2,20})(?![\w-])"
)
_HEADER_FROM: Final = re.compile(r"(?<!\S)header\.from\s{0,3}=\s{0,3}([^\s;]{1,320})")
_METHODS: Final = frozenset(
    {
        "auth",
        "arc",
        "bimi",
        "compauth",
        "dkim",
        "dkim-adsp",
        "dkim-atps",
        "dmarc",
        "domainkeys",
        "iprev",
        "sender-id",
        "smime",
        "spf",
        "vbr",
    }
)


def read_verdict(value: str, hops_above: int = 0) -> AuthenticationVerdict:
    """Return what one Authentication-Results header says; Microsoft leaves out who says it, then `authserv_id` is empty.

    `hops_above` are the Received headers above it.
    """
    text = _bare(value.lower())
    head, _, rest = text.partition(";")
    if "=" in head:
        head, rest = "", text
    results: list[tuple[str, str]] = []
    speaks_of: set[str] = set()
    for statement in rest.split(";"):
        if (match := _RESULT.match(statement)) is None or match[1] not in _METHODS:
            continue
        results.append((match[1], match[2]))
        if match[1] == "dmarc" and (named := _HEADER_FROM.search(statement)):
            speaks_of.add(named[1].rpartition("@")[2].rstrip("."))
    words, header_from = head.split(), speaks_of.pop() if len(speaks_of) == 1 else ""
    return AuthenticationVerdict(words[0] if words else "", tuple(results), header_from, hops_above)


def _bare(text: str) -> str:
    """The header without comments and quotes; what is special in a quoted string becomes `_`.

    A comment or a quote without its end takes the rest along: better no verdict than a stranger's.
    """
    kept: list[str] = []
    at, depth, quoted = 0, 0, False
    while match := _SPECIAL.search(text, at):
        kept.append(_kept(text[at : match.start()], depth, quoted=quoted))
        at = match.end()
        mark = match[0]
        if mark == "\\":
            at += 1
        elif mark == '"' and not depth:
            quoted = not quoted
        elif mark == "(" and not quoted:
            depth += 1
        elif mark == ")" and not quoted and depth:
            depth -= 1
            kept.append(" ")
    kept.append(_kept(text[at:], depth, quoted=quoted))
    return "".join(kept)


def _kept(piece: str, depth: int, *, quoted: bool) -> str:
    if depth:
        return ""
    return _IN_QUOTES.sub("_", piece) if quoted else piece
