"""What an administrator changes about a person, and what follows from it at once."""

import asyncio
import json

import pytest
from sqlalchemy import select

from app.actions.change import by
from app.actions.group.members import set_members
from app.actions.people.changing import change_person
from app.actions.people.deactivating import deactivate
from app.actions.people.password_links import invite
from app.actions.people.people import add_group, add_operator
from app.actions.people.signing import operator_of_session, sign_in
from app.actions.ticket.taking import take
from app.core.errors import BadFields, Conflict, NotFound
from app.nouns.operator import Role
from app.queries.desk.events import events_after, last_event_id
from app.queries.people.people import operator_by_id, operators
from app.queries.ticket.tickets import ticket_by_id
from sql.tables import outbox
from tests.app.actions.traces import refused
from tests.app.conftest import NOW, PASSWORD, opened, person


async def test_every_field_is_set_and_told_with_before_and_after(desk, anna, ada, group):
    other = await add_group(desk, "Billing", NOW)
    start = await last_event_id(desk)

    typed = {"name": "Anna Berg", "email": "Anna.Berg@desk.example", "language": "de", "timezone": "Europe/Berlin"}
    await change_person(desk, anna.id, typed | {"role": "administrator"}, {other}, NOW, by(ada))

    now = await operator_by_id(desk, anna.id)
    assert (now.name, now.email, now.language, now.timezone) == tuple(typed.values())
    assert (now.role, now.group_ids) == (Role.ADMINISTRATOR, frozenset([other]))
    [event] = await events_after(desk, start)
    assert (event.kind, event.actor.name) == ("person.changed", "Ada")
    assert event.details["changes"] == {
        "name": ["Anna", "Anna Berg"], "email": ["anna@desk.example", "Anna.Berg@desk.example"], "role": ["operator", "administrator"],
        "language": ["", "de"], "timezone": ["", "Europe/Berlin"], "groups": [[group], [other]],
    }  # fmt: skip


async def test_what_is_the_same_is_no_news(desk, anna, ada, group):
    start = await last_event_id(desk)

    await change_person(desk, anna.id, {"name": " Anna ", "role": "operator", "timezone": ""}, {group}, NOW, by(ada))

    assert await last_event_id(desk) == start


@pytest.mark.parametrize(("typed", "at_fault"), [
    ({"name": " "}, "name"), ({"email": "no address"}, "email"), ({"email": "ADA@desk.example"}, "email"),
    ({"role": "owner"}, "role"), ({"language": "!"}, "language"), ({"timezone": "Europe/Nowhere"}, "timezone"),
    ({"password": "x"}, "password"),
])  # fmt: skip
async def test_what_is_wrong_is_named_and_nothing_is_set(desk, anna, ada, typed, at_fault):
    async with refused(desk, BadFields) as found:
        await change_person(desk, anna.id, {"name": "Other", **typed}, None, NOW, by(ada))

    assert list(found.value.faults) == [at_fault]
    assert (await operator_by_id(desk, anna.id)).name == "Anna"


async def test_a_group_or_a_person_that_is_gone_is_said(desk, anna, ada):
    async with refused(desk, BadFields, match="no longer exists"):
        await change_person(desk, anna.id, {}, {999}, NOW, by(ada))
    async with refused(desk, NotFound):
        await change_person(desk, 999, {"name": "X"}, None, NOW, by(ada))


async def test_s28_who_loses_the_role_is_signed_out_and_releases_what_they_may_no_longer_see(desk, ada):
    second = await person(desk, "Second", Role.ADMINISTRATOR)
    closed = await add_group(desk, "Closed", NOW, members_only=True)
    hidden, seen = await opened(desk, group_id=closed), await opened(desk)
    for ticket in (hidden, seen):
        await take(desk, second, ticket.id, NOW)
    token, _second = await sign_in(desk, second.email, PASSWORD, "203.0.113.5", "Firefox", NOW)
    start = await last_event_id(desk)

    await change_person(desk, second.id, {"role": "operator"}, None, NOW, by(ada))

    kinds = [event.kind for event in await events_after(desk, start)]
    assert kinds == ["person.changed", "person.signed_out", "ticket.dropped"]
    assert await operator_of_session(desk, token, NOW) is None
    assert (await ticket_by_id(desk, hidden.id)).operator_id is None
    assert (await ticket_by_id(desk, seen.id)).operator_id == second.id


async def test_who_leaves_a_closed_group_releases_its_tickets_and_stays_signed_in(desk, anna, ada, group):
    closed = await add_group(desk, "Closed", NOW, members_only=True)
    await set_members(desk, closed, [anna.id], NOW)
    ticket = await opened(desk, group_id=closed)
    await take(desk, await operator_by_id(desk, anna.id), ticket.id, NOW)
    token, _anna = await sign_in(desk, anna.email, PASSWORD, "203.0.113.5", "Firefox", NOW)

    await change_person(desk, anna.id, {}, {group}, NOW, by(ada))

    assert (await ticket_by_id(desk, ticket.id)).operator_id is None
    assert not (await operator_of_session(desk, token, NOW)).may_see_group(closed)


async def test_s25_of_two_administrators_who_demote_each_other_at_once_one_stays(desk, ada):
    second = await person(desk, "Second", Role.ADMINISTRATOR)

    outcomes = await asyncio.gather(
        change_person(desk, second.id, {"role": "operator"}, None, NOW, by(ada)),
        change_person(desk, ada.id, {"role": "operator"}, None, NOW, by(second)),
        deactivate(desk, second.id, NOW, by(ada)),
        return_exceptions=True,
    )

    assert any(isinstance(outcome, Conflict) for outcome in outcomes)
    assert len([one for one in await operators(desk) if one.is_administrator]) == 1


async def test_s25_nobody_changes_their_own_role_nor_the_last_administrators(desk, anna, ada):
    async with refused(desk, BadFields, match="another administrator"):
        await change_person(desk, ada.id, {"role": "operator"}, None, NOW, by(ada))
    async with refused(desk, Conflict, match="one administrator"):
        await change_person(desk, ada.id, {"role": "operator"}, None, NOW)


async def test_an_open_invitation_follows_to_the_new_address(desk, ada):
    number = await add_operator(desk, "typo@desk.example", "Jonas", Role.OPERATOR, (), None, NOW)
    await invite(desk, number, NOW, by(ada))

    await change_person(desk, number, {"email": "jonas@desk.example"}, None, NOW, by(ada))

    rows = await desk.db.fetch_all(select(outbox).where(outbox.c.kind == "invitation").order_by(outbox.c.id))
    assert [(row.state, json.loads(row.recipients)) for row in rows] == [
        ("recalled", ["typo@desk.example"]),
        ("queued", ["jonas@desk.example"]),
    ]
