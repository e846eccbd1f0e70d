"""Putting a ticket away without a date: only the customer, or a hand, brings it back."""

import pytest

from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.ticket.statusing import LONGEST_SNOOZE_MS, snooze, wake_due
from app.actions.ticket.taking import take
from app.nouns.status import Shelf
from app.nouns.ticket import UNTIL_CUSTOMER_MS
from app.queries.activity.log_pages import log_page
from app.queries.activity.log_query import LogQuery
from app.queries.ticket.tickets import ticket_by_id
from tests.app.conftest import NOW


@pytest.fixture
async def asleep(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    return await snooze(desk, anna, ticket.id, UNTIL_CUSTOMER_MS, NOW)


async def test_a_ticket_without_a_date_sleeps_on_however_late_it_gets(desk, asleep):
    assert await wake_due(desk, NOW + LONGEST_SNOOZE_MS) == 0

    after = await ticket_by_id(desk, asleep.id)
    assert (after.shelf, after.sleeps_until_customer) == (Shelf.SNOOZED, True)


async def test_what_the_customer_writes_brings_it_back(desk, asleep):
    await customer_writes(desk, asleep.id, CustomerMessage("Any news?", "web"), NOW + 1)

    after = await ticket_by_id(desk, asleep.id)
    assert (after.shelf, after.snoozed_until_ms) == (Shelf.ACTIVE, None)


async def test_the_log_says_that_there_is_no_date(desk, asleep):
    page = await log_page(desk, LogQuery(kind="ticket.status", ticket_id=asleep.id), limit=1)
    [event] = page.events

    assert (event.details["why"], event.details["until_ms"]) == ("snoozed", None)


async def test_a_hand_wakes_it(desk, anna, asleep):
    assert (await snooze(desk, anna, asleep.id, None, NOW + 1)).shelf is Shelf.ACTIVE
