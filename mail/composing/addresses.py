"""The addresses a mail goes to and comes from, checked before they come near a command or a header."""

import re
from collections.abc import Iterable
from contextlib import suppress
from email.utils import parseaddr

from app.config.settings import Settings
from app.nouns.reasons import reason
from mail.composing.faults import CannotCompose

MAX_CHARS = 254  # RFC 5321 §4.5.3.1.3, with its angle brackets

# Atoms only: quoted local parts are allowed by the RFC and used by nobody but attackers.
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")


def checked_address(address: str) -> str:
    """The address as it goes on the wire, its domain in ASCII. Raises CannotCompose for what is none."""
    local, _at, domain = address.strip().rpartition("@")
    try:
        whole = f"{local}@{domain.encode('idna').decode('ascii').lower()}"
    except UnicodeError:
        whole = ""
    if (
        len(whole) > MAX_CHARS
        or not _ADDRESS.fullmatch(whole)
        or ".." in whole
        or local[:1] == "."
        or local[-1:] == "."
    ):
        shown = "".join(c if c.isprintable() else " " for c in address)[:100]
        raise CannotCompose(reason("no_address", address=shown))
    return whole


def addresses_among(addresses: Iterable[str]) -> tuple[str, ...]:
    """Those that can be named in a header; one that cannot be written to is left out."""
    kept = []
    for address in addresses:
        with suppress(CannotCompose):
            kept.append(checked_address(address))
    return tuple(kept)


def sender_of(settings: Settings) -> tuple[str, str]:
    """The desk's name and address from DESKBELL_MAIL_FROM; without a name there, the one that the settings give it."""
    name, address = parseaddr(settings.mail_from or "")
    if not address:
        host = settings.host.partition(":")[0]
        return name or settings.desk_name or "Deskbell", checked_address(f"desk@{host}")
    return name or settings.desk_name or address.partition("@")[2], checked_address(address)
