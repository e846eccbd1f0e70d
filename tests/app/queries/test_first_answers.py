import pytest
from sqlalchemy import insert, update

from app.actions.people.people import add_group
from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS
from app.queries.desk.first_answers import FEWEST, UsualWait, read_usual_wait, usual_wait
from sql.tables import tickets
from tests.plugins.desk import NOW


@pytest.fixture
async def answered(desk, ticket):
    """Makes tickets that were answered after so long: copies of one."""
    found = await desk.db.fetch_one(tickets.select())
    row = {column.name: getattr(found, column.name) for column in tickets.columns}
    numbers = iter(range(100, 1000))

    async def make(count, wait_ms, group_id, created_ms=NOW - DAY_MS, **columns):
        facts = {"group_id": group_id, "created_ms": created_ms, "first_answer_ms": created_ms + wait_ms}
        facts["updated_ms"] = created_ms + wait_ms
        for _copy in range(count):
            await desk.db.execute(insert(tickets).values({**row, **facts, "id": next(numbers), **columns}))

    return make


async def test_the_median_of_those_who_were_answered_in_the_last_thirty_days(desk, group, answered):
    billing = await add_group(desk, "Billing", NOW)
    await answered(FEWEST // 2, HOUR_MS, group)
    await answered(FEWEST // 2, 3 * HOUR_MS, group, shelf="finished")
    await answered(FEWEST - 1, 5 * HOUR_MS, billing)
    await answered(30, 9 * HOUR_MS, group, source="operator")
    await answered(30, 9 * HOUR_MS, group, created_ms=NOW - 31 * DAY_MS)
    await answered(30, 9 * HOUR_MS, group, shelf="spam")

    usual = await read_usual_wait(desk, NOW)

    assert usual.of(group) == 2 * HOUR_MS
    assert usual.of(billing) is None  # too few
    assert usual.of(None) == 3 * HOUR_MS


async def test_with_few_answers_nothing_is_said(desk, group, answered):
    await answered(FEWEST - 1, HOUR_MS, group)

    assert await read_usual_wait(desk, NOW) == UsualWait()


async def test_it_is_read_once_in_half_an_hour(desk, group, answered):
    await answered(FEWEST, HOUR_MS, group)
    first = await usual_wait(desk, NOW)
    await desk.db.execute(update(tickets).values(first_answer_ms=tickets.c.created_ms + 2 * HOUR_MS))

    kept, anew = await usual_wait(desk, NOW + 29 * MINUTE_MS), await usual_wait(desk, NOW + 30 * MINUTE_MS)

    assert [one.of(None) for one in (first, kept, anew)] == [HOUR_MS, HOUR_MS, 2 * HOUR_MS]
