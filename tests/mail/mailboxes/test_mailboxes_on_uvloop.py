"""`deskbell serve` runs on uvloop, whose transports are not asyncio's."""

import asyncio

import pytest
import uvloop

from mail.mailboxes.base import Account, Security
from mail.mailboxes.imap import IMAPMailbox
from mail.mailboxes.pop3 import POP3Mailbox
from tests.mail.mailboxes.fake_imap import FakeIMAP
from tests.mail.mailboxes.fake_pop3 import FakePOP3
from tests.mail.mailboxes.scripted_server import BRISK

LETTER = b"Subject: x\r\n\r\n" + b"line\r\n" * 500_000


@pytest.fixture(scope="module")
def event_loop_policy():
    return uvloop.EventLoopPolicy()


@pytest.mark.parametrize(
    ("fake", "kind", "name", "upgrade"),
    [(FakePOP3, POP3Mailbox, "u", "stls"), (FakeIMAP, IMAPMailbox, 1, "starttls")],
    ids=["pop3", "imap"],
)
@pytest.mark.parametrize("security", Security)
async def test_a_large_message_is_fetched_and_removed(
    fake, kind, name, upgrade, security, authority, cafile, server_tls
):
    assert isinstance(asyncio.get_running_loop(), uvloop.Loop)
    tls = {Security.TLS: "tls", Security.STARTTLS: upgrade}.get(security)
    async with fake({name: LETTER}, **({tls: server_tls(authority)} if tls else {})) as server:
        account = Account("127.0.0.1", server.port, "desk", "secret", None, security, cafile)
        async with kind(account, deadlines=BRISK).session() as session:
            (offer,) = session.offers()
            assert await session.fetch(offer) == LETTER
            await session.remove(offer)

        assert server.messages == {}
