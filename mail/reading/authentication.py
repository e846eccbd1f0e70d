"""Authentication-Results headers (RFC 8601), Microsoft's odd ones included, reduced to pairs of method and result."""

import re
from typing import Final

from mail.letter import AuthenticationVerdict

_COMMENT: Final = re.compile(r"\([^()]{0,1000}\)")
_PAIR: Final = re.compile(r"([a-z][a-z0-9.-]{1,20})\s{0,3}(?:/\s{0,3}\d{1,3}\s{0,3})?=\s{0,3}([a-z]{2,20})")
_HEADER_FROM: Final = re.compile(r"header\.from\s{0,3}=\s{0,3}([^\s;]{1,255})")
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


def read_verdict(value: str) -> AuthenticationVerdict:
    """Return what one Authentication-Results header says; Microsoft leaves out who says it, then `authserv_id` is empty."""
    text = _COMMENT.sub(" ", value.lower())
    head, _, rest = text.partition(";")
    if "=" in head:
        head, rest = "", text
    results: list[tuple[str, str]] = []
    header_from = ""
    for statement in rest.split(";"):
        if (match := _PAIR.search(statement)) and match[1] in _METHODS:
            results.append((match[1], match[2]))
        if match := _HEADER_FROM.search(statement):
            header_from = header_from or match[1]
    words = head.split()
    return AuthenticationVerdict(words[0] if words else "", tuple(results), header_from)
