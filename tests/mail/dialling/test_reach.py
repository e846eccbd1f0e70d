"""Where a mail server may be that was typed into the console."""

import ipaddress
import socket

import pytest

from mail.dialling.reach import MailReach, OutOfReach, dial
from mail.mailboxes.errors import MailboxUnreachable
from mail.mailboxes.url import mailbox_from_url
from mail.outgoing.sender import NotSent
from mail.outgoing.smtp import SmtpSender
from tests.mail.mailboxes.scripted_server import ScriptedServer

NOWHERE = [
    "169.254.169.254", "fe80::1", "0.0.0.0", "::", "224.0.0.1", "ff02::1", "255.255.255.255", "100.64.0.1", "240.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "fd00:ec2::254",
]  # fmt: skip


@pytest.mark.parametrize("address", NOWHERE)
def test_some_addresses_are_never_reached(address):
    assert not MailReach().has(ipaddress.ip_address(address), 993)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.1.2.3", "192.168.0.9", "fd12::9", "::ffff:10.1.2.3"])
def test_inside_the_own_network_only_mail_ports_are_reached(address):
    inside = ipaddress.ip_address(address)

    assert MailReach().has(inside, 993)
    assert not MailReach().has(inside, 6379)
    assert not MailReach().has(inside, 8000)


def test_the_internet_is_reached_at_any_port():
    assert MailReach().has(ipaddress.ip_address("93.184.216.34"), 2526)


def test_a_network_that_the_environment_allows_is_reached_at_any_port():
    assert MailReach((ipaddress.ip_network("10.0.0.0/8"),)).has(ipaddress.ip_address("10.1.2.3"), 1025)


async def test_a_name_that_leads_to_a_place_out_of_reach_is_not_dialled(monkeypatch):
    async def resolved(*_given, **_named):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 993))]

    import asyncio  # noqa: PLC0415  its running loop is what is asked

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolved, raising=False)
    with pytest.raises(OutOfReach):
        await dial("metadata.mallory.example", 993, MailReach())


@pytest.mark.parametrize("scheme", ["imap", "pop3"])
async def test_a_service_that_is_no_mail_server_is_not_even_connected_to(scheme):
    async with ScriptedServer() as server:
        mailbox = mailbox_from_url(f"{scheme}://desk:x@127.0.0.1:{server.port}", reach=MailReach())

        with pytest.raises(MailboxUnreachable, match="may not reach"):
            async with mailbox.session():
                pass

        assert server.lines == []


async def test_mail_is_not_sent_out_of_reach(smtp_sink):
    sender = SmtpSender(smtp_sink.url, "desk.example", reach=MailReach())

    with pytest.raises(NotSent, match="may not reach"):
        await sender.check()

    assert smtp_sink.connections == 0
