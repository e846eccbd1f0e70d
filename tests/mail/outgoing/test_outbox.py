"""What becomes of a mail: nothing is lost, nothing is sent twice but after a crash, and all of it can be seen."""

import asyncio

import pytest
from sqlalchemy import select, update

from app.actions.mail.claiming import claim_mail
from app.actions.mail.delivering import mark_failed, mark_sent, pause_ms
from app.actions.mail.sending_again import retry_now
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.uploading import keep_upload
from app.actions.ticket.editing import edit_ticket
from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS, now_ms
from app.core.errors import LockHeld
from app.files.kinds import Upload
from app.nouns.reasons import readable, reason
from app.nouns.status import Status
from app.nouns.ticket import Customer
from app.queries.desk.events import events_after
from app.queries.ticket.tickets import ticket_by_id
from mail.outgoing.outbox import Outbox, run_outbox
from mail.outgoing.sender import Sender
from mail.outgoing.senders import KeptSender
from sql.tables import outbox
from tests.mail.outgoing.clockwork import Clockwork
from tests.plugins.desk import NOW, opened
from tests.servers.smtp_sink import CLOSE, HANG


@pytest.fixture
async def clockwork(desk, smtp_sink):
    made = Clockwork(desk)
    yield made
    await made.outbox.close()


@pytest.fixture
async def answer(desk, anna, ticket, clockwork, smtp_sink):
    """An answer that waits, alone, in the outbox; returns its ticket."""
    await clockwork.turn()
    smtp_sink.clear()
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>Reception is open.</p>", "k1", taking=True), NOW)
    clockwork.now_ms += MINUTE_MS
    return ticket


async def deliveries(desk):
    """The states that the log tells of the answer, in order."""
    events = await events_after(desk, 0, 1000)
    return [
        e.details["state"] for e in events if e.kind == "message.delivery" and e.details.get("mail") in {None, "answer"}
    ]


async def test_an_answer_leaves_when_its_undo_time_is_over_and_what_the_server_said_is_kept(
    desk, anna, ticket, clockwork, smtp_sink
):
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>Hi</p>", "k", taking=True), NOW)
    await clockwork.turn()
    before = [letter.message["Subject"] for letter in smtp_sink.letters]

    await clockwork.turn(minutes=1)

    assert not [subject for subject in before if subject.startswith("Re:")]
    row = await clockwork.row("answer")
    [letter] = [letter for letter in smtp_sink.letters if letter.message["Subject"].startswith("Re:")]
    assert (row.state, row.server_said, row.tries, row.maybe_twice) == ("sent", "250 2.0.0 Kept", 1, False)
    assert letter.mail_from == "desk@aurora.example"
    assert letter.rcpt_tos == ["Helena@guest.example"]
    assert letter.content == row.mime
    assert await deliveries(desk) == ["queued", "sent"]


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "DOT"])
async def test_later_is_tried_again_after_growing_pauses_with_the_same_bytes(desk, answer, clockwork, smtp_sink, step):
    smtp_sink.reply(step, "450 4.2.0 Greylisted", "451 4.3.0 Busy", "452 4.2.2 Full")
    pauses = []

    for _try in range(3):
        await clockwork.turn()
        row = await clockwork.row("answer")
        pauses.append((row.due_ms - clockwork.now_ms) // MINUTE_MS)
        assert row.state == "queued"
        assert not smtp_sink.letters
        clockwork.now_ms = row.due_ms
    await clockwork.turn()

    assert pauses == [1, 5, 15]
    row = await clockwork.row("answer")
    assert (row.state, row.tries, row.maybe_twice) == ("sent", 4, False)
    [letter] = smtp_sink.letters
    assert letter.content == row.mime
    assert letter.message["Message-ID"] == row.mime_message_id


def test_pauses_grow_to_four_hours_and_chance_spreads_them():
    assert [pause_ms(tries, 1.0) // MINUTE_MS for tries in range(1, 9)] == [1, 5, 15, 30, 60, 120, 240, 240]
    assert pause_ms(3, 0.0) == 15 * MINUTE_MS // 2


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("MAIL", "552 5.3.4 Too large"),
        ("RCPT", "550 5.1.1 No such user"),
        ("DATA", "554 5.7.1 No"),
        ("DOT", "554 Spam"),
    ],
)
async def test_what_the_server_will_never_take_fails_at_once_reopens_the_ticket_and_tells_its_operator(
    desk, answer, clockwork, smtp_sink, step, words
):
    smtp_sink.reply(step, words)

    await clockwork.turn()

    row, ticket = await clockwork.row("answer"), await ticket_by_id(desk, answer.id)
    assert row.state == "failed"
    assert words in row.server_said
    assert (ticket.trouble, ticket.status) == ("failed", Status.WAITING_FOR_OPERATOR)
    [notice] = smtp_sink.letters
    assert notice.rcpt_tos == ["anna@desk.example"]
    assert notice.message["Subject"] == f"Not delivered: Late arrival (#{answer.id})"
    assert words in notice.message.get_body(("plain",)).get_content()
    assert await deliveries(desk) == ["queued", "failed"]


async def test_retry_after_the_address_was_corrected_goes_to_the_new_one(desk, anna, answer, clockwork, smtp_sink):
    smtp_sink.reply("RCPT", "550 5.1.1 No such user")
    await clockwork.turn()
    await edit_ticket(desk, anna, answer.id, {"email": "helena.brandt@guest.example"}, clockwork.now_ms)
    smtp_sink.clear()
    row = await clockwork.row("answer")

    await retry_now(desk, anna, row.id, clockwork.now_ms)
    await clockwork.turn()

    assert [letter.rcpt_tos for letter in smtp_sink.letters] == [["helena.brandt@guest.example"]]
    assert (await clockwork.row("answer")).state == "sent"
    assert (await ticket_by_id(desk, answer.id)).trouble == ""


async def test_only_who_may_answer_can_retry(desk, anna, boris, answer, clockwork, smtp_sink):
    smtp_sink.reply("RCPT", "550 5.1.1 No such user")
    await clockwork.turn()
    row = await clockwork.row("answer")

    with pytest.raises(LockHeld):
        await retry_now(desk, boris, row.id, clockwork.now_ms)

    assert (await clockwork.row("answer")).state == "failed"


@pytest.mark.parametrize("step", ["EHLO", "MAIL", "RCPT"])
async def test_a_server_that_hangs_or_closes_costs_one_deadline_and_no_doubt(desk, answer, clockwork, smtp_sink, step):
    for trouble in (HANG, CLOSE):
        await clockwork.outbox.close()
        smtp_sink.reply(step, trouble)
        await clockwork.turn()
        row = await clockwork.row("answer")
        assert (row.state, row.maybe_twice) == ("queued", False)
        clockwork.now_ms = row.due_ms

    await clockwork.turn(minutes=2)

    assert (await clockwork.row("answer")).state == "sent"
    assert len(smtp_sink.letters) == 1


@pytest.mark.parametrize("trouble", [CLOSE, HANG])
async def test_when_nobody_can_know_whether_it_was_taken_it_is_sent_again_and_marked(
    desk, answer, clockwork, smtp_sink, trouble
):
    smtp_sink.reply("DOT", trouble)
    await clockwork.turn()
    row = await clockwork.row("answer")
    clockwork.now_ms = row.due_ms

    await clockwork.turn()

    row = await clockwork.row("answer")
    assert (row.state, row.maybe_twice) == ("sent", True)
    assert {letter.message["Message-ID"] for letter in smtp_sink.letters} == {row.mime_message_id}
    assert len({letter.content for letter in smtp_sink.letters}) == 1


async def test_after_a_crash_behind_the_servers_yes_the_mail_is_sent_once_more_with_the_same_id_and_marked(
    desk, answer, clockwork, smtp_sink, monkeypatch
):
    async def dies(*_given, **_named):
        raise RuntimeError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr("mail.outgoing.courier.mark_sent", dies)
        await clockwork.turn()
    row = await clockwork.row("answer")
    assert (row.state, row.maybe_twice, len(smtp_sink.letters)) == ("sending", False, 1)

    nothing = await clockwork.turn(minutes=1)
    await clockwork.turn(minutes=1)

    row = await clockwork.row("answer")
    assert nothing == 0  # the claim of the dead sender holds until it has run out
    assert (row.state, row.maybe_twice, row.tries) == ("sent", True, 2)
    first, second = smtp_sink.letters
    assert first.content == second.content


async def test_a_late_sender_finds_its_claim_lost_and_says_so(desk, answer, clockwork, smtp_sink):
    await clockwork.outbox.desk.db.fetch_val(select(outbox.c.id))
    row = await clockwork.row("answer")
    await desk.db.execute(update(outbox).where(outbox.c.id == row.id).values(state="queued", due_ms=NOW))
    slow = await claim_mail(desk, row.id, "slow", clockwork.now_ms)
    await desk.db.execute(update(outbox).where(outbox.c.id == row.id).values(mime=b"frozen\r\n"))
    fast = await claim_mail(desk, row.id, "fast", clockwork.now_ms + 91_000)

    assert await mark_sent(desk, fast.claim, "250 fast", clockwork.now_ms + 92_000)
    assert not await mark_sent(desk, slow.claim, "250 slow", clockwork.now_ms + 93_000)

    row = await clockwork.row("answer")
    assert (row.state, row.server_said, row.maybe_twice) == ("sent", "250 fast", True)
    last = (await events_after(desk, 0, 1000))[-1]
    assert last.details["claim_lost"]


async def test_of_many_senders_one_claims_a_mail(desk, ticket, clockwork):
    row = await clockwork.row("confirmation")

    claims = await asyncio.gather(*(claim_mail(desk, row.id, f"sender-{n}", NOW) for n in range(20)))

    assert len([claim for claim in claims if claim]) == 1


async def test_two_outboxes_send_each_mail_once(desk, group, anna, clockwork, smtp_sink):
    for number in range(6):
        await opened(desk, f"Ticket {number}", customer=Customer("Guest", f"guest{number}@guest.example"))
    other = Clockwork(desk)

    await asyncio.gather(clockwork.turn(), other.turn())
    await other.outbox.close()

    ids = [letter.message["Message-ID"] for letter in smtp_sink.letters]
    assert len(ids) == len(set(ids)) == 12  # a confirmation and a notice each


async def test_a_mail_that_never_left_fails_after_five_days(desk, answer, clockwork, smtp_sink):
    smtp_sink.always("RCPT", "450 4.2.0 Later")

    tries = 0
    while (row := await clockwork.row("answer")).state in {"held", "queued"}:
        clockwork.now_ms = max(clockwork.now_ms, row.due_ms)
        tries += await clockwork.turn()

    assert row.state == "failed"
    assert "5 days" in readable(row.server_said)
    assert "450 4.2.0 Later" in row.server_said
    assert 4 * DAY_MS < clockwork.now_ms - NOW < 6 * DAY_MS
    assert tries > 20


async def test_while_the_server_is_away_one_mail_at_a_time_asks_for_it_and_all_leave_when_it_is_back(
    desk, group, anna, clockwork, smtp_sink
):
    for number in range(8):
        await opened(desk, f"Ticket {number}", customer=Customer("Guest", f"guest{number}@guest.example"))
    smtp_sink.stop()
    asked = [await clockwork.turn(minutes=2) for _times in range(3)]
    smtp_sink.start()

    for _times in range(4):
        await clockwork.turn(minutes=30)

    assert sum(asked) < 8
    assert len(smtp_sink.letters) == 16


async def test_mails_of_a_ticket_reach_the_customer_in_order_and_others_do_not_wait(
    desk, anna, ticket, clockwork, smtp_sink
):
    smtp_sink.reply_about("Helena@guest.example", "450 4.2.0 Later")  # the confirmation, which is first
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>Hi</p>", "k", taking=True), NOW)
    await clockwork.turn()
    other = await opened(desk, "Another")
    await clockwork.turn(minutes=0.5)
    early = [letter.message["Subject"] for letter in smtp_sink.letters]

    for _times in range(3):
        await clockwork.turn(minutes=1)

    to_helena = [letter.message["Subject"] for letter in smtp_sink.letters if "Helena@guest.example" in letter.rcpt_tos]
    assert f"We have your message (#{other.id})" in early
    assert f"Re: Late arrival (#{ticket.id})" not in early
    assert to_helena.index(f"We have your message (#{ticket.id})") < to_helena.index(f"Re: Late arrival (#{ticket.id})")


async def test_with_no_mail_server_set_mail_waits(desk, anna, answer, clockwork):
    waiting = Outbox(desk, None, clock=lambda: clockwork.now_ms + HOUR_MS)

    assert await waiting.pass_once() == 0

    row = await clockwork.row("answer")
    assert (row.state, row.tries) == ("queued", 0)


async def test_the_demo_keeps_its_mail_on_the_machine(desk, anna, answer, clockwork, smtp_sink):
    kept = Outbox(desk, KeptSender(), clock=lambda: clockwork.now_ms)

    await kept.pass_once()

    row = await clockwork.row("answer")
    assert (row.state, row.server_said) == ("sent", reason("kept_here"))
    assert row.mime
    assert not smtp_sink.letters


async def test_a_mail_that_defeats_the_composer_stops_no_other(desk, ticket, clockwork, smtp_sink, monkeypatch):
    row = await clockwork.row("confirmation")
    await desk.db.execute(update(outbox).where(outbox.c.id == row.id).values(recipients='["no address"]'))
    await opened(desk, "Another")

    await clockwork.turn()

    failed = await desk.db.fetch_one(select(outbox).where(outbox.c.id == row.id))
    assert failed.state == "failed"
    assert "not a valid email address" in readable(failed.server_said)
    assert (await ticket_by_id(desk, ticket.id)).trouble == "failed"
    assert smtp_sink.letters


async def test_the_loop_sends_what_was_queued_when_the_bell_rings_and_stops_cleanly(desk, group, smtp_sink):
    running = asyncio.create_task(run_outbox(desk))

    await opened(desk, at_ms=now_ms())  # the loop has the real clock, and gives up what waited for five days
    [letter] = await smtp_sink.wait_for(1)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert letter.message["Subject"].startswith("We have your message")
    assert (await desk.db.fetch_one(select(outbox))).state == "sent"


class Stuck(Sender):
    """Never hears from its server."""

    def __init__(self):
        self.begun = asyncio.Event()

    async def send(self, mail):
        self.begun.set()
        return await asyncio.Event().wait()

    async def close(self):
        self.begun.clear()


async def test_a_sender_that_must_stop_in_the_middle_gives_its_claim_back(desk, ticket, monkeypatch):
    monkeypatch.setattr("mail.outgoing.outbox.GRACE_S", 0.05)
    stuck = Stuck()
    running = asyncio.create_task(Outbox(desk, stuck, clock=lambda: NOW).run())
    await asyncio.wait_for(stuck.begun.wait(), 20)

    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    row = await desk.db.fetch_one(select(outbox))
    assert (row.state, row.maybe_twice) == ("queued", True)


async def test_a_mail_of_many_megabytes_leaves_as_it_is_and_again_as_it_was(desk, anna, answer, clockwork, smtp_sink):
    upload = Upload("big.bin", "application/octet-stream", bytes(range(256)) * 4096 * 2)
    kept = await keep_upload(desk, anna, upload, NOW)
    form = AnswerForm("<p>See the file.</p>", "k2", taking=True, attachment_keys=(kept.key,))
    await send_answer(desk, anna, answer.id, form, NOW)
    smtp_sink.reply("DOT", "250 Kept", "451 Later")

    await clockwork.turn(minutes=2)
    await clockwork.turn(minutes=2)

    row = await clockwork.row("answer")
    assert (row.state, row.tries) == ("sent", 2)
    assert len(row.mime) < 100
    [file] = smtp_sink.letters[-1].message.iter_attachments()
    assert file.get_content() == upload.content


async def test_what_the_server_calls_a_mail_is_kept_with_it(clockwork, anna, ticket, smtp_sink):
    name = "010201900c0ffee1-1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d-000000"
    smtp_sink.always("DOT", f"250 Ok {name}")

    await send_answer(clockwork.desk, anna, ticket.id, AnswerForm("<p>Open.</p>", "relayed", taking=True), NOW)
    await clockwork.turn(minutes=1)
    await clockwork.turn()

    assert (await clockwork.row("answer")).relayed_id == name


async def test_the_red_mark_stays_while_another_mail_of_the_ticket_is_in_trouble(
    desk, anna, ticket, clockwork, smtp_sink
):
    for key in ("k1", "k2"):
        await send_answer(desk, anna, ticket.id, AnswerForm(f"<p>{key}</p>", key, taking=True), NOW)
    first, second = await desk.db.fetch_all(select(outbox).where(outbox.c.kind == "answer").order_by(outbox.c.id))
    for row in (first, second):
        assert await _recorded(desk, row.id, mark_failed, "550 no")

    await retry_now(desk, anna, first.id, NOW)
    await _recorded(desk, first.id, mark_sent, "250 yes")
    assert (await ticket_by_id(desk, ticket.id)).trouble == "failed"

    await retry_now(desk, anna, second.id, NOW)
    await _recorded(desk, second.id, mark_sent, "250 yes")
    assert (await ticket_by_id(desk, ticket.id)).trouble == ""


async def _recorded(desk, outbox_id, outcome, said):
    waiting = update(outbox).where(outbox.c.id == outbox_id).values(due_ms=NOW)
    await desk.db.execute(waiting.values(state="queued"))
    claimed = await claim_mail(desk, outbox_id, "one", NOW)
    return await outcome(desk, claimed.claim, said, NOW)


async def test_a_claim_that_was_lost_marks_its_mail_even_before_anything_was_frozen(desk, answer, clockwork):
    row = await clockwork.row("answer")
    await desk.db.execute(update(outbox).where(outbox.c.id == row.id).values(state="queued", due_ms=NOW))
    slow = await claim_mail(desk, row.id, "slow", clockwork.now_ms)
    await claim_mail(desk, row.id, "fast", clockwork.now_ms + 91_000)
    assert not (await clockwork.row("answer")).maybe_twice

    assert not await mark_sent(desk, slow.claim, "250 slow", clockwork.now_ms + 92_000)

    assert (await clockwork.row("answer")).maybe_twice


async def test_a_mail_that_is_not_due_is_claimed_by_nobody(desk, answer, clockwork):
    row = await clockwork.row("answer")
    await desk.db.execute(update(outbox).where(outbox.c.id == row.id).values(state="queued", due_ms=NOW + MINUTE_MS))

    assert await claim_mail(desk, row.id, "early", NOW + MINUTE_MS - 1) is None
    assert await claim_mail(desk, row.id, "in time", NOW + MINUTE_MS) is not None
