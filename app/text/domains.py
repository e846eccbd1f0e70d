"""Domain names: as the DNS writes them, and whose they are."""

from functools import cache

import idna
from publicsuffixlist import PublicSuffixList


def in_dns(domain: str) -> str:
    """The domain as the DNS knows it (`bücher.example` → `xn--bcher-kva.example`), in lower case.

    What could be no name there comes back in lower case.
    """
    plain = domain.strip().rstrip(".").lower()
    if plain.isascii():
        return plain
    try:
        return idna.encode(plain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return plain


def organisation_of(domain: str) -> str:
    """The part of a domain that someone registers: `a.b.example.co.uk` → `example.co.uk`, by the Public Suffix List.

    Empty where it is no more than a suffix, under which anyone registers.
    """
    return _suffixes().privatesuffix(in_dns(domain)) or ""


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
