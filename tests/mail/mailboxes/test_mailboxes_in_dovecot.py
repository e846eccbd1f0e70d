"""The drivers against a real server."""

import asyncio

import pytest

from mail.mailboxes.errors import MailboxRefused, MailboxUnreachable
from mail.mailboxes.url import mailbox_from_url

pytestmark = pytest.mark.dovecot

WAYS = ["pop3", "pop3s", "pop3+starttls", "imap", "imaps", "imap+starttls"]
LETTERS = [
    b"Subject: one\r\n\r\n.\r\n..two dots\r\nlast\r\n",
    b"Subject: long\r\n\r\n" + b"x" * 100_000 + b"\r\n",
    b"Subject: =?utf-8?q?=C3=A4?=\r\n\r\n) BODY[] {3}\r\n* BYE\r\n\xff\xfe\r\n",
]


@pytest.fixture(params=WAYS)
def mailbox(request, dovecot, mail_user):
    """The same mailbox, reached in each way."""
    return reached(dovecot, mail_user, request.param)


def reached(dovecot, mail_user, way):
    scheme, _, upgrade = way.partition("+")
    options = f"?cafile={dovecot.certificates.authority_path}"
    return mailbox_from_url(mail_user.url(scheme) + options + ("&starttls=1" if upgrade else ""))


async def test_every_message_is_fetched_as_it_was_delivered_and_then_gone(mailbox, dovecot, mail_user):
    for raw in LETTERS:
        dovecot.deliver(mail_user, raw)

    async with mailbox.session() as session:
        fetched = [await session.fetch(offer) for offer in session.offers()]
        assert dovecot.messages(mail_user) == LETTERS
        for offer in session.offers():
            await session.remove(offer)

    assert fetched == LETTERS
    assert dovecot.messages(mail_user) == []


async def test_names_last_from_one_session_to_the_next(mailbox, dovecot, mail_user):
    for raw in LETTERS:
        dovecot.deliver(mail_user, raw)

    async with mailbox.session() as session:
        first, second, third = session.offers()
        await session.remove(second)
    async with mailbox.session() as session:
        assert session.offers() == [first, third]


async def test_a_session_that_fails_removes_nothing(mailbox, dovecot, mail_user):
    dovecot.deliver(mail_user, LETTERS[0])

    with pytest.raises(KeyError):
        await fail_after_removing(mailbox)

    assert dovecot.messages(mail_user) == [LETTERS[0]]


async def fail_after_removing(mailbox):
    async with mailbox.session() as session:
        await session.remove(session.offers()[0])
        raise KeyError


@pytest.mark.parametrize("scheme", ["pop3s", "imaps"])
async def test_a_wrong_password_is_refused(scheme, dovecot, mail_user):
    url = f"{scheme}://{mail_user.name}:wrong@127.0.0.1:{dovecot.ports[scheme]}"
    mailbox = mailbox_from_url(f"{url}?cafile={dovecot.certificates.authority_path}")

    with pytest.raises(MailboxRefused, match=mail_user.name):
        await visit(mailbox)


@pytest.mark.parametrize("scheme", ["pop3s", "imaps"])
async def test_a_certificate_that_the_system_does_not_know_is_not_trusted(scheme, mail_user):
    with pytest.raises(MailboxUnreachable, match="not trusted"):
        await visit(mailbox_from_url(mail_user.url(scheme)))


async def visit(mailbox):
    async with mailbox.session():
        pass


@pytest.mark.parametrize("way", ["imap", "imaps", "imap+starttls"])
async def test_idle_says_look_now_when_a_message_comes(way, dovecot, mail_user):
    mailbox = reached(dovecot, mail_user, way)
    await visit(mailbox)
    waiting = asyncio.create_task(mailbox.wait(60))

    dovecot.deliver(mail_user, LETTERS[0])

    assert await waiting
    async with mailbox.session() as session:
        assert len(session.offers()) == 1


async def test_idle_is_over_at_its_time(dovecot, mail_user):
    mailbox = reached(dovecot, mail_user, "imaps")
    await visit(mailbox)

    assert not await mailbox.wait(0.3)
