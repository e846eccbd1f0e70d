"""Where a mail came from: the address of its first hop outside our own."""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

UNKNOWN = "unknown"
_BRACKETED = re.compile(r"\[(?:IPv6:)?([0-9A-Fa-f.:]{3,45})\]")


def client_ip(received: Sequence[str], trusted: Sequence[IPv4Network | IPv6Network]) -> str:
    """The first address, newest hop first, that is public and not of a proxy of ours; `unknown` where there is none.

    Only addresses in brackets count: those the receiving server saw, not what the sender called itself
    (RFC 5321 §4.4). Below the first foreign hop everything can be forged, and is not looked at.
    """
    for line in received[:20]:
        found = _address(line.partition(" by ")[0])
        if (
            found is not None
            and found.is_global
            and not any(found in net for net in trusted if net.version == found.version)
        ):
            return str(found)
    return UNKNOWN


def _address(words: str) -> IPv4Address | IPv6Address | None:
    match = _BRACKETED.search(words)
    try:
        return ip_address(match[1]) if match else None
    except ValueError:
        return None
