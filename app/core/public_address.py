"""Which addresses are on the internet, for whatever the desk dials because somebody typed it (SSRF)."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final

Address = IPv4Address | IPv6Address
_SHARED: Final = IPv4Network("100.64.0.0/10")  # RFC 6598: a provider's own, and clouds' keepers in it
_EMBEDDING: Final = (
    IPv6Network("64:ff9b::/96"),
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("2002::/16"),
)  # IPv4 in IPv6
_KEEPERS: Final = (IPv6Network("fd00:ec2::/32"), IPv6Network("fd20:ce::/32"))  # of clouds, in private IPv6


def unwrapped(address: Address) -> Address:
    """The IPv4 address in `::ffff:…`."""
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def means_no_host(address: Address) -> bool:
    """Whether it means everybody, nobody, or a machine's own keeper (169.254.169.254 and the like)."""
    if address.is_multicast or address.is_unspecified or address.is_link_local:
        return True
    if isinstance(address, IPv4Address):
        return address in _SHARED or address.is_reserved
    return any(address in network for network in (*_EMBEDDING, *_KEEPERS))


def is_public(address: Address) -> bool:
    """Whether it is a host's on the internet."""
    address = unwrapped(address)
    return address.is_global and not means_no_host(address)
