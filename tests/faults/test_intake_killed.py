"""The process that reads the mailbox dies between any two of its steps: every mail is in the desk, and once."""

import asyncio

import pytest
import sqlalchemy

from sql.tables import inbound
from tests.faults.invariants import broken_file, lost_mails, untrue_ledger
from tests.faults.killing_line import KillingLine, Moment
from tests.faults.mail_process import MailProcess
from tests.mail.intake.fake_mailbox import mail
from tests.plugins.databases import engine

pytestmark = pytest.mark.dovecot

POP3 = [
    Moment("before the first is fetched", rb"RETR"),
    Moment("with a mail received and not stored", rb"RETR", nth=2, answered=True),
    Moment("with all stored, before DELE", rb"DELE"),
    Moment("between two DELE", rb"DELE", nth=2),
    Moment("after DELE, before QUIT", rb"QUIT"),
    Moment("in QUIT, with all removed and not told", rb"QUIT", answered=True),
    Moment("with QUIT's answer unread", rb"QUIT", answered=True, relayed=True),
]
IMAP = [
    Moment("with a mail received and not stored", rb"\S+ UID FETCH .*BODY", nth=2, answered=True),
    Moment("before it is marked", rb"\S+ UID STORE"),
    Moment("with all marked, before EXPUNGE", rb"\S+ (?:UID )?EXPUNGE"),
    Moment("with all removed and not told", rb"\S+ (?:UID )?EXPUNGE", answered=True),
]
WAITING, WAITING_LONG = 3, 200  # mails on the server, each time that the reader begins


@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("scheme", "moments"), [("pop3", POP3), ("imap", IMAP)], ids=["pop3", "imap"])
async def test_every_mail_is_in_once_whenever_its_reader_was_killed(
    scheme, moments, schema_url, group, dovecot, mail_user, tmp_path, full_size
):
    rounds, waiting = (20, WAITING_LONG) if full_size else (1, WAITING)
    offered: list[bytes] = []
    async with KillingLine(dovecot.ports[scheme]) as line:
        url = mail_user.url(scheme).replace(str(dovecot.ports[scheme]), str(line.port))
        reader = MailProcess(tmp_path / "reader", schema_url, mailbox_url=url)

        for moment in moments * rounds:
            _fill(dovecot, mail_user, offered, waiting)
            line.kill_at(moment, reader.process)
            await asyncio.to_thread(reader.start)
            await line.until_killed()

            left = await asyncio.to_thread(dovecot.messages, mail_user)
            assert lost_mails(schema_url, offered, left) == [], moment
            reader.let_time_pass()

        await asyncio.to_thread(reader.start)
        await _until_read(schema_url, len(offered), dovecot, mail_user)
        await asyncio.to_thread(reader.process.stop)

    assert untrue_ledger(schema_url, offered) == []
    assert lost_mails(schema_url, offered, []) == []
    assert broken_file(schema_url) == []


def _fill(dovecot, mail_user, offered, waiting):
    """Deliver until so many wait, three at least; the first two are different ones under one Message-ID."""
    number = len(offered)
    missing = max(WAITING, waiting - len(dovecot.messages(mail_user)))
    for n in range(number, number + missing):
        one = max(n, number + 1)
        sender = f"guest{n}@guest.example"
        raw = mail(sender, f"Mail {n}", f"This is mail {n}.", **{"Message-ID": f"<{one}@guest.example>"})
        offered.append(raw)
        dovecot.deliver(mail_user, raw)


async def _until_read(url, count, dovecot, mail_user):
    """Until all have their outcome and the mailbox is empty."""
    async with asyncio.timeout(60 + count / 5):
        while dovecot.messages(mail_user) or _recorded(url) < count:  # noqa: ASYNC110  another process writes it
            await asyncio.sleep(0.05)


def _recorded(url):
    done = sqlalchemy.select(sqlalchemy.func.count()).where(inbound.c.outcome != "pending")
    with engine(url) as connected, connected.connect() as connection:
        return connection.scalar(done)
