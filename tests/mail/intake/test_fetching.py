"""No mail is lost and none is stored twice, wherever the way from the mailbox breaks."""

import asyncio
import hashlib

import pytest

from app.actions.desk.leasing import take_lease
from app.core.errors import StorageFull
from app.files.large_bytes import IN_ROW_BYTES
from app.nouns.reasons import reason
from app.queries.desk.events import events_after
from app.queries.desk.leases import MAILBOX, lease_details
from app.queries.mail.inbound import raw_mail
from mail.intake.polling import Poller, PollReport
from mail.mailboxes.errors import MailboxUnreachable, MessageUnfetchable
from tests.mail.intake.fake_mailbox import breaks, mail, refuses


async def events_of(desk, kind):
    return [event.details for event in await events_after(desk, 0, 1000) if event.kind == kind]


async def test_a_mail_is_committed_before_it_is_removed(desk, group, mailbox, postman):
    raw = mail()
    committed = []
    mailbox.on_finish = lambda: committed.append(dict(mailbox.messages))

    report = await postman.poll(raw)

    [row] = await postman.ledger()
    assert (report.kept, report.removed, report.fault) == (1, 1, "")
    assert (row.uid, row.sha256, row.size_bytes) == ("uid-1", hashlib.sha256(raw).hexdigest(), len(raw))
    assert await raw_mail(desk, row.id) == raw
    assert row.removed_ms == postman.now_ms
    assert mailbox.messages == {}
    assert len(committed) == 1


@pytest.mark.parametrize("at", ["on_fetch", "on_finish"])
async def test_after_the_line_broke_nothing_is_lost_and_nothing_doubled(desk, group, mailbox, postman, at):
    for number in range(5):
        mailbox.deliver(mail(subject=f"Mail {number}"))
    setattr(mailbox, at, breaks)

    broken = await postman.poll()
    setattr(mailbox, at, lambda *_given: None)
    whole = await postman.poll()

    assert broken.removed == 0
    assert whole.removed == 5
    assert mailbox.messages == {}
    assert sorted(row.subject for row in await postman.ledger()) == [f"Mail {number}" for number in range(5)]
    assert await postman.outcomes() == ["opened"] * 5


async def test_a_mail_that_stays_on_the_server_is_fetched_twice_at_most(desk, group, mailbox, postman):
    mailbox.on_finish = breaks

    for _poll in range(4):
        await postman.poll(*([mail()] if _poll == 0 else []))

    assert len(mailbox.fetched) == 2
    assert await postman.outcomes() == ["opened"]


async def test_another_mail_under_a_known_name_is_another_mail(desk, group, mailbox, postman):
    mailbox.deliver(mail(subject="One"), uid="same")
    await postman.poll()
    mailbox.deliver(mail(subject="Two"), uid="same")

    await postman.poll()

    assert [row.subject for row in await postman.ledger()] == ["One", "Two"]
    assert mailbox.messages == {}


async def test_the_same_mail_that_comes_twice_is_stored_once(desk, group, mailbox, postman):
    first = b"Received: from a ([203.0.113.9]) by b\r\n" + mail()
    second = b"Received: from c ([203.0.113.8]) by d\r\nDelivered-To: desk@aurora.example\r\n" + mail()

    await postman.poll(first, second)

    assert await postman.outcomes() == ["opened", "duplicate"]


async def test_a_stranger_cannot_make_a_mail_vanish_by_sending_its_message_id_first(desk, group, mailbox, postman):
    theirs = mail("evil@elsewhere.example", text="first", Message_ID="<1@guest.example>")
    real = mail(text="the real one", Message_ID="<1@guest.example>")

    await postman.poll(theirs, real)

    assert await postman.outcomes() == ["opened", "opened"]


async def test_a_mail_that_cannot_be_fetched_is_named_and_the_next_ones_come(desk, group, mailbox, postman):
    bad = mailbox.deliver(mail(subject="Bad"))
    mailbox.deliver(mail(subject="Good"))
    mailbox.on_fetch = lambda uid: refuses(uid) if uid == bad else None

    reports = [await postman.poll() for _poll in range(5)]

    assert [report.unfetchable for report in reports] == [1, 1, 1, 0, 0]  # then nobody asks for it any more
    assert mailbox.messages.keys() == {bad}
    assert await postman.outcomes() == ["unfetchable", "opened"]
    assert [event["reason"] for event in await events_of(desk, "mail.set_aside")] == ["the server says no"]


async def test_why_a_mail_or_the_mailbox_cannot_be_read_is_kept_for_readers_of_every_language(
    desk, group, mailbox, postman
):
    def gone(uid):
        raise MessageUnfetchable(uid, reason("mail_gone"))

    def slow():
        raise MailboxUnreachable(reason("mailbox_slow", host="mail.example", doing="QUIT"))

    mailbox.on_fetch, mailbox.on_finish = gone, slow
    report = await postman.poll(mail())

    assert (await postman.ledger())[0].reason == reason("mail_gone")
    assert (await lease_details(desk, MAILBOX))["fault"] == reason("mailbox_slow", host="mail.example", doing="QUIT")
    assert "mail.example took too long (QUIT)." in report.fault
    assert "no longer in the mailbox" in report.unfetched[0]


async def test_what_could_be_fetched_at_last_is_a_mail_like_any_other(desk, group, mailbox, postman):
    mailbox.on_fetch = refuses
    await postman.poll(mail())
    mailbox.on_fetch = lambda _uid: None

    await postman.poll()

    assert await postman.outcomes() == ["opened"]


async def test_of_two_pollers_one_is_busy(desk, group, mailbox, postman):
    await take_lease(desk, MAILBOX, "another process", 60_000)
    assert (await postman.poll(mail())).is_busy
    await take_lease(desk, MAILBOX, "another process", -1)  # it died, and its time has run out

    report = await postman.poll()

    assert (report.is_busy, report.kept) == (False, 1)


async def test_pollers_that_do_run_at_once_store_each_mail_once(desk, group, mailbox, postman):
    for number in range(10):
        mailbox.deliver(mail(subject=f"Mail {number}"))
    pollers = [Poller(desk, mailbox, lambda: postman.now_ms) for _number in range(3)]

    await asyncio.gather(*(poller._visit(PollReport()) for poller in pollers), return_exceptions=True)
    await postman.poll()

    assert sorted(row.subject for row in await postman.ledger()) == [f"Mail {number}" for number in range(10)]
    assert set(await postman.outcomes()) == {"opened"}


async def test_while_the_storage_is_full_no_mail_is_removed(desk, group, mailbox, postman, monkeypatch):
    async def full(_key, _content):
        raise StorageFull("no room")

    large = mail(text="x" * 70 + "\n" + ("y" * 70 + "\n") * (IN_ROW_BYTES // 70))
    with monkeypatch.context() as patched:
        patched.setattr(desk.storage, "put", full)
        report = await postman.poll(large)
        assert "no space left for more mail" in report.fault
        assert mailbox.removed == []

    await postman.poll()

    assert mailbox.messages == {}
    [row] = await postman.ledger()
    assert row.outcome == "opened"
    assert await raw_mail(desk, row.id) == large


async def test_a_mailbox_that_cannot_be_read_is_an_alarm_from_the_second_time_on(desk, group, mailbox, postman):
    def away():
        raise MailboxUnreachable("mail.aurora.example:110 cannot be reached")

    mailbox.on_open = away
    await postman.poll()
    assert await events_of(desk, "mailbox.polled") == []

    await postman.poll()
    await postman.poll()
    assert [event["fault"] for event in await events_of(desk, "mailbox.polled")] == [
        "mail.aurora.example:110 cannot be reached"
    ]
    assert (await lease_details(desk, MAILBOX))["misses"] == 3

    mailbox.on_open = lambda: None
    await postman.poll()
    assert [event["fault"] for event in await events_of(desk, "mailbox.polled")][-1] == ""
    health = await lease_details(desk, MAILBOX)
    assert (health["fault"], health["last_good_ms"]) == ("", postman.now_ms)


async def test_a_full_mailbox_is_emptied_in_several_visits(desk, group, mailbox, postman, monkeypatch):
    monkeypatch.setattr("mail.intake.polling.AT_ONCE", 3)

    report = await postman.poll(*(mail(subject=f"Mail {number}", sender=f"p{number}@x.example") for number in range(8)))

    assert (report.kept, report.removed) == (8, 8)
    assert mailbox.messages == {}


async def test_a_mail_that_looks_like_the_name_of_a_stored_file_is_kept_as_it_is(desk, group, mailbox, postman):
    raw = b"@" + b"0123456789abcdef" * 2

    await postman.poll(raw)

    [row] = await postman.ledger()
    assert await raw_mail(desk, row.id) == raw


async def test_what_was_fetched_before_the_line_broke_is_in_the_ledger(desk, group, mailbox, postman):
    for number in range(5):
        mailbox.deliver(mail(subject=f"Mail {number}"))
    whole = iter(["uid-1", "uid-2"])

    def breaks_for_good_at_the_third(uid):
        if next(whole, None) is None:
            mailbox.on_open = breaks  # nor can it be dialled again
            breaks(uid)

    mailbox.on_fetch = breaks_for_good_at_the_third

    await postman.poll()

    kept = [row.subject for row in await postman.ledger() if row.outcome == "opened"]
    assert (kept, mailbox.fetched) == (["Mail 0", "Mail 1"], ["uid-1", "uid-2", "uid-3"])
