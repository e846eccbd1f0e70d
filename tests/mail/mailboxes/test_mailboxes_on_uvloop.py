"""`deskbell serve` runs on uvloop, whose transports are not asyncio's."""

import asyncio

import pytest
import uvloop

from mail.mailboxes.account import Account, Security
from mail.mailboxes.imap import IMAPMailbox
from mail.mailboxes.pop3 import POP3Mailbox
from tests.mail.mailboxes.fake_imap import FakeIMAP
from tests.mail.mailboxes.fake_pop3 import FakePOP3
from tests.mail.mailboxes.scripted_server import CALM

LETTER = b"Subject: x\r\n\r\n" + b"line\r\n" * 500_000


@pytest.mark.parametrize(
    ("fake", "kind", "name", "upgrade"),
    [(FakePOP3, POP3Mailbox, "u", "stls"), (FakeIMAP, IMAPMailbox, 1, "starttls")],
    ids=["pop3", "imap"],
)
@pytest.mark.parametrize("security", Security)
def test_a_large_message_is_fetched_and_removed(fake, kind, name, upgrade, security, authority, cafile, server_tls):
    tls = {Security.TLS: "tls", Security.STARTTLS: upgrade}.get(security)
    server = fake({name: LETTER}, **({tls: server_tls(authority)} if tls else {}))

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        fetched = runner.run(poll(server, kind, security, cafile))

    assert fetched == [LETTER]
    assert server.messages == {}


async def poll(server, kind, security, cafile):
    async with server:
        account = Account("127.0.0.1", server.port, "desk", "secret", None, security, cafile)
        async with kind(account, deadlines=CALM).session() as session:
            fetched = [await session.fetch(offer) for offer in session.offers()]
            for offer in session.offers():
                await session.remove(offer)
    return fetched
