"""Since when a customer waits, and when the first answer is late: in the ticket's row, and right after every act."""

import pytest

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.recalling import recall
from app.actions.message.releasing import release_due
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.people.people import add_group
from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.statusing import set_status
from app.actions.ticket.taking import take
from app.core.clock import HOUR_MS, MINUTE_MS
from app.nouns.status import Status
from app.nouns.waiting import NEVER_MS
from app.queries.ticket.tickets import ticket_by_id
from tests.app.conftest import NOW, opened

LATER, LATEST = NOW + HOUR_MS, NOW + 2 * HOUR_MS


@pytest.fixture
async def promised(desk):
    """A group that answers within half an hour."""
    return await add_group(desk, "Promised", NOW, answer_target_min=30)


async def answered(desk, operator, ticket_id, at_ms):
    await take(desk, operator, ticket_id, at_ms)
    form = AnswerForm("<p>Yes.</p>", request_key=f"k{at_ms}", status=Status.WAITING_FOR_CUSTOMER)
    return await send_answer(desk, operator, ticket_id, form, at_ms)


async def test_a_customer_waits_from_their_first_word_until_an_answer(desk, anna, ticket):
    assert ticket.waits_since_ms == NOW
    await customer_writes(desk, ticket.id, CustomerMessage("Any news?", "web"), LATER)
    assert (await ticket_by_id(desk, ticket.id)).waits_since_ms == NOW  # who asks again has not waited less

    await answered(desk, anna, ticket.id, LATER)
    assert (await ticket_by_id(desk, ticket.id)).waits_since_ms == NEVER_MS

    await customer_writes(desk, ticket.id, CustomerMessage("And the cot?", "web"), LATEST)
    assert (await ticket_by_id(desk, ticket.id)).waits_since_ms == LATEST


async def test_an_answer_that_is_taken_back_leaves_the_customer_waiting(desk, anna, ticket):
    sent = await answered(desk, anna, ticket.id, LATER)

    await recall(desk, anna, sent, LATER)

    assert (await ticket_by_id(desk, ticket.id)).waits_since_ms == NOW


async def test_a_status_set_by_hand_says_who_waits(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    await set_status(desk, anna, ticket.id, Status.WAITING_FOR_CUSTOMER, LATER)
    assert (await ticket_by_id(desk, ticket.id)).waits_since_ms == NEVER_MS

    await set_status(desk, anna, ticket.id, Status.WAITING_FOR_OPERATOR, LATER)
    assert (await ticket_by_id(desk, ticket.id)).waits_since_ms == NOW


async def test_a_group_with_a_target_promises_its_first_answer(desk, anna, promised, group):
    ticket = await opened(desk, group_id=promised)
    assert ticket.answer_due_ms == NOW + 30 * MINUTE_MS
    assert ticket.awaits_answer

    await edit_ticket(desk, anna, ticket.id, {"group": str(group)}, LATER)
    assert not (await ticket_by_id(desk, ticket.id)).awaits_answer

    await edit_ticket(desk, anna, ticket.id, {"group": str(promised)}, LATER)
    assert (await ticket_by_id(desk, ticket.id)).answer_due_ms == NOW + 30 * MINUTE_MS


async def test_the_promise_is_kept_when_the_first_answer_has_left(desk, anna, promised):
    ticket = await opened(desk, group_id=promised)
    await answered(desk, anna, ticket.id, NOW)
    assert (await ticket_by_id(desk, ticket.id)).awaits_answer  # it can still be taken back

    await release_due(desk, LATER)

    assert not (await ticket_by_id(desk, ticket.id)).awaits_answer
