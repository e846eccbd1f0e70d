"""Where a mail came from: the hop at which it reached our own servers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

UNKNOWN = "unknown"
HOPS = 20
# Inside someone's house: loopback, private, link-local, carrier's NAT (RFC 1122, 1918, 3927, 6598, 4193, 4291).
OWN = tuple(
    ip_network(net)
    for net in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.168.0.0/16", "::/127", "fc00::/7", "fe80::/10"),
    )
)
# In brackets, or as Exchange and qmail write it alone in a comment: what the server saw, not what the sender says.
_SEEN = re.compile(
    r"\[(?:IPv6:)?([0-9A-Fa-f.:]{3,45})\]|\((?:[^\s()\[\]@]{1,64}@)?([0-9A-Fa-f.:]{3,45})\)", re.IGNORECASE
)
_GREETING = re.compile(r"\(\s*helo\s+[^()]{0,300}\)|\bhelo=\S{1,300}", re.IGNORECASE)
_BY = re.compile(r"(?:^|\s)by\s+([^\s;()]{1,255})", re.IGNORECASE)
_DELIVERY = re.compile(r"\swith\s+(?:local|lmtp)", re.IGNORECASE)

Networks = Sequence[IPv4Network | IPv6Network]


@dataclass(frozen=True, slots=True)
class Entry:
    """The hop at which a mail came in from outside; headers below it were written outside."""

    place: int  # among the Received headers, the newest 0
    ip: str = UNKNOWN  # as our server saw it
    by: str = ""  # the server that took it, in lower case


def entry_of(received: Sequence[str], trusted: Networks) -> Entry:
    """The newest hop that is not certainly between our own servers: nothing below it counts.

    Certain are hops on one machine, from an address trusted in the settings, or the delivery to a mailbox. A private
    address is not enough: behind a container's network everyone has one. If no hop is from outside, only what is
    above all of them is ours.
    """
    for place, line in enumerate(received[:HOPS]):
        before, by = _ends(line)
        seen = _addresses(before)
        outside = [one for one in seen if not _is_in(one, OWN) and not _is_in(one, trusted)]
        if outside:
            return Entry(place, str(outside[-1]), by)
        is_within = all(_is_in(one, trusted) or one.is_loopback for one in seen) if seen else not before
        if not is_within and not _DELIVERY.search(line):
            return Entry(place, UNKNOWN, by)
    return Entry(0)


def client_ip(received: Sequence[str], trusted: Networks) -> str:
    """The first address, newest hop first, that is public and not of a proxy of ours; `unknown` where there is none.

    Only addresses that the receiving server saw count, not what the sender called itself (RFC 5321 §4.4). Below the
    first foreign hop everything can be forged, and is not looked at. It is for people to read, and proves nothing.
    """
    for line in received[:HOPS]:
        before, _by = _ends(line)
        seen = _addresses(before)
        if outside := [one for one in seen if not _is_in(one, OWN) and not _is_in(one, trusted)]:
            return str(outside[-1])
        if before and not seen and not _DELIVERY.search(line):
            return UNKNOWN
    return UNKNOWN


def _ends(line: str) -> tuple[str, str]:
    """What the line says about the sender, and the name of the receiver."""
    match = _BY.search(line)
    before = line[: match.start()] if match else line
    return (before if line.lower().startswith("from ") else ""), match[1].lower().rstrip(".") if match else ""


def _is_in(address: IPv4Address | IPv6Address, networks: Networks) -> bool:
    return any(address in network for network in networks if network.version == address.version)


def _addresses(words: str) -> list[IPv4Address | IPv6Address]:
    """The addresses that the server saw: none in what the sender greeted with, which may look like one.

    Most servers write the greeting first; Exim the address, and the greeting behind it where that differs.
    """
    _from, first, rest = [*words.split(None, 2), "", "", ""][:3]
    seen = _in(_GREETING.sub(" ", rest))
    if seen:
        return seen
    alone = _in(first)
    return alone if _GREETING.search(rest) or not any(_is_in(one, OWN) for one in alone) else []


def _in(words: str) -> list[IPv4Address | IPv6Address]:
    found = []
    for match in _SEEN.finditer(words):
        try:
            found.append(ip_address(match[1] or match[2]))
        except ValueError:
            continue
    return found
