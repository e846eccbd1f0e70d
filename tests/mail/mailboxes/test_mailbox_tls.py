"""No credentials leave before the server has proved who it is."""

import datetime as dt

import pytest
import trustme

from mail.mailboxes.account import Account, Security
from mail.mailboxes.errors import MailboxBroken, MailboxUnreachable
from mail.mailboxes.imap import IMAPMailbox
from mail.mailboxes.pop3 import POP3Mailbox
from tests.mail.mailboxes.fake_imap import FakeIMAP, refusing
from tests.mail.mailboxes.fake_pop3 import FakePOP3, saying, saying_then_closing, saying_then_hanging
from tests.mail.mailboxes.scripted_server import CALM, HASTY

LETTER = b"Subject: kept private\r\n\r\nx\r\n"
POP3 = (FakePOP3, POP3Mailbox, {"u": LETTER}, "stls")
IMAP = (FakeIMAP, IMAPMailbox, {1: LETTER}, "starttls")
both = pytest.mark.parametrize(("fake", "kind", "messages", "upgrade"), [POP3, IMAP], ids=["pop3", "imap"])


def box(kind, server, security, cafile=None, deadlines=CALM):
    return kind(Account("127.0.0.1", server.port, "desk", "secret", None, security, cafile), deadlines=deadlines)


async def visit(mailbox):
    async with mailbox.session() as session:
        return [await session.fetch(offer) for offer in session.offers()]


def assert_nothing_secret(server):
    sent = b"\n".join(server.lines)
    assert b"desk" not in sent
    assert b"secret" not in sent


@both
async def test_tls_with_a_trusted_certificate_is_used(fake, kind, messages, upgrade, authority, cafile, server_tls):
    async with fake(messages, tls=server_tls(authority)) as server:
        assert await visit(box(kind, server, Security.TLS, cafile)) == [LETTER]


@both
async def test_starttls_with_a_trusted_certificate_is_used(
    fake, kind, messages, upgrade, authority, cafile, server_tls
):
    async with fake(messages, **{upgrade: server_tls(authority)}) as server:
        assert await visit(box(kind, server, Security.STARTTLS, cafile)) == [LETTER]


@both
@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
async def test_s64_a_certificate_for_another_name_gets_no_credentials(
    fake, kind, messages, upgrade, security, authority, cafile, server_tls
):
    context = server_tls(authority, "elsewhere.example.org")
    async with fake(messages, **{"tls" if security is Security.TLS else upgrade: context}) as server:
        with pytest.raises(MailboxUnreachable, match="not trusted"):
            await visit(box(kind, server, security, cafile))

        assert_nothing_secret(server)


@both
@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
async def test_a_certificate_of_an_unknown_authority_gets_no_credentials(
    fake, kind, messages, upgrade, security, cafile, server_tls
):
    context = server_tls(trustme.CA())
    async with fake(messages, **{"tls" if security is Security.TLS else upgrade: context}) as server:
        with pytest.raises(MailboxUnreachable, match="not trusted"):
            await visit(box(kind, server, security, cafile))
        with pytest.raises(MailboxUnreachable, match="not trusted"):
            await visit(box(kind, server, security))  # nor with the system's authorities

        assert_nothing_secret(server)


@both
async def test_s64_an_expired_certificate_gets_no_credentials(
    fake, kind, messages, upgrade, authority, cafile, server_tls
):
    past = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    async with fake(messages, tls=server_tls(authority, not_after=past)) as server:
        with pytest.raises(MailboxUnreachable, match="expired"):
            await visit(box(kind, server, Security.TLS, cafile))

        assert_nothing_secret(server)


@pytest.mark.parametrize(
    ("fake", "kind", "scripts"),
    [
        (FakePOP3, POP3Mailbox, {"STLS": saying(b"-ERR unknown\r\n")}),
        (FakeIMAP, IMAPMailbox, {"STARTTLS": refusing(b"unknown")}),
    ],
    ids=["pop3", "imap"],
)
async def test_s64_a_stripped_starttls_gets_no_credentials(fake, kind, scripts, cafile):
    async with fake({}, scripts) as server:
        with pytest.raises(MailboxUnreachable, match="does not offer TLS"):
            await visit(box(kind, server, Security.STARTTLS, cafile))

        assert_nothing_secret(server)


async def slip_in(talk, argument):
    talk.writer.write(talk.facts["tag"] + b" OK begin\r\n* CAPABILITY IMAP4rev1\r\n")


@pytest.mark.parametrize(
    ("fake", "kind", "scripts"),
    [
        (FakePOP3, POP3Mailbox, {"STLS": saying(b"+OK begin\r\n+OK signed in\r\n")}),
        (FakeIMAP, IMAPMailbox, {"STARTTLS": slip_in}),
    ],
    ids=["pop3", "imap"],
)
async def test_bytes_slipped_in_before_tls_end_the_connection(fake, kind, scripts, cafile):
    async with fake({}, scripts) as server:
        with pytest.raises(MailboxUnreachable, match="before TLS"):
            await visit(box(kind, server, Security.STARTTLS, cafile))

        assert_nothing_secret(server)


@both
@pytest.mark.parametrize(
    ("greeting", "words"),
    [
        (saying(b"+OK plain\r\n"), "does not speak TLS"),
        (saying_then_closing(b""), "cannot be reached"),
        (saying_then_hanging(b""), "took too long"),
    ],
)
async def test_broken_tls_gets_no_credentials(fake, kind, messages, upgrade, greeting, words, cafile):
    async with fake(messages, {"greeting": greeting}) as server:
        with pytest.raises(MailboxUnreachable, match=words):
            await visit(box(kind, server, Security.TLS, cafile, HASTY))

        assert_nothing_secret(server)


async def test_a_preauth_greeting_is_no_way_around_starttls(cafile):
    async with FakeIMAP({}, {"greeting": saying(b"* PREAUTH welcome\r\n")}) as server:
        with pytest.raises(MailboxBroken):
            await visit(box(IMAPMailbox, server, Security.STARTTLS, cafile))

        assert server.lines == []


@both
async def test_a_missing_file_of_authorities_is_told(fake, kind, messages, upgrade):
    async with fake(messages) as server:
        with pytest.raises(MailboxUnreachable, match=r"/nowhere/ca\.pem"):
            await visit(box(kind, server, Security.TLS, "/nowhere/ca.pem"))


async def test_capabilities_are_asked_again_once_tls_stands(authority, cafile, server_tls):
    async def upgrade(talk, argument):
        await server.do_starttls(talk, argument)
        server.capabilities = b"IMAP4rev1"

    context = server_tls(authority)
    server = FakeIMAP(
        {1: LETTER}, {"STARTTLS": upgrade}, starttls=context, capabilities=b"IMAP4rev1 STARTTLS LOGINDISABLED"
    )
    async with server:
        assert await visit(box(IMAPMailbox, server, Security.STARTTLS, cafile)) == [LETTER]
