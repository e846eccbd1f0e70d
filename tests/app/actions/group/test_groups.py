"""Groups: changing, closing, ordering, merging and removing them, and what becomes of tickets and locks."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from app.actions.desk.templates import TemplateForm, add_template
from app.actions.group.changing import GroupForm, change_group, move_group
from app.actions.group.members import set_members
from app.actions.group.removing import Removal, remove_group
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.people.people import add_group
from app.actions.ticket.taking import take
from app.core.clock import MINUTE_MS
from app.core.errors import BadFields, NotFound
from app.nouns.waiting import NEVER_MS
from app.queries.desk.events import events_after
from app.queries.group.hours import group_by_id, hours_histories
from app.queries.lists.counts import counts_for
from app.queries.people.people import groups, operator_by_id
from app.queries.ticket.messages import message_by_id
from app.queries.ticket.tickets import ticket_by_id
from sql.tables import templates
from tests.app.conftest import NOW, opened

PLAIN = GroupForm("Reservations")


@pytest.fixture
async def billing(desk, group):
    return await add_group(desk, "Billing", NOW, position=1)


async def told(desk, kind):
    return [event.details for event in await events_after(desk, 0) if event.kind == kind]


async def test_everything_that_is_set_is_one_event_with_before_and_after(desk, ada, group):
    form = GroupForm(
        "Bookings",
        hue=245,
        members=frozenset({ada.id}),
        answer_target_min=90,
        sender_name="Aurora bookings",
        sender_email="bookings@aurora.example",
        signature_foot="Rua do Largo 1\nLisboa",
    )

    await change_group(desk, ada, group, form, NOW)
    await change_group(desk, ada, group, form, NOW)

    changed = await group_by_id(desk, group)
    assert (changed.name, changed.hue, changed.answer_target_min) == ("Bookings", 245, 90)
    assert (changed.sender_name, changed.sender_email) == ("Aurora bookings", "bookings@aurora.example")
    [event] = [one for one in await told(desk, "group.changed") if "sender_email" in one["changes"]]
    assert event["changes"]["name"] == ["Reservations", "Bookings"]
    assert event["changes"]["members"] == [[], [ada.id]]
    assert (await told(desk, "group.changed"))[-1] == event


@pytest.mark.parametrize(("fields", "at_fault"), [
    ({"name": " "}, {"name"}), ({"name": "x" * 81}, {"name"}), ({"name": "Billing"}, {"name"}),
    ({"sender_email": "no address"}, {"sender_email"}), ({"answer_target_min": 0}, {"answer_target_min"}),
    ({"signature_foot": "x" * 1001, "sender_name": "n" * 121}, {"signature_foot", "sender_name"}),
    ({"members": frozenset({999})}, {"members"}),
])  # fmt: skip
async def test_what_is_wrong_is_named_and_nothing_is_changed(desk, ada, group, billing, fields, at_fault):
    before = await groups(desk)

    with pytest.raises(BadFields) as fault:
        await change_group(desk, ada, group, replace(PLAIN, **fields), NOW)

    assert set(fault.value.faults) == at_fault
    assert await groups(desk) == before


async def test_closing_a_group_releases_what_outsiders_hold_and_nothing_else(desk, group, anna, boris, ada):
    held = [await opened(desk, group_id=group) for _person in range(3)]
    for operator, ticket in zip((anna, boris, ada), held, strict=True):
        await take(desk, operator, ticket.id, NOW)

    form = replace(PLAIN, members_only=True, members=frozenset({anna.id}))
    await change_group(desk, ada, group, form, NOW)

    assert [(await ticket_by_id(desk, ticket.id)).operator_id for ticket in held] == [anna.id, None, ada.id]
    [dropped] = await told(desk, "ticket.dropped")
    assert (dropped["why"], dropped["from_holder"]["id"]) == ("group_closed", boris.id)


async def test_a_default_is_one_groups_and_gets_what_names_no_group(desk, ada, group, billing):
    await change_group(desk, ada, group, replace(PLAIN, default_for_mail=True), NOW)
    await change_group(desk, ada, billing, GroupForm("Billing", default_for_mail=True), NOW)

    by_mail, by_form = await opened(desk, source="mail"), await opened(desk, source="web")

    assert [one.default_for_mail for one in await groups(desk)] == [False, True]
    assert (by_mail.group_id, by_form.group_id) == (billing, group)


async def test_the_rail_has_the_groups_in_the_order_that_is_set(desk, ada, group, billing):
    third = await add_group(desk, "Events", NOW, position=2)

    await move_group(desk, ada, third, 0, NOW)
    await move_group(desk, ada, group, 99, NOW)

    assert [one.id for one in await groups(desk)] == [third, billing, group]
    assert (await told(desk, "group.changed"))[-1]["changes"] == {
        "order": [[third, group, billing], [third, billing, group]]
    }


async def test_a_new_target_counts_for_what_waits(desk, ada, group):
    ticket = await opened(desk, group_id=group)

    await change_group(desk, ada, group, replace(PLAIN, answer_target_min=30), NOW + 1)
    with_target = await ticket_by_id(desk, ticket.id)
    await change_group(desk, ada, group, PLAIN, NOW + 2)

    assert with_target.answer_due_ms == NOW + 30 * MINUTE_MS
    assert (await ticket_by_id(desk, ticket.id)).answer_due_ms == NEVER_MS
    assert [one["due_anew"] for one in await told(desk, "group.changed") if "due_anew" in one] == [1, 1]


async def test_the_text_of_the_group_ends_every_answer(desk, anna, ada, group, ticket):
    await change_group(desk, ada, group, replace(PLAIN, signature_foot="<b> & Lisboa"), NOW)
    await take(desk, anna, ticket.id, NOW)

    number = await send_answer(desk, anna, ticket.id, AnswerForm("<p>Yes.</p>", request_key="k" * 20), NOW)

    signature = (await message_by_id(desk, number)).signature
    assert signature == f'{anna.signature}<p dir="auto">&lt;b&gt; &amp; Lisboa</p>'


async def test_a_removed_group_leaves_tickets_and_templates_to_another(desk, ada, anna, boris, group, billing):
    ticket = await opened(desk, group_id=billing)
    await take(desk, boris, ticket.id, NOW)
    await add_template(desk, ada, TemplateForm("Invoice", "<p>Here.</p>", group_id=billing), NOW)
    await set_members(desk, billing, [ada.id], NOW)
    await change_group(desk, ada, group, GroupForm("Reservations", answer_target_min=5), NOW)

    assert (await counts_for(desk, ada)).groups == {billing: 1}

    moved = await remove_group(desk, ada, billing, Removal(group, with_members=True), NOW)

    after = await ticket_by_id(desk, ticket.id)
    assert (moved, after.group_id, after.operator_id) == (1, group, boris.id)
    assert after.answer_due_ms == NOW + 5 * MINUTE_MS
    assert (await counts_for(desk, ada)).groups == {group: 1}
    assert [row.group_id for row in await desk.db.fetch_all(select(templates.c.group_id))] == [group]
    assert (await operator_by_id(desk, ada.id)).group_ids == {group}
    assert [one.id for one in await groups(desk)] == [group]
    [event] = await told(desk, "group.removed")
    assert (event["name"], event["into_name"], event["tickets"], event["templates"]) == (
        "Billing",
        "Reservations",
        1,
        1,
    )


async def test_what_outsiders_hold_is_released_when_it_comes_into_a_closed_group(
    desk, ada, anna, boris, group, billing
):
    await change_group(desk, ada, group, replace(PLAIN, members_only=True, members=frozenset({anna.id})), NOW)
    ticket = await opened(desk, group_id=billing)
    await take(desk, boris, ticket.id, NOW)

    await remove_group(desk, ada, billing, Removal(group), NOW)

    assert (await ticket_by_id(desk, ticket.id)).operator_id is None
    assert [one["why"] for one in await told(desk, "ticket.dropped")] == ["group_closed"]


async def test_a_group_with_tickets_needs_a_place_for_them(desk, ada, group, billing):
    await opened(desk, group_id=billing)

    for into, fault in ((None, BadFields), (billing, BadFields), (999, NotFound)):
        with pytest.raises(fault):
            await remove_group(desk, ada, billing, Removal(into), NOW)

    assert [one.id for one in await groups(desk)] == [group, billing]
    assert await told(desk, "group.removed") == []


async def test_an_empty_group_goes_without_another(desk, ada, group):
    assert await remove_group(desk, ada, group, Removal(None), NOW) == 0

    assert await groups(desk) == []
    assert (await opened(desk)).group_id is None


async def test_of_two_who_merge_crosswise_one_wins(desk, ada, group, billing):
    both = await asyncio.gather(
        remove_group(desk, ada, group, Removal(billing), NOW),
        remove_group(desk, ada, billing, Removal(group), NOW),
        return_exceptions=True,
    )

    assert sorted(type(one).__name__ for one in both) == ["NotFound", "int"]
    assert len(await groups(desk)) == 1


async def test_a_removed_groups_number_is_nobody_elses_and_what_it_promised_is_kept(desk, group, ada):
    gone = await add_group(desk, "Billing", NOW, answer_target_min=30)
    await remove_group(desk, ada, gone, Removal(None), NOW + 1)

    fresh = await add_group(desk, "Groups & events", NOW + 2)

    assert fresh > gone
    assert (await hours_histories(desk))[gone].at(NOW).answer_target_min == 30
