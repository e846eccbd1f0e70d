"""What operators keep about a customer, and the brake on automatic mails to them."""

import pytest
from sqlalchemy import func, select

from app.actions.customer.changing import NOTE_CHARS, change_customer, clear_brake
from app.core.clock import MINUTE_MS
from app.core.errors import BadFields, Conflict, NotFound
from app.queries.customer.known import customer_for, customer_id_of
from app.queries.customer.listing import customers_with
from app.queries.customer.page import sender_brakes
from app.queries.desk.events import events_after, last_event_id
from sql.tables import outbox
from tests.plugins.desk import HELENA, NOW, opened


@pytest.fixture
async def number(desk, ticket):
    return await customer_id_of(desk, HELENA.email_key)


async def test_name_language_and_note_are_kept_with_before_and_after(desk, anna, number):
    before = await last_event_id(desk)

    await change_customer(desk, anna, number, {"name": "Helena B.", "note": "Quiet room", "language": "de"}, NOW)

    customer = await customer_for(desk, anna, number)
    assert (customer.name, customer.note, customer.language) == ("Helena B.", "Quiet room", "de")
    [event] = await events_after(desk, before)
    assert (event.kind, event.actor.name, event.details["customer"]) == ("customer.changed", "Anna", number)
    assert event.details["changes"] == {
        "name": ["Helena Brandt", "Helena B."], "note": ["", "Quiet room"], "language": ["", "de"],
    }  # fmt: skip
    assert [line.id for line in (await customers_with(desk, anna, "helena b")).lines] == [number]


async def test_what_changes_nothing_is_no_event(desk, anna, number):
    before = await last_event_id(desk)

    await change_customer(desk, anna, number, {"name": "Helena Brandt", "note": ""}, NOW)

    assert await last_event_id(desk) == before


async def test_of_two_who_write_a_note_the_second_is_told(desk, anna, boris, number):
    await change_customer(desk, anna, number, {"note": "Quiet room"}, NOW, note_seen="")

    with pytest.raises(Conflict):
        await change_customer(desk, boris, number, {"note": "Late arrival"}, NOW, note_seen="")

    assert (await customer_for(desk, anna, number)).note == "Quiet room"


@pytest.mark.parametrize(
    "typed", [{"language": "no such"}, {"note": "n" * (NOTE_CHARS + 1)}, {"name": "n" * 121}, {"email": "a@b.example"}]
)
async def test_what_cannot_be_kept_is_named(desk, anna, number, typed):
    with pytest.raises(BadFields) as refusal:
        await change_customer(desk, anna, number, typed, NOW)

    assert refusal.value.faults.keys() == typed.keys()


async def test_nobody_is_changed_who_does_not_exist(desk, anna, number):
    with pytest.raises(NotFound):
        await change_customer(desk, anna, number + 1, {"note": "x"}, NOW)


async def test_a_mail_opens_its_ticket_in_the_language_that_is_set(desk, anna, number):
    await change_customer(desk, anna, number, {"language": "de"}, NOW)

    assert (await opened(desk, source="mail", language="en")).language == "de"
    assert (await opened(desk, source="web", language="pt")).language == "pt"


async def test_a_cleared_brake_lets_automatic_mails_leave_again(desk, anna, ticket, number):
    async def sent():
        of_them = select(func.count()).where(outbox.c.stranger_key == HELENA.email_key)
        return await desk.db.fetch_val(of_them)

    for minute in range(1, 5):
        await opened(desk, at_ms=NOW + minute * MINUTE_MS)
    assert await sent() == 3
    [brake] = await sender_brakes(desk, await customer_for(desk, anna, number), NOW + 5 * MINUTE_MS)
    assert (brake.last_hour, brake.last_day) == (3, 3)

    await clear_brake(desk, anna, number, NOW + 6 * MINUTE_MS)

    [brake] = await sender_brakes(desk, await customer_for(desk, anna, number), NOW + 6 * MINUTE_MS)
    assert (brake.last_hour, brake.last_day) == (0, 0)
    await opened(desk, at_ms=NOW + 7 * MINUTE_MS)
    assert await sent() == 4
