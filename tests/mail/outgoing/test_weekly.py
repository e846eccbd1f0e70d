"""The weekly email: to whoever wants it, once, on Monday morning by the desk's clock; what it says, and what it does not."""

import dataclasses
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from app.actions.people.own_profile import set_preferences
from app.actions.people.people import add_group, add_operator
from app.actions.people.weekly import due_week, send_weekly
from app.core.clock import HOUR_MS
from app.counting.measure import Measure
from app.counting.period import day_number
from app.nouns.operator import Role
from app.queries.people.people import operator_by_id
from sql.tables import outbox, tickets
from tests.app.queries.figures.conftest import store_act
from tests.mail.outgoing.clockwork import Clockwork
from tests.plugins.desk import NOW, opened

DAY_MS = 24 * HOUR_MS


def ms(text):
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


async def turned_on(desk, operator):
    await set_preferences(desk, operator, {"weekly": "1"}, NOW)


async def queued(desk):
    return await desk.db.fetch_all(select(outbox).where(outbox.c.kind == "weekly").order_by(outbox.c.id))


@pytest.fixture
async def boss(desk, group):
    number = await add_operator(desk, "boss@desk.example", "Boss", Role.ADMINISTRATOR, (), None, NOW)
    return await operator_by_id(desk, number)


async def count(desk, measure, day, ticket, operator=0, times=1):
    row = {"day": day_number(day), "measure": measure.code, "operator_id": operator, "group_id": ticket.group_id}
    for event in range(times):
        await store_act(desk, {**row, "ticket_id": ticket.id, "event_id": event + 1, "hour": 9})


def test_it_falls_due_on_monday_at_seven_by_the_desks_clock():
    kolkata = ZoneInfo("Asia/Kolkata")

    assert due_week(ms("2026-11-23T01:29"), kolkata) == date(2026, 11, 16)
    assert due_week(ms("2026-11-23T01:30"), kolkata) == date(2026, 11, 23)
    assert due_week(ms("2026-11-29T18:29"), kolkata) == date(2026, 11, 23)


async def test_it_is_queued_once_for_whoever_wants_it_whichever_process_is_first(desk, anna, boss):
    await turned_on(desk, anna)
    monday = ms("2026-11-23T07:00")

    begun = await send_weekly(desk, monday - HOUR_MS)
    counts = [await send_weekly(desk, monday + place) for place in range(3)]
    week_after = await send_weekly(desk, monday + 7 * DAY_MS + HOUR_MS)

    assert (begun, counts, week_after) == (0, [1, 0, 0], 1)
    rows = await queued(desk)
    assert [row.operator_id for row in rows] == [anna.id, anna.id]
    assert '"2026-11-23"' in rows[0].details


async def test_a_new_desk_begins_with_its_next_week(desk, anna):
    await turned_on(desk, anna)

    assert await send_weekly(desk, ms("2026-11-25T12:00")) == 0
    assert await send_weekly(desk, ms("2026-11-30T06:59")) == 0
    assert await send_weekly(desk, ms("2026-11-30T07:00")) == 1


async def test_it_says_what_came_what_left_and_what_is_late(desk, anna, boss, ticket, smtp_sink):
    for person in (anna, boss):
        await turned_on(desk, person)
    closed = await add_group(desk, "Board", NOW, members_only=True, position=9)
    hidden = dataclasses.replace(await opened(desk, "Salaries"), group_id=closed)
    monday = datetime.fromtimestamp(NOW / 1000, UTC).date()
    monday = date.fromordinal(monday.toordinal() - monday.weekday())
    last, earlier = (date.fromordinal(monday.toordinal() - days) for days in (3, 10))
    await count(desk, Measure.OPENED, last, ticket, times=4)
    await count(desk, Measure.OPENED, earlier, ticket, times=2)
    await count(desk, Measure.ANSWERED, last, ticket, anna.id, times=3)
    late = {"answer_due_ms": NOW - HOUR_MS}
    await desk.db.execute(update(tickets).where(tickets.c.id == ticket.id).values(late))
    await desk.db.execute(update(tickets).where(tickets.c.id == hidden.id).values(late | {"group_id": closed}))
    await send_weekly(desk, NOW - 7 * DAY_MS)
    await send_weekly(desk, NOW)

    clockwork = Clockwork(desk)
    await clockwork.turn()
    await clockwork.outbox.close()
    sent = {one.rcpt_tos[0]: one.message for one in smtp_sink.letters if "Your week" in one.message["Subject"]}
    texts = {who: one.get_body(("plain",)).get_content() for who, one in sent.items()}

    theirs, all_of_it = texts["anna@desk.example"], texts["boss@desk.example"]
    assert "Opened: 4 (the week before: 2)" in all_of_it
    assert (
        f"https://desk.aurora.example/statistics/list?measure=opened&from={date.fromordinal(monday.toordinal() - 7)}"
        in (all_of_it)
    )
    assert "2 first answers are late" in all_of_it
    assert "Salaries" in all_of_it
    assert "Answers: 3 (the week before: 0)" in theirs
    assert f"operator={anna.id}" in theirs
    assert "Opened:" not in theirs
    assert "1 first answer is late" in theirs
    assert ticket.subject in theirs
    assert "Salaries" not in theirs
    assert sent["anna@desk.example"]["Auto-Submitted"] == "auto-generated"
    assert "https://desk.aurora.example/me" in theirs
