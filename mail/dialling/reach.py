"""Which addresses a mail server may be at that was typed into the console.

Whoever runs the machine sets the environment, and may name any server there. An administrator of the console, or somebody
who has stolen one's session, must not look through the machine's network with the desk's eyes (SSRF). So a server of the
console's may be anywhere on the internet; inside the own network, and on this machine, only where mail servers listen; and
never at an address that means a machine's own keeper (169.254.169.254 and the like), everybody, or nobody. The address that
was looked at is the one that is dialled: a name that changes its mind between two questions gains nothing.
"""

import asyncio
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address

from app.config.mail_place import MAIL_PORTS
from app.core.public_address import Address, means_no_host, unwrapped


class OutOfReach(OSError):
    """The server is at an address that the console's settings do not reach."""

    def __init__(self, address: str, port: int) -> None:
        super().__init__(f"{address} port {port}")
        self.address, self.port = address, port


@dataclass(frozen=True, slots=True)
class MailReach:
    """What is allowed beside the rule above: these networks, at any port (DESKBELL_MAIL_NETWORKS)."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    def has(self, address: Address, port: int) -> bool:
        """Whether a server may be there."""
        address = unwrapped(address)
        if any(address in network for network in self.networks):
            return True
        if means_no_host(address):
            return False
        if address.is_loopback or address.is_private:
            return port in MAIL_PORTS
        return address.is_global


async def dial(host: str, port: int, reach: MailReach) -> socket.socket:
    """A socket connected to the first of the host's addresses that answers. Raises OutOfReach, or another OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    allowed = [one for one in found if reach.has(_address_of(one[4]), port)]
    if not allowed:
        raise OutOfReach(str(found[0][4][0]) if found else host, port)
    fault: OSError = OSError("no address")
    for family, kind, number, _name, place in allowed:
        try:
            return await _connected(family, kind, number, place)
        except OSError as error:
            fault = error
    raise fault


async def _connected(family: int, kind: int, number: int, place: Sequence[object]) -> socket.socket:
    made = socket.socket(family, kind, number)
    made.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(made, tuple(place))
    except BaseException:
        made.close()
        raise
    return made


def _address_of(place: Sequence[object]) -> Address:
    return ip_address(str(place[0]).partition("%")[0])
