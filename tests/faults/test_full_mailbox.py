"""Ten thousand mails wait after a weekend: all come in, each once, and the desk needs no more memory for it."""

import asyncio
import re
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy

from app.credentials.reply_tokens import new_message_id
from app.nouns.ticket import Customer
from sql.tables import inbound, messages, tickets
from tests.faults.invariants import broken_file, lost_mails
from tests.mail.intake.fake_mailbox import mail
from tests.plugins.databases import engine
from tests.plugins.desk import opened, settings_for
from tests.servers.served_desk import ServedDesk

pytestmark = pytest.mark.dovecot
FROM = "desk@aurora.example"
MOST_MIB = 300
WORDS = "We arrive late and would like to know whether the reception is open, and where the car can stay. "


@pytest.mark.timeout(3600)
async def test_a_full_mailbox_is_emptied_and_each_mail_is_in_once(
    desk, schema_url, anna, dovecot, mail_user, tmp_path, full_size
):
    count, asked = (10_000, 100) if full_size else (200, 4)
    settings = settings_for(tmp_path, mail_from=FROM)
    guests = [await _known_guest(desk, n) for n in range(asked)]
    offered = [_nth(n, settings, guests) for n in range(count)]
    for raw in offered:
        dovecot.deliver(mail_user, raw)

    keys = {"secret_key": settings.secret_key, "password_key": settings.password_key}
    served = ServedDesk(
        tmp_path / "desk", schema_url, mailbox_url=mail_user.url("pop3"), mail_from=FROM, mail_interval="1", **keys
    )
    await asyncio.to_thread(served.start)
    try:
        async with asyncio.timeout(900 if full_size else 300):
            while _waiting(schema_url, count) or dovecot.messages(mail_user):  # noqa: ASYNC110  another process writes it
                await asyncio.sleep(1)
        most_mib = _most_mib(served.process.pid)
    finally:
        await asyncio.to_thread(served.stop)

    assert lost_mails(schema_url, offered, []) == []
    assert broken_file(schema_url) == []
    assert _untrue(schema_url, offered) == []
    assert most_mib <= MOST_MIB


async def _known_guest(desk, number):
    """A ticket of their own, and its number."""
    guest = Customer(f"Guest {number}", f"known{number}@guest.example")
    return (await opened(desk, f"Question {number}", customer=guest, confirm=False, notify=False)).id


def _nth(number, settings, guests):
    """Of twenty mails two are copies of ones before, four answer tickets, one has a large file; one of fifty is hostile."""
    place = number % 20
    if place in {18, 19}:
        return _nth(number - 15, settings, guests)
    if number % 50 == 7:
        return _hostile(number)
    text = f"This is mail {number}.\n\n" + WORDS * (number % 150)
    if place in {2, 6, 10, 14}:
        guest = number % len(guests)
        parent = new_message_id(settings, guests[guest], f"{number:x}")
        return mail(f"known{guest}@guest.example", f"Re: Question {guest}", text, **_named(number), In_Reply_To=parent)
    files = [("plan.pdf", "application/pdf", b"%PDF-1.4" + b"%08d" % number * 25_000, "")] if place == 0 else []
    return mail(f"guest{number}@guest.example", f"Mail {number}", text, **_named(number), attachments=files)


def _named(number):
    return {"Message-ID": f"<{number}@guest.example>"}


def _hostile(number):
    """What has stopped other desks: each one as a stranger might send it."""
    head = b"From: wild%d@guest.example\r\nMessage-ID: <%d@guest.example>\r\nSubject: Wild %d\r\n" % ((number,) * 3)
    found = [
        head + b"Content-Type: text/plain; charset=nope\r\n\r\n\xff\xfe %d" % number,
        head + b"To: " + b"(" * 900 + b"\r\n\r\nText %d" % number,
        head + b"Content-Type: text/plain" + b"".join(b";\r\n x*%d=1" % n for n in range(4000)) + b"\r\n\r\nText",
        head + _nested(2000) + b"Text",
        b"\x01" * 900 + b"%d" % number,
    ]
    return found[number // 50 % len(found)] + b"\r\n"


def _nested(depth):
    return b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth))


def _waiting(url, count):
    """How many have no outcome yet."""
    done = sqlalchemy.select(sqlalchemy.func.count()).where(inbound.c.outcome != "pending")
    with engine(url) as connected, connected.connect() as connection:
        return count - connection.scalar(done)


def _untrue(url, offered):
    """What the ledger says otherwise than it is: each mail is one message, each further copy of it a duplicate."""
    with engine(url) as connected, connected.connect() as connection:
        rows = connection.execute(sqlalchemy.select(inbound.c.id, inbound.c.outcome, inbound.c.sha256)).all()
        said = Counter(connection.scalars(sqlalchemy.select(messages.c.inbound_id)))
        opened_by_mail = connection.scalar(
            sqlalchemy.select(sqlalchemy.func.count()).select_from(tickets).where(tickets.c.source == "mail")
        )
    copies = Counter(row.sha256 for row in rows if row.outcome != "set_aside")
    wrong = [f"mail {row.id} is {row.outcome}" for row in rows if row.outcome not in OUTCOMES]
    wrong += [
        f"mail {row.id} is {said[row.id]} messages" for row in rows if said[row.id] != (row.outcome in IN_A_TICKET)
    ]
    duplicates = sum(row.outcome == "duplicate" for row in rows)
    if duplicates != sum(copies.values()) - len(copies):
        wrong.append(f"{duplicates} duplicates of {len(copies)} mails")
    if opened_by_mail != sum(row.outcome == "opened" for row in rows):
        wrong.append(f"{opened_by_mail} tickets")
    return wrong + [f"{len(rows)} rows for {len(offered)} mails"] * (len(rows) != len(offered))


IN_A_TICKET = {"opened", "appended"}
OUTCOMES = IN_A_TICKET | {"duplicate", "set_aside"}


def _most_mib(pid):
    """The most memory that the process ever had (proc(5): VmHWM)."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("ascii"))
    return int(found[1]) // 1024
