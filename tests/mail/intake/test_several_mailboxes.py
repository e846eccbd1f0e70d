"""Several mailboxes at one desk: each with its reader, its health and its group, taken up and let go without a restart."""

import asyncio
import contextlib
import dataclasses
import ipaddress

import pytest
from sqlalchemy import select

from app.actions.desk.housekeeping import keep_to_settings
from app.actions.mail.mailboxes import add_mailbox, change_mailbox, read_mailbox, remove_mailbox
from app.actions.mail.polling import note_failed_poll
from app.actions.people.people import add_group
from app.core.clock import now_ms
from app.queries.mail.health import health_of_mailboxes, mailbox_health
from app.queries.ticket.tickets import ticket_by_id
from mail.intake.loop import poll_once, run_mailboxes
from mail.mailboxes.called import mailbox_called
from sql.tables import inbound
from tests.mail.intake.fake_mailbox import mail
from tests.mail.mailboxes.scripted_server import ScriptedServer
from tests.plugins.desk import make_desk, settings_for

pytestmark = pytest.mark.dovecot
LOCAL = (ipaddress.ip_network("127.0.0.0/8"),)


@pytest.fixture
def desk(db, tmp_path):
    settings = settings_for(tmp_path, mail_networks=LOCAL, mail_interval_s=1, mail_from="desk@aurora.example")
    return make_desk(db, settings, tmp_path)


@pytest.fixture
async def add(desk, ada):
    """Adds this person's mailbox to the desk."""

    async def made(user, protocol="imap", port=None, **more):
        typed = {
            "protocol": protocol,
            "host": "127.0.0.1",
            "port": str(port or user.ports[protocol]),
            "security": "none",
            "user": user.name if user else "nobody",
            "password": user.password if user else "x",
        }
        return await add_mailbox(desk, ada, read_mailbox({**typed, **more}), now_ms())

    return made


@contextlib.asynccontextmanager
async def running(*loops):
    tasks = [asyncio.create_task(loop) for loop in loops]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def until(condition):
    async with asyncio.timeout(60):
        while not (found := await condition()):  # noqa: ASYNC110  # nothing rings for it
            await asyncio.sleep(0.05)
    return found


async def ledger(desk):
    rows = await desk.db.fetch_all(select(inbound).order_by(inbound.c.id))
    return {row.subject: row for row in rows if row.outcome not in {"pending", ""}}


async def test_a_mailbox_that_never_answers_holds_up_no_other(desk, group, add, dovecot, mail_user):
    async def hang(talk, _line):
        await talk.hang()

    async with ScriptedServer({"greeting": hang}) as silent:
        slow = await add(None, "pop3", silent.port)
        quick = await add(mail_user)
        async with running(run_mailboxes(desk)):
            for number in range(3):
                dovecot.deliver(mail_user, mail(subject=f"Mail {number}"))
                await until(lambda number=number: has(desk, f"Mail {number}"))
            health = await until(lambda: checked(desk, quick))

    assert health[quick].fault == ""
    assert health[slow].checked_ms == 0


async def has(desk, subject):
    return subject in await ledger(desk)


async def checked(desk, number):
    health = await health_of_mailboxes(desk, now_ms())
    return health if health[number].checked_ms else None


async def test_a_running_mail_process_follows_what_another_process_changes(desk, ada, group, add, dovecot):
    one, other = dovecot.add_user(), dovecot.add_user()
    mail_process = dataclasses.replace(desk)

    async with running(keep_to_settings(mail_process), run_mailboxes(mail_process)):
        number = await add(one)
        dovecot.deliver(one, mail(subject="By the first"))
        await until(lambda: has(desk, "By the first"))

        place = {"protocol": "imap", "host": "127.0.0.1", "port": str(other.ports["imap"]), "security": "none"}
        form = read_mailbox({**place, "user": other.name, "password": other.password})
        await change_mailbox(desk, ada, number, form, now_ms())
        dovecot.deliver(other, mail(subject="By the second"))
        await until(lambda: has(desk, "By the second"))

        await remove_mailbox(desk, ada, number, now_ms())
        await until(lambda: nobody_reads(mail_process))
        dovecot.deliver(other, mail(subject="Unread"))
        assert await poll_fails(mail_process)

    assert len(dovecot.messages(other)) == 1


async def nobody_reads(desk):
    return not desk.settings.mailboxes


async def poll_fails(desk):
    with contextlib.suppress(ValueError):
        await poll_once(desk)
        return False
    return True


async def test_a_ticket_lands_in_the_group_of_its_mailbox_and_a_reply_stays_with_its_ticket(desk, group, add, dovecot):
    bookings, billing = dovecot.add_user(), dovecot.add_user()
    other = await add_group(desk, "Billing", now_ms())
    await add(bookings)
    await add(billing, group=str(other))
    dovecot.deliver(bookings, mail(subject="A room"))
    dovecot.deliver(billing, mail(subject="An invoice"))
    await poll_once(desk)
    rows = await ledger(desk)
    room = await ticket_by_id(desk, rows["A room"].ticket_id)
    invoice = await ticket_by_id(desk, rows["An invoice"].ticket_id)

    dovecot.deliver(billing, mail(subject=f"Re: A room (#{room.id})", text="And a cot, please."))
    await poll_once(desk)

    assert (room.group_id, invoice.group_id) == (group, other)
    assert (await ledger(desk))[f"Re: A room (#{room.id})"].ticket_id == room.id
    assert (await ticket_by_id(desk, room.id)).group_id == group


async def test_the_ledgers_name_leads_back_to_the_mailbox(desk, group, add, dovecot, mail_user):
    number = await add(mail_user, "pop3")
    dovecot.deliver(mail_user, mail(subject="Whose"))

    await poll_once(desk)

    assert mailbox_called(desk.settings, (await ledger(desk))["Whose"].mailbox).id == number


async def test_each_mailbox_has_its_own_health_and_the_desk_tells_of_the_worst(desk, group, add, dovecot):
    good, bad = await add(dovecot.add_user()), await add(dovecot.add_user())
    box = next(one for one in desk.settings.mailboxes if one.id == bad)
    await poll_once(desk)
    for _time in range(2):
        await note_failed_poll(desk, "the password is refused", now_ms(), box.lease, box.place.name)

    each, together = await health_of_mailboxes(desk, now_ms()), await mailbox_health(desk, now_ms())

    assert (each[good].alarm, each[bad].alarm) == (False, True)
    assert together.alarm
    assert together.fault == f"{box.place.name}: the password is refused"


async def test_a_mailbox_that_is_switched_off_is_not_read(desk, ada, group, add, mail_user):
    await add(mail_user, enabled="0")

    assert await health_of_mailboxes(desk, now_ms()) == {}
    with pytest.raises(ValueError, match="DESKBELL_MAILBOX_URL is not set"):
        await poll_once(desk)
