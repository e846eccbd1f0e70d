"""Answers go first: however many notices and confirmations wait, what a person wrote leaves before them."""

import asyncio

import pytest
from sqlalchemy import func, insert, select, update

from app.actions.mail.sending_again import send_again
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.releasing import release_due
from app.core.clock import MINUTE_MS
from app.queries.mail.outbox import KINDS, OutboxLine, due_mails
from app.queries.ticket.messages import message_by_id
from mail.composing.compose import KINDS as COMPOSED
from mail.outgoing.outbox import CONCURRENT, FOR_ANSWERS, Outbox
from mail.outgoing.sender import Receipt, Sender
from mail.outgoing.senders import KeptSender
from mail.outgoing.sending_pace import paces
from sql.tables import outbox
from tests.mail.outgoing.clockwork import Clockwork
from tests.plugins.desk import NOW

LATER = NOW + MINUTE_MS


class Gate(Sender):
    """Lets nothing through until it is opened; knows what came to it."""

    def __init__(self):
        self.came = []
        self.news = asyncio.Condition()
        self.opened = asyncio.Event()

    async def send(self, mail):
        async with self.news:
            self.came.append(mail.mime.partition(b"Subject: ")[2].partition(b"\r\n")[0].decode())
            self.news.notify_all()
        await self.opened.wait()
        return Receipt("250 OK", mail.recipients)

    async def close(self):
        self.opened.set()

    async def until(self, count):
        async with self.news:
            await asyncio.wait_for(self.news.wait_for(lambda: len(self.came) >= count), 20)


async def let_notices_wait(desk, ticket, anna, count=5000):
    """So many notices about a ticket, due for a minute."""
    common = {"kind": "new_message", "ticket_id": ticket.id, "operator_id": anna.id, "language": "en", "details": "{}"}
    notices = [
        {**common, "recipients": '["anna@desk.example"]', "mime_message_id": f"<n{n}@x>", "state": "queued",
         "message_id": ticket.id, "due_ms": NOW - MINUTE_MS, "created_ms": NOW}
        for n in range(count)
    ]  # fmt: skip
    for start in range(0, count, 1000):
        await desk.db.execute_many(insert(outbox), notices[start : start + 1000])


async def answered(desk, anna, ticket, key="k", **more):
    number = await send_answer(desk, anna, ticket.id, AnswerForm("<p>Come in.</p>", key, taking=True, **more), NOW)
    await release_due(desk, LATER)
    return number


async def kinds_of(desk, ids):
    rows = {row.id: row.kind for row in await desk.db.fetch_all(select(outbox.c.id, outbox.c.kind))}
    return [rows[one] for one in ids]


def test_every_kind_of_mail_has_its_line():
    assert sorted(kind for kinds in KINDS.values() for kind in kinds) == sorted(COMPOSED)


async def test_with_five_thousand_notices_waiting_the_answer_is_first_with_its_confirmation_and_copy(
    desk, anna, ticket
):
    await let_notices_wait(desk, ticket, anna)
    await answered(desk, anna, ticket, cc=("two@guest.example",))

    first = await kinds_of(desk, await due_mails(desk, LATER, 4))
    await desk.db.execute(update(outbox).where(outbox.c.kind == "confirmation").values(state="sent"))
    then = await kinds_of(desk, await due_mails(desk, LATER, 4))

    # The confirmation of the same ticket holds the answer up, so it goes with the answers.
    assert first == ["copy", "confirmation", "new_message", "new_message"]
    assert then == ["answer", "copy", "new_message", "new_message"]


async def test_an_answer_leaves_while_slow_notices_hold_every_other_place(desk, anna, ticket):
    await Clockwork(desk, KeptSender()).turn()
    await let_notices_wait(desk, ticket, anna, 20)
    gate = Gate()
    sending = Outbox(desk, gate, clock=lambda: LATER)
    running = asyncio.create_task(sending.run())
    await gate.until(CONCURRENT - FOR_ANSWERS)

    await answered(desk, anna, ticket)
    await gate.until(CONCURRENT)

    assert [subject.startswith("Re:") for subject in gate.came] == [False] * (CONCURRENT - FOR_ANSWERS) + [True]
    gate.opened.set()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


def test_each_line_has_a_pace_of_its_own():
    pace = paces()
    while pace[OutboxLine.NOTICES].room(1.0):
        pace[OutboxLine.NOTICES].take()

    assert pace[OutboxLine.NOTICES].room(1.0) == 0
    assert pace[OutboxLine.ANSWERS].room(1.0) > 0


async def test_an_answer_behind_a_confirmation_that_does_not_leave_can_be_sent_now(desk, anna, ticket, smtp_sink):
    clockwork = Clockwork(desk)
    smtp_sink.reply_about("Helena@guest.example", "450 4.2.0 Later")
    await clockwork.turn()
    number = await answered(desk, anna, ticket)
    await clockwork.turn(minutes=0.1)
    smtp_sink.clear()
    blocked = (await message_by_id(desk, number)).delivery

    await send_again(desk, anna, await message_by_id(desk, number), clockwork.now_ms + MINUTE_MS // 10)
    await clockwork.turn(minutes=0.2)
    await clockwork.outbox.close()

    assert (blocked.state, blocked.is_behind, blocked.is_undelivered) == ("queued", True, True)
    assert (await message_by_id(desk, number)).delivery.state == "sent"
    assert [one.message["Subject"] for one in smtp_sink.letters] == [f"Re: Late arrival (#{ticket.id})"]
    still = select(func.count()).select_from(outbox).where(outbox.c.kind == "confirmation", outbox.c.state == "queued")
    assert await desk.db.fetch_val(still) == 1
