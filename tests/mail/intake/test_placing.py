"""What becomes of a mail once it is kept: on the ticket, a new ticket, or aside; and what leaves because of it."""

import dataclasses
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from app.actions.answering import AnswerForm, send_answer
from app.actions.binning import mark_spam
from app.actions.claiming import claim_mail
from app.actions.deleting import delete
from app.actions.delivering import mark_sent
from app.actions.letting_in import try_again
from app.actions.releasing import release_due
from app.clock import DAY_MS, HOUR_MS, MINUTE_MS
from app.errors import Forbidden
from app.queries.attachments import attachment_by_key
from app.queries.events import events_after
from app.queries.messages import messages_of
from app.queries.tickets import ticket_by_id
from app.reasons import readable
from app.status import Status
from mail.composing import compose
from mail.composing.facts import Row
from mail.intake import processing
from mail.reading.letters import read_letter
from sql.tables import outbox, tickets
from tests.mail.intake.fake_mailbox import mail
from tests.plugins.desk import NOW, opened

LETTERS = Path(__file__).parents[1] / "letters"
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (8).to_bytes(4, "big") + (4).to_bytes(4, "big") + b"\x08\x06\0\0\0" + b"\0" * 20
)


@pytest.fixture
async def answered(desk, anna, ticket, postman):
    """Helena's ticket with an answer that has left; its Message-ID is in `reply`."""
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>It is open.</p>", "k", taking=True), NOW)
    await release_due(desk, NOW + MINUTE_MS)
    [row] = await postman.mails_out("answer")
    claimed = await claim_mail(desk, row.id, "c", NOW + MINUTE_MS)
    await mark_sent(desk, claimed.claim, "250 OK", NOW + MINUTE_MS)
    postman.now_ms = NOW + 2 * MINUTE_MS
    return {"ticket": ticket.id, "reply": row.mime_message_id, "answer": row.id}


async def status_of(desk, ticket_id):
    return (await ticket_by_id(desk, ticket_id)).status


async def test_a_mail_without_a_ticket_opens_one_with_what_it_said(desk, group, anna, postman):
    raw = b"Received: from x (x [198.51.100.9]) by mx.aurora.example; x\r\n" + mail(
        subject="Late arrival",
        text="Is reception open?\r\n\r\n-- \r\nHelena",
        html='<p>Is <b>reception</b> open?</p><img src="cid:pic@x"><script>x()</script><img src="https://t.example/p.gif">',
        attachments=[("pic.png", "image/png", PNG, "pic@x"), ("voucher.pdf", "application/pdf", b"%PDF-1.4", "")],
    )

    await postman.poll(raw)

    [row] = await postman.ledger()
    ticket = await ticket_by_id(desk, row.ticket_id)
    [message] = await messages_of(desk, ticket.id)
    assert row.outcome == "opened"
    assert (ticket.subject, ticket.source, ticket.incomplete, ticket.status) == (
        "Late arrival",
        "mail",
        True,
        Status.OPEN,
    )
    assert (ticket.customer.name, ticket.customer.email) == ("Helena Brandt", "helena@guest.example")
    assert ticket.client_ip == "198.51.100.9"
    assert message.text.strip() == "Is reception open?"
    assert "Helena" in message.quoted_text
    assert "<b>reception</b>" in message.html
    assert "script" not in message.html
    assert 'data-cid="pic@x"' in message.html
    assert 'data-remote="https://t.example/p.gif"' in message.html
    assert [(a.name, a.inline, a.content_id) for a in message.attachments] == [
        ("pic.png", True, "pic@x"),
        ("voucher.pdf", False, ""),
    ]
    assert await desk.storage.get(message.attachments[0].key) == PNG
    assert await attachment_by_key(desk, message.attachments[1].key)
    [confirmation] = await postman.mails_out("confirmation")
    [notice] = await postman.mails_out("new_message")
    assert confirmation.recipients == '["helena@guest.example"]'
    assert notice.operator_id == anna.id


async def test_phone_and_city_come_from_the_customers_earlier_ticket(desk, ticket, postman):
    await postman.poll(mail("HELENA@guest.example"))

    [row] = await postman.ledger()
    new = await ticket_by_id(desk, row.ticket_id)
    assert (new.customer.phone, new.customer.city, new.incomplete) == ("+49 40 5550 1832", "Hamburg", False)


async def test_a_reply_is_on_its_ticket_which_waits_for_the_operator_again(desk, answered, postman):
    await postman.poll(mail(subject="no number", text="Thank you!", In_Reply_To=answered["reply"]))

    message = (await messages_of(desk, answered["ticket"]))[-1]
    [row] = await postman.ledger()
    assert (message.text, message.proof, message.warning, message.is_for_customer) == ("Thank you!", "token", "", True)
    assert await status_of(desk, answered["ticket"]) is Status.WAITING_FOR_OPERATOR
    assert (row.outcome, row.ticket_id, row.message_id) == ("appended", answered["ticket"], message.id)


async def test_a_number_from_the_customer_appends_unverified(desk, answered, postman):
    await postman.poll(mail(subject=f"Re: x (#{answered['ticket']})", text="By number"))

    message = (await messages_of(desk, answered["ticket"]))[-1]
    assert (message.proof, message.warning, message.is_for_customer) == ("number", "unverified", True)


@pytest.mark.parametrize(
    ("result", "warning", "shown"), [("pass", "", True), ("fail", "dmarc_fail", False)], ids=["pass", "fail"]
)
async def test_the_own_mail_servers_dmarc_decides_over_a_number(desk, answered, postman, result, warning, shown):
    verdict = f"mx.aurora.example; dmarc={result} header.from=guest.example"
    before = await status_of(desk, answered["ticket"])

    await postman.poll(mail(subject=f"(#{answered['ticket']})", text="x", Authentication_Results=verdict))

    message = (await messages_of(desk, answered["ticket"]))[-1]
    assert (message.warning, message.is_for_customer) == (warning, shown)
    after = await status_of(desk, answered["ticket"])
    assert after is (Status.WAITING_FOR_OPERATOR if shown else before)


async def test_a_strangers_verdict_about_themselves_counts_for_nothing(desk, answered, postman):
    forged = "mx.evil.example; dmarc=pass header.from=guest.example"

    await postman.poll(mail(subject=f"(#{answered['ticket']})", Authentication_Results=forged))

    assert (await messages_of(desk, answered["ticket"]))[-1].warning == "unverified"


async def test_a_reply_from_another_address_is_for_operators_only(desk, answered, postman):
    await postman.poll(mail("Spouse <spouse@guest.example>", text="Me too", In_Reply_To=answered["reply"]))

    message = (await messages_of(desk, answered["ticket"]))[-1]
    assert (message.kind.value, message.warning, message.shared) == ("third_party", "other_sender", False)
    assert message.author_email == "spouse@guest.example"
    assert await status_of(desk, answered["ticket"]) is Status.WAITING_FOR_CUSTOMER


async def test_the_ticket_trick_shows_nothing_and_mails_nobody(desk, answered, postman):
    before = len(await postman.mails_out())

    await postman.poll(mail("noreply@service.example", subject=f"Confirm your account #{answered['ticket']}"))

    [row] = await postman.ledger()
    assert row.ticket_id != answered["ticket"]
    assert (await messages_of(desk, row.ticket_id))[0].warning == f"mentions:{answered['ticket']}"
    assert len(await messages_of(desk, answered["ticket"])) == 2
    assert len(await postman.mails_out()) == before


async def test_an_operators_reply_to_a_notice_reaches_no_customer(desk, answered, postman):
    notice = (await postman.mails_out("new_message"))[-1]
    before = len(await postman.mails_out())

    await postman.poll(mail("Anna <anna@desk.example>", text="Tell her yes", In_Reply_To=notice.mime_message_id))

    message = (await messages_of(desk, answered["ticket"]))[-1]
    assert (message.warning, message.shared, message.operator_id) == ("operator", False, None)
    assert len(await postman.mails_out()) == before


async def test_a_number_of_a_deleted_ticket_opens_a_new_one(desk, ada, ticket, postman):
    await delete(desk, ada, ticket.id, None, NOW)

    await postman.poll(mail(subject=f"(#{ticket.id})"))

    [row] = await postman.ledger()
    assert (row.outcome, row.ticket_id != ticket.id) == ("opened", True)


ROBOTS = {
    "auto-replied": {"Auto_Submitted": "auto-replied"},
    "auto-generated": {"Auto_Submitted": "auto-generated"},
    "null path": {"Return_Path": "<>"},
    "bulk": {"Precedence": "bulk"},
    "list": {"List_Id": "<l.example>"},
    "suppress": {"X_Auto_Response_Suppress": "All"},
    "postmaster": {"sender": "postmaster@x.example"},
    "ours": {"sender": "desk@aurora.example"},
    "another desk": {"X_Deskbell_Loop": "elsewhere.example"},
}


@pytest.mark.parametrize("marks", ROBOTS.values(), ids=ROBOTS.keys())
async def test_no_robot_is_answered_and_none_reopens_a_ticket(desk, answered, postman, marks):
    before = len(await postman.mails_out())

    await postman.poll(
        mail(subject="robot", **marks), mail(subject="robot on ticket", In_Reply_To=answered["reply"], **marks)
    )

    assert "pending" not in await postman.outcomes()
    assert len(await postman.ledger()) == 2
    assert len(await postman.mails_out()) == before
    assert await status_of(desk, answered["ticket"]) is Status.WAITING_FOR_CUSTOMER


async def test_reply_to_and_internal_headers_of_a_stranger_have_no_effect(desk, anna, postman):
    await postman.poll(mail(Reply_To="evil@elsewhere.example", X_Deskbell_Ticket="1", X_Deskbell_Verified="yes"))

    [confirmation] = await postman.mails_out("confirmation")
    assert confirmation.recipients == '["helena@guest.example"]'


@pytest.mark.parametrize(
    "subject", ["=?UTF-8?B?PT9VVEYtOD9RPz0wQT89QmNjOiBpbmpAZXguZXhhbXBsZQ==?=", "=?UTF-8?Q?x=0ABcc:_a@b.example?="]
)
async def test_a_subject_made_to_inject_headers_is_answered_without_them(desk, anna, postman, subject):
    raw = mail(subject="SUBJECT").replace(b"SUBJECT", subject.encode())
    await postman.poll(raw)
    [row] = await postman.ledger()
    await send_answer(desk, anna, row.ticket_id, AnswerForm("<p>Hi</p>", "k", taking=True), NOW)

    [answer] = await postman.mails_out("answer")
    mime = (await compose(desk, Row.from_record(answer))).mime

    head = mime.partition(b"\r\n\r\n")[0]
    assert not [line for line in head.split(b"\r\n") if line.lower().startswith(b"bcc")]


def bounce_of(message_id, *, action="failed", status="5.1.1"):
    return (
        "Return-Path: <>\r\nFrom: Mail Delivery System <mailer-daemon@guest.example>\r\nTo: desk@aurora.example\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <dsn1@guest.example>\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\nMIME-Version: 1.0\r\n\r\n"
        "--B\r\nContent-Type: text/plain\r\n\r\nI could not deliver it.\r\n"
        "--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.guest.example\r\n\r\n"
        f"Final-Recipient: rfc822; helena@guest.example\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 No such user\r\n\r\n"
        f"--B\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {message_id}\r\nSubject: Re: Late arrival\r\n\r\nx\r\n--B--\r\n"
    ).encode()


async def test_a_bounce_marks_the_answer_and_the_ticket_waits_for_its_operator(desk, answered, postman):
    before = len(await postman.mails_out())

    await postman.poll(bounce_of(answered["reply"]))

    [row] = await postman.mails_out("answer")
    ticket = await ticket_by_id(desk, answered["ticket"])
    assert row.state == "bounced"
    assert "550 No such user" in row.server_said
    assert (ticket.trouble, ticket.status) == ("bounced", Status.WAITING_FOR_OPERATOR)
    last = [event for event in await events_after(desk, 0, 1000) if event.kind == "message.delivery"][-1]
    assert last.details["state"] == "bounced"
    assert await postman.outcomes() == ["bounce"]
    assert len(await postman.mails_out()) == before


async def test_a_warning_that_delivery_is_late_changes_nothing(desk, answered, postman):
    await postman.poll(bounce_of(answered["reply"], action="delayed", status="4.4.1"))

    assert [row.state for row in await postman.mails_out("answer")] == ["sent"]
    assert await postman.outcomes() == ["bounce"]


async def test_a_bounce_that_names_no_mail_of_ours_marks_none(desk, answered, postman):
    forged = answered["reply"].replace(answered["reply"][-45:-20], "0" * 25)

    await postman.poll(bounce_of(forged))

    assert [row.state for row in await postman.mails_out("answer")] == ["sent"]


@pytest.mark.parametrize("path", sorted(LETTERS.glob("bounce_*.eml")), ids=lambda path: path.stem)
async def test_no_bounce_of_the_collection_opens_a_ticket_or_is_answered(desk, group, postman, path):
    await postman.poll(path.read_bytes())

    assert await postman.outcomes() == ["bounce"]
    assert await postman.mails_out() == []


async def test_every_letter_of_the_collection_has_an_outcome_and_none_stops_the_next(desk, group, postman):
    raws = [path.read_bytes() for path in sorted(LETTERS.glob("*.eml"))]

    await postman.poll(*raws, mail(subject="the last one"))

    assert "pending" not in await postman.outcomes()
    assert (await postman.ledger())[-1].outcome == "opened"
    assert len(await postman.ledger()) == len(raws) + 1


async def test_a_letter_that_defeats_the_reader_is_set_aside_after_three_tries_and_the_next_go_on(
    desk, group, postman, monkeypatch
):
    def defeated(raw, **named):
        if b"poison" in raw:
            raise MemoryError("too much")
        return read_letter(raw, **named)

    monkeypatch.setattr("mail.intake.reading.read_letter", defeated)
    await postman.poll(mail(subject="poison"), *(mail(subject=f"Mail {n}", sender=f"p{n}@x.example") for n in range(3)))
    first = await postman.outcomes()
    for _poll in range(2):
        postman.now_ms += MINUTE_MS
        await postman.poll()

    assert first == ["pending", "opened", "opened", "opened"]
    row = (await postman.ledger())[0]
    assert (row.outcome, row.tries, row.reason) == ("set_aside", 3, "MemoryError: too much")
    assert [e.details["inbound"] for e in await events_after(desk, 0, 1000) if e.kind == "mail.set_aside"] == [row.id]


async def test_a_letter_that_takes_for_ever_is_left_to_itself(desk, group, postman, monkeypatch):
    monkeypatch.setattr("mail.intake.reading.read_letter", lambda *_given, **_named: time.sleep(2))
    uid = postman.mailbox.deliver(mail())
    monkeypatch.setattr(processing, "process_pending", lambda *_given: None)
    await postman.poller._visit(postman_report())

    await processing.process(desk, (await postman.ledger())[0].id, postman.now_ms, limit_s=0.05)

    [row] = await postman.ledger()
    assert (uid, row.outcome, row.tries) == ("uid-1", "pending", 1)
    assert "longer than 0.05 seconds" in readable(row.reason)


def postman_report():
    from mail.intake.polling import PollReport  # noqa: PLC0415

    return PollReport()


async def test_a_try_that_was_cut_off_by_a_crash_behind_the_ticket_makes_no_second_one(
    desk, group, postman, monkeypatch
):
    async def dies(*_given, **_named):
        raise RuntimeError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr("mail.intake.deeds.settle", dies)
        await postman.poll(mail())
    postman.now_ms += 5 * MINUTE_MS

    await postman.poll()

    assert await postman.outcomes() == ["opened"]
    assert len(await desk.db.fetch_all(select(tickets.c.id))) == 1


async def test_what_is_no_mail_is_kept_and_shown(desk, group, postman):
    await postman.poll(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an outlook file")

    [row] = await postman.ledger()
    assert (row.outcome, bool(row.reason)) == ("set_aside", True)


async def test_an_address_gets_three_confirmations_an_hour_and_ten_a_day(desk, group, postman):
    for hour in range(6):
        postman.now_ms = NOW + hour * HOUR_MS + hour
        await postman.poll(*(mail(subject=f"{hour}-{n}", sender="Victim@x.example") for n in range(5)))
        sent = await postman.mails_out("confirmation")
        assert len(sent) == min(10, 3 * (hour + 1))
    postman.now_ms = NOW + DAY_MS + 2 * HOUR_MS
    await postman.poll(mail(subject="next day", sender="victim@x.example"))

    assert len(await postman.mails_out("confirmation")) == 11
    assert set(await postman.outcomes()) == {"opened"}


async def test_the_desk_sends_sixty_confirmations_a_minute_in_all_and_the_rest_later(desk, group):
    from app.ticket import Customer  # noqa: PLC0415

    for number in range(63):
        await opened(desk, f"{number}", customer=Customer("x", f"p{number}@x.example"))

    rows = await desk.db.fetch_all(select(outbox.c.due_ms).where(outbox.c.kind == "confirmation"))
    assert sorted(row.due_ms for row in rows) == [NOW] * 60 + [NOW + MINUTE_MS] * 3


async def test_a_storm_of_one_sender_is_held_and_an_administrator_lets_it_in(desk, anna, ada, postman):
    await postman.poll(*(mail(subject=f"Mail {n}") for n in range(22)))
    assert await postman.outcomes() == ["opened"] * 19 + ["held"] * 3
    held = (await postman.ledger())[-1]

    with pytest.raises(Forbidden):
        await try_again(desk, anna, held.id, postman.now_ms)
    await try_again(desk, ada, held.id, postman.now_ms)
    await postman.poll()

    assert (await postman.outcomes())[-1] == "opened"


async def test_who_was_called_spam_writes_into_the_bin_until_one_of_theirs_is_taken_out(desk, anna, postman):
    await postman.poll(mail(subject="Buy gold"))
    [first] = [row.ticket_id for row in await postman.ledger()]
    await mark_spam(desk, anna, first, postman.now_ms, spam=True)
    told = len(await postman.mails_out())

    await postman.poll(mail(subject="Buy more gold"))
    second = (await postman.ledger())[-1]
    binned = await ticket_by_id(desk, second.ticket_id)

    assert (second.outcome, binned.is_spam, binned.subject) == ("opened", True, "Buy more gold")
    assert len(await postman.mails_out()) == told  # no confirmation, no notice
    whys = [event.details.get("why") for event in await events_after(desk, 0) if event.ticket_id == binned.id]
    assert whys[-1] == "spam"

    await mark_spam(desk, anna, second.ticket_id, postman.now_ms, spam=False)
    await postman.poll(mail(subject="A room, please"))

    assert not (await ticket_by_id(desk, (await postman.ledger())[-1].ticket_id)).is_spam


async def test_a_customer_with_other_matters_at_the_desk_is_not_kept_out_by_one_ticket_in_the_bin(desk, anna, postman):
    await postman.poll(mail(subject="A room"), mail(subject="Chain letter"))
    await mark_spam(desk, anna, (await postman.ledger())[-1].ticket_id, postman.now_ms, spam=True)

    await postman.poll(mail(subject="And breakfast?"))

    assert not (await ticket_by_id(desk, (await postman.ledger())[-1].ticket_id)).is_spam


async def test_where_mail_opens_no_tickets_the_sender_is_shown_the_form_or_held(desk, group, postman):
    postman.desk = postman.poller.desk = dataclasses.replace(
        desk, settings=dataclasses.replace(desk.settings, mail_new_tickets="form")
    )

    await postman.poll(mail(Message_ID="<q@guest.example>"))

    assert await postman.outcomes() == ["held"]
    [row] = await postman.mails_out("use_form")
    made = await compose(desk, Row.from_record(row))
    assert b"In-Reply-To: <q@guest.example>" in made.mime
    assert b"Auto-Submitted: auto-replied" in made.mime
    assert b"https://desk.aurora.example/new" in made.mime


async def test_two_desks_do_not_answer_each_others_confirmations(desk, group, postman):
    """Another Deskbell confirms what it took for a customer's mail; were ours to answer, it would never end."""
    marks = {"Auto_Submitted": "auto-replied", "X_Auto_Response_Suppress": "All", "X_Deskbell_Loop": "other.example"}
    for round_ in range(30):
        postman.now_ms += MINUTE_MS
        theirs = f"We have your message (#{round_})"
        await postman.poll(mail("desk@other.example", subject=theirs, In_Reply_To="<ours@aurora.example>", **marks))

    assert set(await postman.outcomes()) == {"auto_reply"}
    assert await postman.mails_out() == []


async def test_a_robot_without_any_marks_makes_no_storm(desk, anna, postman):
    """It answers every mail of ours at once, as a new mail, for two hundred rounds within the hour."""
    for round_ in range(200):
        postman.now_ms += 10_000
        await postman.poll(mail("robot@other.example", subject=f"Your request {round_}"))

    outcomes = await postman.outcomes()
    assert outcomes.count("opened") == 19
    assert outcomes.count("held") == 181
    assert len(await postman.mails_out("confirmation")) == 3
