"""Settings that the console changes: each change is one event, and can be undone."""

import dataclasses

import pytest
from sqlalchemy import func, select

from app.actions.desk.settings import change_settings, undo_settings
from app.actions.group.changing import GroupForm, change_group
from app.actions.people.people import add_group
from app.config.settings import read_settings
from app.config.wrong_settings import WrongSettings
from app.core.clock import MINUTE_MS
from app.core.errors import BadFields, Conflict, NotFound
from app.nouns.group import default_group
from app.nouns.ticket import Customer
from app.queries.desk.events import events_after, last_event_id
from app.queries.people.people import groups
from sql.tables import outbox
from tests.plugins.desk import NOW, opened


async def told_since(desk, start):
    return [(event.kind, event.details) for event in await events_after(desk, start)]


async def defaults(desk):
    known = await groups(desk)
    return [default_group(known, source).name for source in ("web", "mail")]


async def test_what_was_set_is_undone_with_one_event_that_names_the_one_undone(desk, ada):
    numbers = await change_settings(desk, ada, {"desk_name": "Casa", "raw_mail_days": "30"}, NOW)
    start = await last_event_id(desk)

    undone = await undo_settings(desk, ada, numbers, NOW)

    assert (desk.settings.desk_name, desk.settings.raw_mail_days) == ("", 0)
    assert len(undone) == len(numbers) == 2
    assert sorted(await told_since(desk, start), key=str) == [
        ("setting.changed", {"name": "desk_name", "from": "Casa", "to": "", "undoes": numbers[0]}),
        ("setting.changed", {"name": "raw_mail_days", "from": 30, "to": 0, "undoes": numbers[1]}),
    ]


async def test_what_was_changed_again_since_is_not_undone_and_neither_is_the_rest(desk, ada):
    numbers = await change_settings(desk, ada, {"desk_name": "Casa", "undo_seconds": "20"}, NOW)
    await change_settings(desk, ada, {"desk_name": "Casa do Largo"}, NOW)

    with pytest.raises(Conflict):
        await undo_settings(desk, ada, numbers, NOW)
    with pytest.raises(NotFound):
        await undo_settings(desk, ada, [numbers[1], 999_999], NOW)

    assert (desk.settings.desk_name, desk.settings.undo_seconds) == ("Casa do Largo", 20)


async def test_the_default_groups_are_the_groups_own_and_are_undone_as_well(desk, ada, group):
    events = await add_group(desk, "Events", NOW, position=1)
    await change_group(desk, ada, group, GroupForm("Reservations", default_for_mail=True), NOW)
    start = await last_event_id(desk)

    chosen = await change_settings(desk, ada, {"default_group_form": str(events), "default_group_mail": "Events"}, NOW)
    both = await defaults(desk)
    await undo_settings(desk, ada, chosen, NOW)

    assert both == ["Events", "Events"]
    assert await defaults(desk) == ["Reservations", "Reservations"]
    kind, details = (await told_since(desk, start))[1]
    assert (kind, details["from"], details["to"]) == ("setting.changed", group, events)
    assert (details["from_name"], details["to_name"]) == ("Reservations", "Events")


async def test_a_group_that_is_gone_is_no_default(desk, ada, group):
    with pytest.raises(BadFields) as refused:
        await change_settings(desk, ada, {"default_group_form": "999"}, NOW)

    assert list(refused.value.faults) == ["default_group_form"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("stranger_mails_per_hour", "0"),
        ("stranger_mails_per_day", "101"),
        ("stranger_mails_per_minute", "many"),
        ("raw_mail_days", "3651"),
        ("figures_seen", "all"),
        ("language", "tlh"),
        ("desk_name", "x" * 81),
    ],
)
async def test_a_value_that_does_not_fit_is_named_with_what_would(desk, ada, name, typed):
    with pytest.raises(BadFields) as refused:
        await change_settings(desk, ada, {name: typed}, NOW)

    assert list(refused.value.faults) == [name]


def test_the_environment_says_the_same_things_in_the_same_bounds(tmp_path):
    keys = {"DESKBELL_SECRET_KEY": "s" * 40, "DESKBELL_PASSWORD_KEY": "p" * 40}

    given = read_settings({**keys, "DESKBELL_DESK_NAME": "Casa", "DESKBELL_RAW_MAIL_DAYS": "90"}, tmp_path)
    with pytest.raises(WrongSettings) as refused:
        read_settings({**keys, "DESKBELL_LANGUAGE": "tlh", "DESKBELL_RELEASE_AFTER_MIN": "2"}, tmp_path)

    assert (given.desk_name, given.raw_mail_days) == ("Casa", 90)
    assert [fault.partition(":")[0] for fault in refused.value.faults] == [
        "DESKBELL_LANGUAGE",
        "DESKBELL_RELEASE_AFTER_MIN",
    ]


async def confirmations(desk, *where):
    query = select(func.count()).select_from(outbox).where(outbox.c.kind == "confirmation", *where)
    return await desk.db.fetch_val(query)


async def test_the_brakes_on_automatic_mails_are_those_that_are_set(desk, ada, group):
    brakes = {"stranger_mails_per_hour": "1", "stranger_mails_per_minute": "2"}
    await change_settings(desk, ada, brakes, NOW)

    for guest in ("a", "a", "b", "c"):
        await opened(desk, customer=Customer(guest, f"{guest}@guest.example", "1", "", "Hamburg"))

    assert await confirmations(desk) == 3
    assert await confirmations(desk, outbox.c.due_ms <= NOW) == 2
    assert await confirmations(desk, outbox.c.due_ms <= NOW + MINUTE_MS) == 3


async def test_a_setting_that_the_environment_gives_stays_even_where_the_console_had_another(desk, ada):
    await change_settings(desk, ada, {"desk_name": "Casa"}, NOW)
    desk.settings = dataclasses.replace(
        desk.settings, given={"DESKBELL_DESK_NAME": "From outside"}, desk_name="From outside"
    )

    await change_settings(desk, ada, {"undo_seconds": "20"}, NOW)

    assert desk.settings.desk_name == "From outside"
