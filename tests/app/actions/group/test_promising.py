"""Opening hours of a group: what waits is due while it is open, what was before is kept."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from app.actions.group.changing import GroupForm, change_group
from app.actions.group.promising import set_hours
from app.actions.group.removing import Removal, remove_group
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.people.people import add_group
from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.statusing import set_status
from app.actions.ticket.taking import take
from app.core.clock import HOUR_MS
from app.core.errors import NotFound
from app.hours.opening_hours import ALL_DAY, OpeningHours
from app.nouns.status import Status
from app.nouns.waiting import NEVER_MS
from app.queries.desk.events import events_after
from app.queries.group.hours import group_by_id, hours_histories, hours_history
from app.queries.lists.views import ListQuery, list_tickets
from app.queries.ticket.tickets import ticket_by_id
from sql.tables import tickets
from tests.app.conftest import opened

OFFICE = OpeningHours("Europe/London", (((9 * 60, 17 * 60),),) * 5 + ((), ()))
NEVER = OpeningHours("UTC", ((),) * 7)


def london(*moment):
    return int(datetime(*moment, tzinfo=ZoneInfo("Europe/London")).timestamp()) * 1000


FRIDAY, SATURDAY, MONDAY = london(2026, 6, 5, 16), london(2026, 6, 6, 10), london(2026, 6, 8, 9)


@pytest.fixture
async def promised(desk, ada):
    """A group that answers within two hours, whenever."""
    return await add_group(desk, "Promised", FRIDAY - HOUR_MS, answer_target_min=120)


async def due(desk, ticket):
    return (await ticket_by_id(desk, ticket.id)).answer_due_ms


async def test_changed_hours_count_for_what_waits_with_one_event(desk, ada, promised):
    waiting, other = [await opened(desk, group_id=promised, at_ms=FRIDAY) for _one in range(2)]
    await desk.db.execute(update(tickets).where(tickets.c.id == other.id).values(first_answer_ms=FRIDAY))

    moved = await set_hours(desk, ada, promised, OFFICE, SATURDAY)

    assert (moved, await due(desk, waiting)) == (1, MONDAY + HOUR_MS)
    assert await due(desk, other) == FRIDAY + 2 * HOUR_MS
    events = [one for one in await events_after(desk, 0) if "hours" in one.details.get("changes", {})]
    assert [(one.kind, one.details["due_anew"], one.actor.name) for one in events] == [("group.changed", 1, "Ada")]
    before, after = events[0].details["changes"]["hours"]
    assert (before["zone"], after["zone"], after["week"][0]) == ("UTC", "Europe/London", [[540, 1020]])
    assert await set_hours(desk, ada, promised, OFFICE, SATURDAY) == 0
    assert len([one for one in await events_after(desk, 0) if "hours" in one.details.get("changes", {})]) == 1


async def test_nothing_becomes_late_while_the_group_is_closed(desk, ada, promised):
    await set_hours(desk, ada, promised, OFFICE, FRIDAY)
    first, second = (
        await opened(desk, group_id=promised, at_ms=FRIDAY),
        await opened(desk, group_id=promised, at_ms=SATURDAY),
    )

    assert (await due(desk, first), await due(desk, second)) == (MONDAY + HOUR_MS, MONDAY + 2 * HOUR_MS)
    listed = await list_tickets(desk, ada, ListQuery(sort="late"), MONDAY + HOUR_MS)
    assert [row.ticket.id for row in listed.rows] == [first.id, second.id]


async def test_hours_that_never_open_owe_nothing(desk, ada, promised):
    ticket = await opened(desk, group_id=promised, at_ms=FRIDAY)

    await set_hours(desk, ada, promised, NEVER, SATURDAY)

    assert await due(desk, ticket) == NEVER_MS


async def test_a_ticket_that_moves_is_due_by_the_hours_of_its_new_group(desk, ada, group, promised):
    await set_hours(desk, ada, promised, OFFICE, FRIDAY)
    ticket = await opened(desk, group_id=group, at_ms=FRIDAY)

    await edit_ticket(desk, ada, ticket.id, {"group": str(promised)}, SATURDAY)

    assert await due(desk, ticket) == MONDAY + HOUR_MS


async def test_a_finished_ticket_that_opens_again_is_due_by_the_hours_of_that_day(desk, ada, promised):
    ticket = await opened(desk, group_id=promised, at_ms=FRIDAY)
    await take(desk, ada, ticket.id, FRIDAY)
    await set_status(desk, ada, ticket.id, Status.CLOSED, FRIDAY)

    assert await set_hours(desk, ada, promised, OFFICE, SATURDAY) == 0
    assert await due(desk, ticket) == FRIDAY + 2 * HOUR_MS
    await customer_writes(desk, ticket.id, CustomerMessage("Hello?", "web"), SATURDAY)

    assert await due(desk, ticket) == MONDAY + HOUR_MS


async def test_figures_of_the_past_are_counted_by_the_hours_that_held_then(desk, ada, promised, group):
    whole_day = OpeningHours("Europe/London", (ALL_DAY,) * 5 + ((), ()))
    await set_hours(desk, ada, promised, OFFICE, FRIDAY)
    await set_hours(desk, ada, promised, whole_day, MONDAY)
    await change_group(desk, ada, promised, GroupForm("Promised", answer_target_min=60), MONDAY)

    history = await hours_history(desk, await group_by_id(desk, promised))

    assert [one.answer_target_min for one in history.promises] == [120, 120, 120, 60]
    assert history.at(SATURDAY).hours == OFFICE
    assert history.at(0).hours == OpeningHours.always()
    assert history.open_ms_between(FRIDAY - 3 * HOUR_MS, FRIDAY) == 3 * HOUR_MS  # always open, until then
    assert history.open_ms_between(FRIDAY, MONDAY) == HOUR_MS
    assert history.open_ms_between(FRIDAY, MONDAY + 20 * HOUR_MS) == HOUR_MS + 20 * HOUR_MS
    await remove_group(desk, ada, promised, Removal(group), MONDAY)
    assert (await hours_histories(desk))[promised] == history
    assert (await hours_histories(desk))[group].promises[0].hours == OpeningHours.always()


async def test_there_are_no_hours_for_a_group_that_is_not_there(desk, ada):
    with pytest.raises(NotFound):
        await set_hours(desk, ada, 999, replace(OFFICE, zone="UTC"), FRIDAY)
