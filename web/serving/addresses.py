"""Under which address a connection or a request is counted."""

from web.middleware.client_ip import Networks, client_ip, is_trusted
from web.requests.rates import ip_key
from web.serving.connections import AddressOf


def counted_by(trusted_proxies: Networks) -> AddressOf:
    """The counting of a desk behind these proxies: a stranger's own address, of IPv6 its /64; none for a proxy itself."""

    def address_of(peer: str, forwarded: str) -> str | None:
        client = client_ip(peer, forwarded, trusted_proxies)
        return None if is_trusted(client, trusted_proxies) else ip_key(client)

    return address_of
