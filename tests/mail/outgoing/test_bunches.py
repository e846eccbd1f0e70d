"""The notices of one event leave in one pass: read once, claimed and noted together, and each a mail of its own."""

import asyncio

import pytest
from sqlalchemy import select, update

from app.actions.mail.claiming import CLAIM_MS, claim_mail
from app.core.clock import MINUTE_MS
from app.database.statements import Statements
from app.queries.desk.events import events_after
from app.queries.mail.outbox import OutboxLine
from mail.outgoing.outbox import CONCURRENT, FOR_ANSWERS, Outbox
from mail.outgoing.sender import NotSent, Receipt, Sender
from sql.tables import operators, outbox
from tests.mail.outgoing.clockwork import Clockwork
from tests.plugins.desk import NOW, opened, person

WIRES = CONCURRENT - FOR_ANSWERS


class Hand(Sender):
    """Takes mails as `work` says, which gets the number of the mail; knows what it took."""

    def __init__(self, work=None):
        self.took = []
        self.work = work
        self.begun = 0

    async def send(self, mail):
        self.begun += 1
        if self.work:
            await self.work(self.begun)
        self.took.append(mail)
        return Receipt("250 OK", mail.recipients)

    async def close(self):
        self.work = None


async def notices(desk, count, subject="Room"):
    """A ticket that so many operators hear of; nothing else waits."""
    for number in range(count):
        await person(desk, f"P{number}", groups=("Reservations",))
    return await opened(desk, subject, confirm=False)


async def rows(desk):
    return await desk.db.fetch_all(select(outbox).order_by(outbox.c.id))


@pytest.fixture
def statements(monkeypatch):
    """Every statement as it is sent."""
    seen, bind = [], Statements.bind

    def noted(self, query, values=None):
        bound = bind(self, query, values)
        seen.append(bound.sql)
        return bound

    monkeypatch.setattr(Statements, "bind", noted)
    return seen


@pytest.mark.parametrize("count", [1, 2, 20])
async def test_the_statements_of_a_pass_do_not_grow_with_the_notices_of_its_event(desk, group, statements, count):
    await notices(desk, count)
    sending = Clockwork(desk, Hand())
    await sending.turn(minutes=-1)  # nothing is due
    statements.clear()

    assert await sending.turn(minutes=1) == count

    writes = [sql for sql in statements if sql.startswith("UPDATE outbox")]
    claims = [sql for sql in writes if "tries" in sql.partition("WHERE")[0]]
    assert len(claims) == 1
    assert len(writes) == 3  # claimed, frozen, sent
    assert len(statements) <= 33  # as for one; those that look for what is due, twice, among them
    assert [row.state for row in await rows(desk)] == ["sent"] * count


async def test_each_notice_is_a_mail_of_its_own_in_its_readers_language(desk, group, smtp_sink):
    clockwork = Clockwork(desk)
    await person(desk, "Dora", groups=("Reservations",))
    await desk.db.execute(update(operators).where(operators.c.name == "Dora").values(language="de"))
    await notices(desk, 4)

    await clockwork.turn()
    await clockwork.outbox.close()

    by_reader = {letter.rcpt_tos[0]: letter for letter in smtp_sink.letters}
    assert sorted(by_reader) == ["dora@desk.example", *(f"p{n}@desk.example" for n in range(4))]
    assert {str(letter.message["Message-ID"]) for letter in smtp_sink.letters} == {
        row.mime_message_id for row in await rows(desk)
    }
    assert {letter.content for letter in smtp_sink.letters} == {row.mime for row in await rows(desk)}
    for reader, language in (("dora", "de"), ("p1", "en")):
        page = by_reader[f"{reader}@desk.example"].message.get_body(("html",)).get_content()
        assert f'<html lang="{language}"' in page
    assert {(row.state, row.tries, row.claim, row.server_said) for row in await rows(desk)} == {
        ("sent", 1, None, "250 2.0.0 Kept")
    }


async def test_one_that_is_refused_one_that_has_to_wait_and_one_that_cannot_be_written_disturb_no_other(
    desk, group, smtp_sink
):
    clockwork = Clockwork(desk)
    await notices(desk, 6)
    broken = (await rows(desk))[0].id
    await desk.db.execute(update(outbox).where(outbox.c.id == broken).values(recipients='["no address"]'))
    smtp_sink.reply_about("p2@desk.example", "550 5.1.1 No such user")
    smtp_sink.reply_about("p3@desk.example", "450 4.2.0 Later")

    await clockwork.turn()
    states = [row.state for row in await rows(desk)]
    await clockwork.turn(minutes=2)
    await clockwork.outbox.close()

    assert states == ["failed", "sent", "failed", "queued", "sent", "sent"]
    assert [row.state for row in await rows(desk)] == ["failed", "sent", "failed", "sent", "sent", "sent"]
    assert [row.tries for row in await rows(desk)] == [1, 1, 1, 2, 1, 1]
    assert not any(row.maybe_twice for row in await rows(desk))
    assert sorted(letter.rcpt_tos[0] for letter in smtp_sink.letters) == [f"p{n}@desk.example" for n in (1, 3, 4, 5)]


async def test_f11_what_left_before_a_crash_and_was_not_noted_is_sent_once_more_as_it_was_and_marked(
    desk, group, monkeypatch
):
    async def dies(*_given, **_named):
        raise RuntimeError("the power went")

    hand = Hand()
    clockwork = Clockwork(desk, hand)
    await notices(desk, 5)
    with monkeypatch.context() as patched:
        patched.setattr("mail.outgoing.bunch.mark_sent_together", dies)
        patched.setattr("mail.outgoing.courier.mark_sent", dies)
        await clockwork.turn()
    assert {row.state for row in await rows(desk)} == {"sending"}

    assert await clockwork.turn(minutes=1) == 0  # the claims of the dead sender hold until they have run out
    await clockwork.turn(minutes=1)

    assert {(row.state, row.tries, row.maybe_twice) for row in await rows(desk)} == {("sent", 2, True)}
    assert sorted(mail.mime for mail in hand.took[:5]) == sorted(mail.mime for mail in hand.took[5:])


async def test_f14_a_claim_that_was_lost_on_the_way_is_noted_and_the_others_are_not_in_doubt(desk, group):
    async def work(number):
        if number == 1:
            first = (await rows(desk))[0]
            await claim_mail(desk, first.id, "fast", NOW + CLAIM_MS + MINUTE_MS)

    clockwork = Clockwork(desk, Hand(work))
    await notices(desk, 5)

    await clockwork.turn()

    assert [(row.state, row.maybe_twice) for row in await rows(desk)] == [("sending", True)] + [("sent", False)] * 4
    lost = [event for event in await events_after(desk, 0, 1000) if event.details.get("claim_lost")]
    assert [event.details["outbox"] for event in lost] == [(await rows(desk))[0].id]


async def test_f14_a_sender_that_was_stopped_for_long_sends_nothing_that_another_has_claimed(desk, group):
    async def work(number):
        if number == 1:  # the others wait for their turn meanwhile
            clockwork.now_ms += CLAIM_MS + MINUTE_MS
            for row in (await rows(desk))[1:]:
                await claim_mail(desk, row.id, "fast", clockwork.now_ms)
        await asyncio.sleep(0)

    hand = Hand(work)
    clockwork = Clockwork(desk, hand)
    clockwork.outbox._places = lambda _line: 1
    await notices(desk, 4)

    await clockwork.turn()

    assert [mail.recipients for mail in hand.took] == [("p0@desk.example",)]
    assert [row.claim for row in await rows(desk)] == [None, "fast", "fast", "fast"]


async def test_two_outboxes_send_each_notice_once(desk, group):
    one, other = Hand(), Hand()
    await notices(desk, 12)

    await asyncio.gather(Clockwork(desk, one).turn(), Clockwork(desk, other).turn())

    readers = sorted(mail.recipients[0] for mail in [*one.took, *other.took])
    assert readers == sorted(f"p{number}@desk.example" for number in range(12))
    assert {(row.state, row.tries, row.maybe_twice) for row in await rows(desk)} == {("sent", 1, False)}


async def test_when_the_sender_must_stop_only_what_was_on_the_wire_is_in_doubt(desk, group, monkeypatch):
    monkeypatch.setattr("mail.outgoing.outbox.GRACE_S", 0.05)
    full = asyncio.Event()

    async def work(number):
        if number == 1:
            return  # this one is taken at once
        if number == WIRES + 1:
            full.set()
        await asyncio.Event().wait()

    await notices(desk, 8)
    running = asyncio.create_task(Outbox(desk, Hand(work), clock=lambda: NOW).run())
    await asyncio.wait_for(full.wait(), 20)

    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    states = sorted((row.state, bool(row.maybe_twice), row.tries) for row in await rows(desk))
    untried, doubtful = [("queued", False, 0)] * (7 - WIRES), [("queued", True, 1)] * WIRES
    assert states == [*untried, *doubtful, ("sent", False, 1)]


async def test_when_the_server_goes_away_the_rest_of_the_bunch_is_not_tried(desk, group):
    together = asyncio.Barrier(WIRES)

    async def work(_number):
        await together.wait()
        raise NotSent("nobody answers", server_away=True)

    hand = Hand(work)
    await notices(desk, 10)

    await Clockwork(desk, hand).turn()

    assert hand.begun == WIRES
    assert sorted(row.tries for row in await rows(desk)) == [0] * (10 - WIRES) + [1] * WIRES
    assert {row.state for row in await rows(desk)} == {"queued"}


async def test_no_more_leave_together_than_the_pace_has_room_for(desk, group):
    await notices(desk, 9)
    clockwork = Clockwork(desk, Hand())

    begun = await clockwork.outbox._begin(dict.fromkeys(OutboxLine, 5))
    await asyncio.gather(*clockwork.outbox._running)

    assert begun == 5
    assert sorted(row.state for row in await rows(desk)) == ["queued"] * 4 + ["sent"] * 5


async def test_notices_of_two_events_are_two_bunches(desk, group, statements):
    first = await notices(desk, 4)
    second = await opened(desk, "Another", confirm=False)
    hand = Hand()
    statements.clear()

    await Clockwork(desk, hand).turn()

    tickets = {row.ticket_id for row in await rows(desk)}
    claims = [sql for sql in statements if sql.startswith("UPDATE outbox") and "tries" in sql.partition("WHERE")[0]]
    assert tickets == {first.id, second.id}
    assert (len(hand.took), len(claims)) == (8, 2)
