"""Who is at a console is kept where every process finds it; who holds something and is at none is told to all."""

from sqlalchemy import select, update

from app.actions.desk.settings import change_settings
from app.actions.ticket.taking import take
from app.core.clock import MINUTE_MS
from sql.tables import operators
from tests.plugins.desk import NOW
from tests.realtime.test_presence import knows


async def seen(desk, operator) -> int | None:
    return await desk.db.fetch_val(select(operators.c.seen_ms).where(operators.c.id == operator.id))


async def test_a_console_that_connects_is_noted_at_once(desk, live, anna, boris):
    await desk.db.execute(update(operators).values(seen_ms=None))

    await live.window(anna)
    await live.realtime._attendance.look(desk)

    assert await seen(desk, anna) is not None
    assert await seen(desk, boris) is None


async def test_the_holder_who_is_gone_is_told_with_the_rule_until_they_are_back(desk, live, anna, boris, ada, ticket):
    await change_settings(desk, ada, {"release_after_min": "30"}, NOW)
    await take(desk, boris, ticket.id, NOW)
    window = await live.window(anna)

    await desk.db.execute(update(operators).where(operators.c.id == boris.id).values(seen_ms=NOW - MINUTE_MS))
    rule = {"after_ms": 30 * MINUTE_MS, "since_ms": NOW, "absent": {str(boris.id): NOW - MINUTE_MS}}
    await window.until(knows(lambda facts: facts["releases"] == rule))
    await live.window(boris)

    await window.until(knows(lambda facts: facts["releases"]["absent"] == {}))


async def test_without_the_rule_nobody_hears_who_is_gone(desk, live, anna, boris, ticket):
    await take(desk, boris, ticket.id, NOW)

    window = await live.window(anna)

    await window.until(knows(lambda facts: facts["releases"] is None))
