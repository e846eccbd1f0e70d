"""Mail out of a real mailbox, over POP3 and IMAP, and at once where the server tells of it."""

import asyncio
import contextlib
import dataclasses

import pytest
from sqlalchemy import select

from app.actions.mail.polling import ask_for_poll
from app.core.clock import now_ms
from app.queries.desk.leases import MAILBOX, lease_details
from app.queries.mail.inbound import raw_mail
from mail.intake.loop import poll_once, run_mailboxes
from sql.tables import inbound
from tests.mail.intake.fake_mailbox import mail

pytestmark = pytest.mark.dovecot


@pytest.fixture
def read_from(desk, mail_user):
    """The desk with this person's mailbox; `interval_s` between polls."""

    def made(scheme: str, interval_s: int = 300):
        url = mail_user.url(scheme)
        return dataclasses.replace(
            desk, settings=dataclasses.replace(desk.settings, mailbox_url=url, mail_interval_s=interval_s)
        )

    return made


@contextlib.asynccontextmanager
async def running(desk):
    """The loop, while the block lasts."""
    task = asyncio.create_task(run_mailboxes(desk))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(desk, condition):
    """Wait until the ledger is as wanted."""
    async with asyncio.timeout(60):
        while not condition(await desk.db.fetch_all(select(inbound.c.subject, inbound.c.outcome))):  # noqa: ASYNC110  # the ledger has no bell
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("scheme", ["pop3", "imap"])
async def test_mails_are_kept_byte_for_byte_and_removed(read_from, group, dovecot, mail_user, scheme):
    desk = read_from(scheme)
    raws = [mail(subject=f"Mail {n}", text=f"{n}\r\n.\r\n..dots\r\n") for n in range(3)]
    for raw in raws:
        dovecot.deliver(mail_user, raw)

    report = await poll_once(desk)

    rows = await desk.db.fetch_all(select(inbound).order_by(inbound.c.id))
    assert (report.kept, report.removed, report.fault) == (3, 3, "")
    assert [await raw_mail(desk, row.id) for row in rows] == raws
    assert {row.outcome for row in rows} == {"opened"}
    assert dovecot.messages(mail_user) == []


async def test_a_second_poll_finds_nothing_and_is_good(read_from, group, dovecot, mail_user):
    desk = read_from("pop3")
    dovecot.deliver(mail_user, mail())
    await poll_once(desk)

    report = await poll_once(desk)

    assert (report.offered, report.kept, report.fault) == (0, 0, "")
    assert (await lease_details(desk, MAILBOX))["last_good_ms"]


async def test_a_wrong_password_is_said_and_no_secret_with_it(read_from, group, mail_user):
    desk = read_from("pop3")
    wrong = desk.settings.mailbox_url.replace(mail_user.password, "hush-hush")
    desk = dataclasses.replace(desk, settings=dataclasses.replace(desk.settings, mailbox_url=wrong))

    report = await poll_once(desk)

    assert report.fault
    assert "hush-hush" not in report.fault


async def test_over_imap_a_mail_is_in_at_once_though_the_interval_is_long(read_from, group, dovecot, mail_user):
    desk = read_from("imap", interval_s=3600)

    async with running(desk):
        dovecot.deliver(mail_user, mail(subject="One"))
        await until(desk, lambda rows: [row.outcome for row in rows] == ["opened"])
        dovecot.deliver(mail_user, mail(subject="Two"))
        await until(desk, lambda rows: [row.outcome for row in rows] == ["opened", "opened"])

    assert dovecot.messages(mail_user) == []


async def test_check_now_reads_a_pop3_mailbox_before_its_interval_is_over(read_from, group, dovecot, mail_user):
    desk = read_from("pop3", interval_s=3600)

    async with running(desk):
        dovecot.deliver(mail_user, mail(subject="One"))
        await until(desk, lambda rows: len(rows) == 1 and rows[0].outcome == "opened")
        dovecot.deliver(mail_user, mail(subject="Two"))
        await ask_for_poll(desk, now_ms())
        await until(desk, lambda rows: len(rows) == 2)


async def test_without_a_mailbox_a_poll_says_which_setting_is_missing(desk):
    bare = dataclasses.replace(desk, settings=dataclasses.replace(desk.settings, mailbox_url=None))

    with pytest.raises(ValueError, match="DESKBELL_MAILBOX_URL"):
        await poll_once(bare)
