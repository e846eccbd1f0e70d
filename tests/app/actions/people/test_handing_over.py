"""All that somebody holds goes to another, or back to its groups."""

import pytest

from app.actions.group.members import set_members
from app.actions.people.handing_over import HandedOver, hand_over_all
from app.actions.people.people import add_group
from app.actions.ticket.statusing import snooze
from app.actions.ticket.taking import take
from app.core.errors import BadFields, Forbidden, NotFound
from app.queries.desk.events import events_after, last_event_id
from app.queries.people.holdings import newest_held
from app.queries.people.people import operator_by_id
from app.queries.ticket.tickets import ticket_by_id
from tests.app.actions.traces import refused
from tests.app.conftest import NOW, opened


@pytest.fixture
async def held(desk, anna, boris):
    """Three tickets of Anna's, one of them snoozed, and one of Boris's."""
    hers = [await opened(desk) for _ticket in range(3)]
    for ticket in hers:
        await take(desk, anna, ticket.id, NOW)
    await snooze(desk, anna, hers[2].id, NOW + 1000, NOW)
    his = await opened(desk)
    await take(desk, boris, his.id, NOW)
    return hers


async def test_everything_goes_to_another_with_an_event_each(desk, anna, boris, ada, held):
    assert len(await newest_held(desk, anna.id, 5)) == 2
    start = await last_event_id(desk)

    assert await hand_over_all(desk, ada, anna.id, boris.id, NOW) == HandedOver(3, 0)

    assert {(await ticket_by_id(desk, ticket.id)).operator_id for ticket in held} == {boris.id}
    assert [event.kind for event in await events_after(desk, start)] == ["ticket.assigned"] * 3


async def test_everything_goes_back_to_its_groups(desk, anna, ada, held):
    start = await last_event_id(desk)

    assert (await hand_over_all(desk, ada, anna.id, None, NOW)).moved == 3

    assert {(await ticket_by_id(desk, ticket.id)).operator_id for ticket in held} == {None}
    assert [event.details["from_holder"]["name"] for event in await events_after(desk, start)] == ["Anna"] * 3


async def test_a_ticket_of_a_group_that_is_closed_to_the_other_stays(desk, anna, boris, ada, held):
    closed = await add_group(desk, "Closed", NOW, members_only=True)
    await set_members(desk, closed, [anna.id], NOW)
    secret = await opened(desk, group_id=closed)
    await take(desk, await operator_by_id(desk, anna.id), secret.id, NOW)

    assert await hand_over_all(desk, ada, anna.id, boris.id, NOW) == HandedOver(3, 1)

    assert (await ticket_by_id(desk, secret.id)).operator_id == anna.id


async def test_only_administrators_hand_over_and_only_to_somebody_who_is_there(desk, anna, boris, ada, held):
    async with refused(desk, Forbidden):
        await hand_over_all(desk, boris, anna.id, boris.id, NOW)
    for nobody in (999, anna.id):
        async with refused(desk, BadFields) as found:
            await hand_over_all(desk, ada, anna.id, nobody, NOW)
        assert list(found.value.faults) == ["to"]
    async with refused(desk, NotFound):
        await hand_over_all(desk, ada, 999, boris.id, NOW)
