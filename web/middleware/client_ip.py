"""Where a request comes from, in `request.state.client_ip`."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

Networks = Sequence[IPv4Network | IPv6Network]


class ClientIp:
    """Believes `X-Forwarded-For` only from a trusted proxy, and of it only what a trusted one added."""

    def __init__(self, app: ASGIApp, trusted_proxies: Networks) -> None:
        self.app = app
        self.trusted_proxies = trusted_proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] in {"http", "websocket"}:
            peer = scope["client"][0] if scope.get("client") else "unknown"
            forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
            scope.setdefault("state", {})["client_ip"] = client_ip(peer, forwarded, self.trusted_proxies)
        await self.app(scope, receive, send)


def client_ip(peer: str, forwarded: str, trusted_proxies: Networks) -> str:
    """The right-most hop that is not a trusted proxy; the peer when it is none itself.

    A hop that is not an address is "invalid": someone typed it, so it is not repeated.
    """
    client = peer
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    while hops and is_trusted(client, trusted_proxies):
        address = _address(hops.pop())
        if address is None:
            return "invalid"
        client = str(address)
    return client


def is_trusted(hop: str, trusted_proxies: Networks) -> bool:
    """Whether this is the address of one of the proxies."""
    address = _address(hop)
    return address is not None and any(address in network for network in trusted_proxies)


def _address(hop: str) -> IPv4Address | IPv6Address | None:
    bare = hop[1:].partition("]")[0] if hop.startswith("[") else hop  # [2001:db8::1]:443
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]  # 192.0.2.1:443
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address
