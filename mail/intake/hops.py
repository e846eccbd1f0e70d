"""Where a mail came from: the address of its first hop outside our own."""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

UNKNOWN = "unknown"
# Inside somebody's house: loopback, private, link-local, carrier's NAT (RFC 1122, 1918, 3927, 6598, 4193, 4291).
OWN = tuple(
    ip_network(net)
    for net in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.168.0.0/16", "::/127", "fc00::/7", "fe80::/10"),
    )
)
_BRACKETED = re.compile(r"\[(?:IPv6:)?([0-9A-Fa-f.:]{3,45})\]")


def client_ip(received: Sequence[str], trusted: Sequence[IPv4Network | IPv6Network]) -> str:
    """The first address, newest hop first, that is public and not of a proxy of ours; `unknown` where there is none.

    Only addresses in brackets count: those the receiving server saw, not what the sender called itself
    (RFC 5321 §4.4). Below the first foreign hop everything can be forged, and is not looked at.
    """
    for line in received[:20]:
        found = _address(line.partition(" by ")[0]) if line.lower().startswith("from ") else None
        if found is not None and not _is_in(found, OWN) and not _is_in(found, trusted):
            return str(found)
    return UNKNOWN


def _is_in(address: IPv4Address | IPv6Address, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    return any(address in network for network in networks if network.version == address.version)


def _address(words: str) -> IPv4Address | IPv6Address | None:
    match = _BRACKETED.search(words)
    try:
        return ip_address(match[1]) if match else None
    except ValueError:
        return None
