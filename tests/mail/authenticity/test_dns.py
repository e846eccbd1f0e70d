"""The DNS is asked within bounds, and left alone while it does not answer."""

import pytest

from mail.authenticity.dns import QUESTIONS, SILENCES, SYSTEM, Dns, Silent, Unknown, host_and_port
from tests.mail.authenticity.zone import DnsServer

ZONE = {
    ("guest.example", "TXT"): ["v=spf1 -all", "k" * 450],
    ("guest.example", "A"): ["203.0.113.9"],
    ("guest.example", "MX"): ["10 mx.guest.example."],
    ("9.113.0.203.in-addr.arpa", "PTR"): ["mx.guest.example."],
}


def test_every_type_comes_as_it_is_asked_for():
    with DnsServer(ZONE) as server:
        ask = Dns(server.where).for_letter()

        assert sorted(ask("guest.example", "TXT")) == [b"k" * 450, b"v=spf1 -all"]
        assert ask("guest.example.", "A") == ["203.0.113.9"]
        assert ask("guest.example", "MX") == [(10, "mx.guest.example")]
        assert ask("9.113.0.203.in-addr.arpa", "PTR") == ["mx.guest.example"]
        assert ask("guest.example", "AAAA") == []
        assert ask("nobody.example", "A") == []


def test_an_answer_is_kept():
    with DnsServer(ZONE) as server:
        resolver = Dns(server.where)

        for _letter in range(3):
            resolver.for_letter()("guest.example", "A")

        assert server.asked == [("guest.example", "A")]


def test_what_was_answered_is_known_at_once_and_nothing_else_is():
    with DnsServer(ZONE) as server:
        resolver = Dns(server.where)
        with pytest.raises(Unknown):
            resolver.at_once("guest.example", "A")
        resolver.for_letter()("guest.example", "A")
        with pytest.raises(Unknown):
            resolver.at_once("other.example", "A")

        assert resolver.at_once("guest.example.", "A") == ["203.0.113.9"]
        assert Dns(SYSTEM).at_once("_dmarc.guest.example", "TXT") == []
        assert len(server.asked) == 1


def test_a_letter_asks_so_much_and_no_more():
    with DnsServer(ZONE) as server:
        ask = Dns(server.where).for_letter()
        for number in range(QUESTIONS):
            ask(f"x{number}.example", "A")

        with pytest.raises(Silent):
            ask("guest.example", "A")
        assert len(server.asked) == QUESTIONS


def test_a_resolver_that_says_nothing_is_left_alone(monkeypatch):
    monkeypatch.setattr("mail.authenticity.dns.QUESTION_S", 0.05)
    with DnsServer(ZONE, mute=True) as server:
        resolver = Dns(server.where)
        for number in range(SILENCES + 5):
            with pytest.raises(Silent):
                resolver.for_letter()(f"x{number}.example", "A")

    assert len({name for name, _kind in server.asked}) == SILENCES


def test_nobody_asks_the_world_for_names_that_it_cannot_know():
    assert Dns("system").for_letter()("_dmarc.guest.example", "TXT") == []


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("192.0.2.53", ("192.0.2.53", 53)),
        ("127.0.0.1:5353", ("127.0.0.1", 5353)),
        ("::1", ("::1", 53)),
        ("[::1]:5353", ("::1", 5353)),
    ],
)
def test_a_resolver_is_named_by_its_address(where, expected):
    assert host_and_port(where) == expected
