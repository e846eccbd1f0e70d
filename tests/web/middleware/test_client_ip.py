from ipaddress import ip_network

import pytest

from web.middleware.client_ip import client_ip
from web.requests.rates import ip_key

PROXIES = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),  # a stranger's header
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "192.0.2.66, 198.51.100.1", "198.51.100.1"),  # the left one was the client's own claim
        ("10.0.0.1", "192.0.2.66, 198.51.100.1, 10.0.0.9", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.2, 10.0.0.3", "10.0.0.2"),  # a client inside
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "<b>1</b>", "invalid"),
        ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("10.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("fd00::1", "2001:db8::5", "2001:db8::5"),
    ],
)
def test_s46_the_client_is_the_rightmost_hop_that_is_no_trusted_proxy(peer, forwarded, expected):
    assert client_ip(peer, forwarded, PROXIES) == expected


def test_without_trusted_proxies_the_peer_is_the_client():
    assert client_ip("127.0.0.1", "198.51.100.1", ()) == "127.0.0.1"


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Real-IP", "CF-Connecting-IP", "X-Remote-User"])
async def test_s46_a_ticket_keeps_the_peers_address_whatever_headers_say(guest, group, web_desk, name):
    fields = {"name": "H", "email": "h@guest.example", "phone": "123", "city": "X", "subject": "S", "message": "M"}

    await guest.post("/new", data=fields, headers={name: "192.0.2.66"})

    assert await web_desk.db.fetch_val("SELECT client_ip FROM tickets") == "203.0.113.7"


def test_an_ipv6_subscriber_is_counted_by_their_network():
    assert ip_key("2001:db8:1:2::5") == ip_key("2001:db8:1:2:ffff::1")
    assert ip_key("203.0.113.7") != ip_key("203.0.113.8")
