"""When two email addresses are the same: letter case, a domain's two spellings, and Gmail's two names."""

from app.text.domains import in_dns

KEY_CHARS = 254
_ONE_HOUSE = {"googlemail.com": "gmail.com"}


def address_key(email: str) -> str:
    """What all spellings of one address have in common; an address without @ in lower case.

    `Helena@Bücher.example` and `helena@xn--bcher-kva.example` are one, and so are gmail.com and googlemail.com.
    """
    local, at, domain = email.strip().lower().rpartition("@")
    if not at:
        return domain[:KEY_CHARS]
    domain = in_dns(domain)
    return f"{local}@{_ONE_HOUSE.get(domain, domain)}"[:KEY_CHARS]


def spellings_of(email: str) -> frozenset[str]:
    """The address as it is written, its key, and what else the key may have been written as; in lower case."""
    key = address_key(email)
    local, _at, domain = key.rpartition("@")
    others = {f"{local}@{other}" for other, name in _ONE_HOUSE.items() if name == domain}
    return frozenset({email.strip().lower(), key, f"{local}@{_shown(domain)}", *others})


def _shown(domain: str) -> str:
    """The domain as people write it."""
    try:
        return domain.encode("ascii").decode("idna") if "xn--" in domain else domain
    except UnicodeError:
        return domain
