"""The mail server is away for six days while the desk goes on working."""

import json
from collections import Counter

import pytest
from sqlalchemy import select

from app.actions.message.answering import AnswerForm, send_answer
from app.core.clock import DAY_MS, HOUR_MS
from app.nouns.ticket import Customer
from sql.tables import events, outbox
from tests.mail.outgoing.clockwork import Clockwork
from tests.plugins.desk import opened

STEP_MINUTES = 240
STEPS = 36  # six days


@pytest.fixture
async def clockwork(desk, smtp_sink):
    made = Clockwork(desk)
    yield made
    await made.outbox.close()


@pytest.mark.timeout(1800)
async def test_after_six_days_what_is_younger_than_five_leaves_in_order_and_the_rest_is_listed_as_failed(
    desk, group, anna, clockwork, smtp_sink, full_size
):
    tickets_a_step = 14 if full_size else 1
    smtp_sink.stop()
    for step in range(STEPS):
        for number in range(tickets_a_step):
            await _asked_and_answered(desk, anna, f"{step}.{number}", clockwork.now_ms)
        await clockwork.turn(minutes=STEP_MINUTES)
    smtp_sink.start()
    returned_ms = clockwork.now_ms

    for _hour in range(8):
        await clockwork.turn(minutes=60)

    for_guests = outbox.c.kind.in_(("confirmation", "answer"))
    rows = await desk.db.fetch_all(select(outbox).where(for_guests).order_by(outbox.c.id))
    assert len(rows) == 2 * STEPS * tickets_a_step
    late = [row for row in rows if row.created_ms < returned_ms - 5 * DAY_MS - 4 * HOUR_MS]
    early = [row for row in rows if row.created_ms > returned_ms - 5 * DAY_MS + 8 * HOUR_MS]
    assert {row.state for row in late} == {"failed"}
    assert {row.state for row in early} == {"sent"}
    assert {row.state for row in rows} == {"failed", "sent"}
    assert await _told_of_failures(desk) == {row.id for row in rows if row.state == "failed"}
    _assert_once_and_in_order(smtp_sink.letters, [row for row in rows if row.state == "sent"])


async def _asked_and_answered(desk, anna, name, now_ms):
    """A ticket whose confirmation and whose answer wait to leave."""
    guest = Customer(f"Guest {name}", f"guest{name}@guest.example", "1", "", "Hamburg")
    ticket = await opened(desk, f"Question {name}", at_ms=now_ms, customer=guest, notify=False)
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>Come in.</p>", f"key{name}", taking=True), now_ms)


async def _told_of_failures(desk):
    """The mails of which the log says that they failed."""
    rows = await desk.db.fetch_all(select(events.c.details).where(events.c.kind == "message.delivery"))
    told = [json.loads(row.details) for row in rows]
    return {one["outbox"] for one in told if one["state"] == "failed"}


def _assert_once_and_in_order(letters, rows):
    came = [str(one.message["Message-ID"]) for one in letters if "anna@desk.example" not in one.rcpt_tos]
    assert Counter(came) == Counter(row.mime_message_id for row in rows)
    place = {name: at for at, name in enumerate(came)}
    by_ticket = {}
    for row in rows:
        by_ticket.setdefault(row.ticket_id, []).append(place[row.mime_message_id])
    assert all(places == sorted(places) for places in by_ticket.values())
