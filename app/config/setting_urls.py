"""URLs in settings that may contain a password: errors never repeat any part of one.

A `#`, `/`, `?` or `@` in a password ends it early for every reader of URLs (RFC 3986 §3.2): the rest is taken for a host,
a port or a path, and is printed as one.
"""

from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

MARKS = frozenset("#/?@[]\\")
MOST_PORT = 65_535
ENCODED = "must have # / ? @ [ ] in user name and password written as %23 %2F %3F %40 %5B %5D"


def url_fault(value: str) -> str:
    """What is wrong with where it leads; empty for nothing."""
    _scheme, _mark, rest = value.partition("://")
    account, at, place = rest.rpartition("@")
    if MARKS & set(account) or (not at and "#" in rest):
        return ENCODED
    host, port = _host_and_port(place if at else rest)
    if not host and "unix_socket=" not in place:
        return "must name a host"
    if port and not (port.isascii() and port.isdigit() and int(port[:6]) <= MOST_PORT):
        return "must have a port from 0 to 65535"  # of an account without @ it may be the password
    return ENCODED if "#" in place else ""


def redis_fault(value: str) -> str:
    """Why this Redis connection could be read or forged on the way; empty if it cannot."""
    url = urlsplit(value)
    if url.scheme == "unix" or is_loopback(url.hostname or ""):
        return ""
    if url.scheme != "rediss":
        return "is not encrypted on its way to another machine: use rediss:// with a password"
    return "" if unquote(url.password or "") else "needs a password on another machine"


def is_loopback(host: str) -> bool:
    """Whether the name or address is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def _host_and_port(place: str) -> tuple[str, str]:
    authority = place
    for mark in "/?#":
        authority = authority.partition(mark)[0]
    if authority.startswith("["):  # IPv6
        host, _bracket, port = authority[1:].partition("]")
        return host, port.removeprefix(":")
    host, _colon, port = authority.partition(":")
    return host, port
