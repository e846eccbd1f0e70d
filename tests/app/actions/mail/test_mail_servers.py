"""Mail servers of the console: kept, sealed, followed; their passwords are nowhere to be read."""

import dataclasses
import json

import pytest
from sqlalchemy import select, update

from app.actions.desk.settings import follow_settings
from app.actions.group.removing import Removal, remove_group
from app.actions.mail.mailboxes import add_mailbox, change_mailbox, enable_mailbox, read_mailbox, remove_mailbox
from app.actions.mail.outgoing_server import change_outgoing, read_outgoing, remove_outgoing
from app.actions.people.people import add_group
from app.core.errors import BadFields
from app.queries.desk.checklist import setup_checklist
from app.queries.mail.health import sending_health
from sql.tables import events, mailboxes, settings
from tests.plugins.desk import NOW

SECRET = "p@ss/wörd #1"
SERVER = {"host": "Mail.Aurora.example", "security": "starttls", "user": "desk@aurora.example", "password": SECRET}
BOX = {"protocol": "imap", "host": "imap.aurora.example", "user": "bookings@aurora.example", "password": SECRET}


async def keep(desk, ada, **typed):
    await change_outgoing(desk, ada, read_outgoing(desk.settings, {**SERVER, **typed}), NOW)


async def everything_kept(desk):
    """What the log and the tables have, as one text."""
    rows = [*await desk.db.fetch_all(select(events.c.details)), *await desk.db.fetch_all(select(settings))]
    rows += await desk.db.fetch_all(select(mailboxes))
    return "\n".join(str(tuple(row)) for row in rows)


async def changes(desk, kind):
    found = await desk.db.fetch_all(select(events.c.details).where(events.c.kind == kind).order_by(events.c.id))
    return [json.loads(row.details) for row in found]


async def done(desk):
    return {step.name: step.is_done for step in await setup_checklist(desk, NOW)}


async def test_the_desk_sends_by_the_server_that_was_typed(desk, ada):
    assert not (await done(desk))["smtp"]

    await keep(desk, ada, sender_name="Aurora, Travel", sender_email="desk@aurora.example")

    url = "smtp+starttls://desk%40aurora.example:p%40ss%2Fw%C3%B6rd%20%231@mail.aurora.example:587"
    assert desk.settings.smtp_url == url
    assert desk.settings.mail_from == '"Aurora, Travel" <desk@aurora.example>'
    assert (await done(desk))["smtp"]


async def test_a_password_is_nowhere_in_the_log_or_in_the_tables(desk, ada):
    await keep(desk, ada)
    await keep(desk, ada, password="another one entirely")
    await add_mailbox(desk, ada, read_mailbox(BOX), NOW)

    kept = await everything_kept(desk)

    assert SECRET not in kept
    assert "another one entirely" not in kept
    told = [(one["name"], one["from"], one["to"]) for one in await changes(desk, "setting.changed")]
    assert told == [
        ("smtp", "", "smtp://desk@aurora.example@mail.aurora.example:587 STARTTLS"),
        ("smtp_password", "", "set"),
        ("smtp_password", "set", "new"),
    ]


@pytest.mark.parametrize(
    "other",
    [{"host": "mail.mallory.example"}, {"port": "2525"}, {"user": "mallory"}, {"security": "none", "port": "587"}],
)
async def test_another_host_port_user_or_tls_asks_for_the_password_again(desk, ada, other):
    await keep(desk, ada)
    before = desk.settings.smtp_url

    with pytest.raises(BadFields) as refused:
        await keep(desk, ada, password="", **other)

    assert refused.value.faults.keys() == {"password"}
    assert desk.settings.smtp_url == before


async def test_an_empty_password_keeps_the_one_of_the_same_account(desk, ada):
    await keep(desk, ada)
    before = desk.settings.smtp_url

    await keep(desk, ada, password="", sender_email="desk@aurora.example")

    assert desk.settings.smtp_url == before


async def test_a_row_that_was_pointed_elsewhere_opens_no_password(desk, ada):
    await keep(desk, ada)
    this = settings.c.name == "smtp"
    kept = json.loads(await desk.db.fetch_val(select(settings.c.value).where(this)))
    moved = json.dumps({**kept, "host": "mail.mallory.example"})
    await desk.db.execute(update(settings).where(this).values(value=moved))

    await follow_settings(desk)

    assert desk.settings.smtp_url is None
    assert "Enter the password again" in (await sending_health(desk, NOW)).fault


async def test_the_environment_wins(desk, ada):
    fixed = {"DESKBELL_MAIL_FROM": "desk@aurora.example"}
    url = "smtps://desk:x@mail.aurora.example"
    desk.settings = dataclasses.replace(desk.settings, smtp_url=url, mail_from="desk@aurora.example", given=fixed)

    form = read_outgoing(desk.settings, {**SERVER, "sender_email": "other@aurora.example"})
    await change_outgoing(desk, ada, form, NOW)

    assert (form.place, form.sender) == (None, None)
    assert (desk.settings.smtp_url, desk.settings.mail_from) == (url, "desk@aurora.example")


async def test_a_removed_server_leaves_mail_waiting(desk, ada):
    await keep(desk, ada)

    await remove_outgoing(desk, ada, NOW)

    assert desk.settings.smtp_url is None
    assert SECRET not in await everything_kept(desk)


async def test_a_mailbox_is_added_changed_switched_off_and_removed_with_an_event_each(desk, ada, group):
    number = await add_mailbox(desk, ada, read_mailbox({**BOX, "group": str(group)}), NOW)
    [box] = desk.settings.mailboxes
    assert (box.id, box.group_id, box.is_enabled) == (number, group, True)
    assert box.url.startswith("imaps://bookings%40aurora.example:p%40ss")
    assert (await done(desk))["mailbox"]

    await change_mailbox(
        desk, ada, number, read_mailbox({**BOX, "password": "", "sender_email": "hotel@aurora.example"}), NOW
    )
    await enable_mailbox(desk, ada, number, NOW, enabled=False)
    assert not (await done(desk))["mailbox"]
    await remove_mailbox(desk, ada, number, NOW)

    assert desk.settings.mailboxes == ()
    told = [one["changes"] for one in await changes(desk, "mailbox.changed")]
    account = "imaps://bookings@aurora.example@imap.aurora.example:993/INBOX"
    assert told[0]["account"] == ["", account]
    assert told[1:] == [
        {"group_id": [group, None], "sender_email": ["", "hotel@aurora.example"]},
        {"enabled": [True, False]},
    ]
    assert (await changes(desk, "mailbox.removed"))[0]["account"] == account


async def test_a_mailbox_is_read_once(desk, ada):
    await add_mailbox(desk, ada, read_mailbox(BOX), NOW)
    desk.settings = dataclasses.replace(
        desk.settings, mailbox_url="pop3s://desk%40aurora.example:x@mail.aurora.example"
    )

    with pytest.raises(BadFields, match="already on the list"):
        await add_mailbox(desk, ada, read_mailbox({**BOX, "protocol": "pop3"}), NOW)
    fixed = {"host": "mail.aurora.example", "user": "desk@aurora.example"}
    with pytest.raises(BadFields, match="already on the list"):
        await add_mailbox(desk, ada, read_mailbox({**BOX, **fixed}), NOW)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"host": ""}, "host"),
        ({"host": "http://mail.aurora.example"}, "host"),
        ({"host": "mail.aurora.example\r\nQUIT"}, "host"),
        ({"port": "0"}, "port"),
        ({"port": "70000"}, "port"),
        ({"user": ""}, "user"),
        ({"user": "desk\nQUIT"}, "user"),
        ({"folder": "IN\r\nBOX"}, "folder"),
        ({"password": "bell\r\nQUIT"}, "password"),
        ({"security": "rot13"}, "security"),
        ({"protocol": "nntp"}, "protocol"),
        ({"group": "x"}, "group"),
        ({"sender_email": "no address"}, "sender_email"),
    ],
)
async def test_s63_what_cannot_be_a_mailbox_is_refused_at_its_field(typed, field):
    with pytest.raises(BadFields) as refused:
        read_mailbox({**BOX, **typed})

    assert refused.value.faults.keys() == {field}


async def test_a_removed_groups_mailbox_goes_to_the_group_that_gets_its_tickets(desk, ada, group):
    other = await add_group(desk, "Billing", NOW)
    await add_mailbox(desk, ada, read_mailbox({**BOX, "group": str(group)}), NOW)

    await remove_group(desk, ada, group, Removal(other), NOW)
    await follow_settings(desk)

    assert [one.group_id for one in desk.settings.mailboxes] == [other]
