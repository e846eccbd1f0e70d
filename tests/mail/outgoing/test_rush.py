"""More people write in a minute than the desk answers by itself in one: each confirmation waits its turn."""

from sqlalchemy import func, select

from app.actions.message.answering import AnswerForm, send_answer
from app.core.clock import MINUTE_MS
from app.nouns.ticket import Customer
from app.queries.mail.outbox import due_mails
from sql.tables import outbox
from tests.plugins.desk import NOW, opened

IN_ALL = 60  # a minute, unless it is set otherwise


async def write_in_at_once(desk, count):
    return [
        await opened(desk, customer=Customer(f"Guest {i}", f"guest{i}@guest.example", "1", "", "Hamburg"))
        for i in range(count)
    ]


async def confirmations_due(desk, now_ms):
    due = (outbox.c.kind == "confirmation") & (outbox.c.due_ms <= now_ms)
    return await desk.db.fetch_val(select(func.count()).select_from(outbox).where(due))


async def test_a_rush_of_new_tickets_delays_confirmations_and_loses_none(desk, group):
    await write_in_at_once(desk, 2 * IN_ALL + 1)

    assert await confirmations_due(desk, NOW) == IN_ALL
    assert await confirmations_due(desk, NOW + MINUTE_MS) == 2 * IN_ALL
    assert await confirmations_due(desk, NOW + 2 * MINUTE_MS) == 2 * IN_ALL + 1


async def test_an_answer_does_not_wait_for_a_confirmation_that_was_put_off(desk, group, anna):
    *_, last = await write_in_at_once(desk, IN_ALL + 1)
    await send_answer(desk, anna, last.id, AnswerForm("<p>Come in.</p>", "k", taking=True), NOW)
    answer = await desk.db.fetch_val(select(outbox.c.id).where(outbox.c.kind == "answer"))
    await desk.db.execute(outbox.update().where(outbox.c.id == answer).values(state="queued", due_ms=NOW))

    assert answer in await due_mails(desk, NOW, 1000)
