"""A desk without people is set up once, by whoever reads the terminal."""

import asyncio

import pytest

from app.actions.desk.first_run import LASTS_MS, FirstAdministrator, is_first_run, offer_first_run, set_up_desk
from app.actions.mail.first_mail import FirstMail
from app.actions.mail.mailboxes import read_mailbox
from app.actions.mail.outgoing_server import read_outgoing
from app.config.desk_name import desk_name
from app.core.errors import BadFields, NotFound
from app.queries.desk.checklist import setup_checklist
from app.queries.people.people import groups, operators
from tests.app.actions.traces import refused
from tests.app.conftest import NOW, person

WHO = FirstAdministrator("Ada Stone", "ada@desk.example", "a bell rings thrice", "en")
ALL = {"desk_name": "Aurora Travel", "timezone": "Europe/Berlin"}


async def test_everything_that_was_typed_holds_and_the_page_is_gone(desk):
    token = await offer_first_run(desk, NOW)
    assert await is_first_run(desk, token, NOW)

    number = await set_up_desk(desk, token, WHO, ALL, " Reservations ", NOW)

    [ada] = await operators(desk)
    [group] = await groups(desk)
    assert (ada.id, ada.is_administrator, ada.group_ids) == (number, True, {group.id})
    assert (desk_name(desk.settings), desk.settings.timezone, group.name) == (*ALL.values(), "Reservations")
    assert not await is_first_run(desk, token, NOW)
    async with refused(desk, NotFound):
        await set_up_desk(desk, token, WHO, {}, "", NOW)
    assert await offer_first_run(desk, NOW) is None
    left = [step.name for step in await setup_checklist(desk, NOW) if not step.is_done]
    assert left == ["people", "address", "mailbox", "smtp"]


async def test_all_but_the_administrator_can_be_left_for_later(desk):
    await set_up_desk(desk, await offer_first_run(desk, NOW), WHO, {"desk_name": " ", "timezone": ""}, "", NOW)

    assert await groups(desk) == []
    assert not any(step.is_done for step in await setup_checklist(desk, NOW))


async def test_of_two_who_set_it_up_at_once_one_wins(desk):
    token = await offer_first_run(desk, NOW)
    other = FirstAdministrator("Eve", "eve@desk.example", "another bell altogether", "en")

    outcomes = await asyncio.gather(
        *(set_up_desk(desk, token, who, ALL, "Reservations", NOW) for who in (WHO, other)), return_exceptions=True
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotFound", "int"]
    assert (len(await operators(desk)), len(await groups(desk))) == (1, 1)


@pytest.mark.parametrize("why", ["guessed", "over", "replaced", "somebody is there"])
async def test_another_token_or_a_desk_with_people_opens_nothing(desk, why):
    token, at_ms = await offer_first_run(desk, NOW), NOW
    match why:
        case "guessed":
            token = "x" * 43
        case "over":
            at_ms += LASTS_MS
        case "replaced":
            assert await offer_first_run(desk, NOW) != token
        case _:
            await person(desk, "Anna")

    assert not await is_first_run(desk, token, at_ms)
    async with refused(desk, NotFound):
        await set_up_desk(desk, token, WHO, {}, "", at_ms)


@pytest.mark.parametrize(("who", "typed", "at_fault"), [
    (FirstAdministrator("", "", "a bell rings thrice", "en"), {}, {"name", "email"}), (FirstAdministrator("A", "a@b.example", "short", "en"), {}, {"password"}),
    (WHO, {"timezone": "Mars"}, {"timezone"}), (WHO, {"desk_name": "x" * 99}, {"desk_name"}),
])  # fmt: skip
async def test_what_is_wrong_is_named_and_the_token_still_opens(desk, who, typed, at_fault):
    token = await offer_first_run(desk, NOW)

    async with refused(desk, BadFields) as found:
        await set_up_desk(desk, token, who, typed, "Reservations", NOW)

    assert set(found.value.faults) == at_fault
    assert await is_first_run(desk, token, NOW)
    assert await groups(desk) == []


async def test_mail_servers_are_kept_with_the_desk_or_nothing_is(desk):
    typed = {"host": "mail.aurora.example", "user": "desk@aurora.example", "password": "x"}
    fields = {f"smtp_{name}": value for name, value in typed.items()} | {"smtp_sender_email": "desk@aurora.example"}
    fields |= {f"mailbox_{name}": value for name, value in typed.items()}
    mail = FirstMail(read_outgoing(desk.settings, fields, "smtp_"), read_mailbox(fields, "mailbox_"))
    unsaid = FirstMail(mailbox=read_mailbox({**fields, "mailbox_password": ""}, "mailbox_"))
    token = await offer_first_run(desk, NOW)
    async with refused(desk, BadFields):
        await set_up_desk(desk, token, WHO, {}, "", NOW, unsaid.keep)

    await set_up_desk(desk, token, WHO, {}, "", NOW, mail.keep)

    done = {step.name: step.is_done for step in await setup_checklist(desk, NOW)}
    assert (done["mailbox"], done["smtp"]) == (True, True)
    assert [box.url for box in desk.settings.mailboxes] == [
        "imaps://desk%40aurora.example:x@mail.aurora.example:993?folder=INBOX"
    ]
