"""The process that sends dies between any two of its steps: nothing is lost; at most one letter too many, and marked."""

import asyncio
from contextlib import contextmanager

import pytest
import sqlalchemy

from app.actions.message.answering import AnswerForm, send_answer
from app.core.clock import MINUTE_MS, now_ms
from sql.tables import messages, outbox
from tests.faults.invariants import broken_file, lost_answers
from tests.faults.killing_line import KillingLine, Moment
from tests.faults.mail_process import MailProcess
from tests.plugins.databases import engine
from tests.plugins.desk import opened

MAYBE_SENT = [
    Moment("the server has the mail and has not said so", rb"\.\r\n", answered=True),
    Moment("the server's 250 is unread", rb"\.\r\n", answered=True, relayed=True),
    Moment("the server's 250 is read and not committed", rb"\.\r\n", answered=True, heard=True),
]
NOT_SENT = [
    Moment("before MAIL", rb"MAIL FROM"),
    Moment("after RCPT", rb"RCPT TO", answered=True),
    Moment("in DATA", rb"DATA", answered=True, relayed=True),
    Moment("before the final dot", rb"\.\r\n"),
]


@pytest.mark.timeout(1800)
async def test_no_answer_is_lost_and_none_unmarked_twice_whenever_its_sender_was_killed(
    desk, schema_url, anna, smtp_sink, tmp_path, full_size
):
    moments = [*NOT_SENT, *MAYBE_SENT] * (20 if full_size else 1)
    async with KillingLine(smtp_sink.port, lambda: _nobody_writes(schema_url)) as line:
        sender = MailProcess(tmp_path / "sender", schema_url, smtp_url=f"smtp://127.0.0.1:{line.port}")

        for number, moment in enumerate(moments):
            await asyncio.to_thread(sender.start)
            await _until_sent(schema_url)  # of the moment before: one mail alone is on its way when the next one comes
            line.kill_at(moment, sender.process)
            await _answer(desk, anna, number)
            await line.until_killed()
            sender.let_time_pass()

        await asyncio.to_thread(sender.start)
        await _until_sent(schema_url)
        await asyncio.to_thread(sender.process.stop)

    rounds = len(moments) // (len(NOT_SENT) + len(MAYBE_SENT))
    twice = len(MAYBE_SENT) * rounds  # nobody can know better: the server has it, and the desk does not know that
    assert len(smtp_sink.letters) == len(moments) + twice
    assert lost_answers(schema_url, smtp_sink.letters, twice, at_once=1) == []
    assert broken_file(schema_url) == []
    with engine(schema_url) as connected, connected.connect() as connection:
        answers = (
            connection.execute(sqlalchemy.select(messages.c.text).where(messages.c.kind == "answer")).scalars().all()
        )
    assert sorted(answers) == sorted(f"Answer {number}" for number in range(len(moments)))


@contextmanager
def _nobody_writes(url):
    """Hold what every writer of an outcome needs: the file, or the outbox's rows."""
    with engine(url) as connected, connected.connect() as connection:
        if url.startswith("sqlite"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("SELECT id FROM outbox FOR UPDATE")
        yield
        connection.rollback()


async def _answer(desk, anna, number):
    """An answer whose undo time is over: the only mail that waits."""
    past_ms = now_ms() - MINUTE_MS
    ticket = await opened(desk, f"Question {number}", confirm=False, notify=False)
    await send_answer(
        desk, anna, ticket.id, AnswerForm(f"<p>Answer {number}</p>", f"key{number}", taking=True), past_ms
    )


async def _until_sent(url):
    waiting = sqlalchemy.select(sqlalchemy.func.count()).where(outbox.c.state != "sent")
    async with asyncio.timeout(60):
        with engine(url) as connected:
            while _count(connected, waiting):  # noqa: ASYNC110  another process writes it
                await asyncio.sleep(0.05)


def _count(connected, query):
    with connected.connect() as connection:
        return connection.scalar(query)
