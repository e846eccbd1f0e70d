"""What becomes of a mail once it is kept: on the ticket, a new ticket, or aside; and what leaves because of it."""

import dataclasses
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.actions.mail.admitting import try_again
from app.actions.mail.claiming import claim_mail
from app.actions.mail.delivering import mark_sent
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.releasing import release_due
from app.actions.ticket.binning import mark_spam
from app.actions.ticket.deleting import delete
from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS
from app.core.errors import Forbidden, StorageFull
from app.nouns.outbound_mail import OutboundMail
from app.nouns.reasons import readable, reason
from app.nouns.status import Status
from app.queries.desk.events import events_after
from app.queries.ticket.attachments import attachment_by_key
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from mail.composing import compose
from mail.intake import processing
from mail.reader.process import LetterReader
from sql.tables import inbound, outbox, tickets
from tests.mail.intake.fake_mailbox import mail
from tests.plugins.desk import HELENA, NOW, opened

LETTERS = Path(__file__).parents[1] / "letters"
GENUINE = {"Authentication_Results": "mx.aurora.example; dmarc=pass header.from=guest.example"}
FORGED = {"Authentication_Results": "mx.aurora.example; dmarc=fail header.from=guest.example"}
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


async def test_a_ticket_is_in_the_language_of_the_mail_that_opens_it_and_so_is_the_confirmation(desk, group, postman):
    text = "Guten Tag, wir kommen erst um 00:45 Uhr an. Ist die Rezeption dann noch besetzt? Vielen Dank"

    await postman.poll(
        mail(text=text), b"Content-Language: fr-BE\r\n" + mail(subject="Oui", text="Oui"), mail(subject="?")
    )

    assert [(await ticket_by_id(desk, number)).language for number in (1, 2, 3)] == ["de", "fr-BE", "fr-BE"]
    assert [row.language for row in await postman.mails_out("confirmation")] == ["de", "fr-BE", "fr-BE"]


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


async def test_s50_the_ticket_trick_shows_nothing_and_mails_nobody(desk, answered, postman):
    before = len(await postman.mails_out())

    await postman.poll(mail("noreply@service.example", subject=f"Confirm your account #{answered['ticket']}"))

    [row] = await postman.ledger()
    assert row.ticket_id != answered["ticket"]
    assert (await messages_of(desk, row.ticket_id))[0].warning == f"mentions:{answered['ticket']}"
    assert len(await messages_of(desk, answered["ticket"])) == 2
    assert len(await postman.mails_out()) == before


async def test_s51_an_operators_reply_to_a_notice_reaches_no_customer(desk, answered, postman):
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
    "junk": {"Precedence": "junk"},
    "suppress": {"X_Auto_Response_Suppress": "All"},
    "postmaster": {"sender": "postmaster@x.example"},
    "ours": {"sender": "desk@aurora.example"},
    "another desk": {"X_Deskbell_Loop": "elsewhere.example"},
}


@pytest.mark.parametrize("marks", ROBOTS.values(), ids=ROBOTS.keys())
async def test_s56_no_robot_is_answered_and_none_reopens_a_ticket(desk, answered, postman, marks):
    before = len(await postman.mails_out())

    await postman.poll(
        mail(subject="robot", **marks), mail(subject="robot on ticket", In_Reply_To=answered["reply"], **marks)
    )

    assert "pending" not in await postman.outcomes()
    assert len(await postman.ledger()) == 2
    assert len(await postman.mails_out()) == before
    assert await status_of(desk, answered["ticket"]) is Status.WAITING_FOR_CUSTOMER


async def test_s55_reply_to_and_internal_headers_of_a_stranger_have_no_effect(desk, anna, postman):
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
    mime = (await compose(desk, OutboundMail.from_record(answer))).mime

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


async def test_s60_a_bounce_marks_the_answer_and_the_ticket_waits_for_its_operator(desk, answered, postman):
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


@pytest.mark.parametrize("subject", ["My card was rejected", "Devolução do valor", "Koffer niet bezorgd", "無法送達"])
async def test_a_guest_who_sends_our_mail_along_is_on_the_ticket_and_our_answer_stays_sent(
    desk, answered, postman, subject
):
    ours = f"Message-ID: {answered['reply']}\r\nFrom: desk@aurora.example\r\nSubject: Re: Late arrival\r\n\r\nx\r\n".encode()
    files = [("mail.eml", "message/rfc822", ours, "")]
    text = "It could not be delivered, 550 user unknown."

    await postman.poll(mail(subject=subject, text=text, In_Reply_To=answered["reply"], attachments=files))

    [*_earlier, last] = await messages_of(desk, answered["ticket"])
    assert (last.kind.value, last.shared) == ("customer", True)
    assert "could not be delivered" in last.text
    assert await status_of(desk, answered["ticket"]) is Status.WAITING_FOR_OPERATOR
    assert [row.state for row in await postman.mails_out("answer")] == ["sent"]
    assert await postman.outcomes() == ["appended"]


async def test_what_may_be_a_bounce_is_on_the_ticket_for_operators_and_changes_nothing_else(desk, answered, postman):
    before = await ticket_by_id(desk, answered["ticket"]), len(await postman.mails_out())
    text = f"------ Failed Recipients ------\n\n<helena@guest.example>: mailbox unavailable.\n-------- Returned Mail --------\n\nReceived: from a by b; x\nMessage-ID: {answered['reply']}\nSubject: Re: Late arrival\n"

    await postman.poll(mail("relay@guest.example", "Returned Mail - Error During Delivery", text))

    [*_earlier, last] = await messages_of(desk, answered["ticket"])
    after = await ticket_by_id(desk, answered["ticket"])
    assert (last.warning, last.shared) == ("maybe_bounce", False)
    assert (after.status, after.trouble) == (before[0].status, "")
    assert [row.state for row in await postman.mails_out("answer")] == ["sent"]
    assert len(await postman.mails_out()) == before[1]
    assert await postman.outcomes() == ["internal"]


@pytest.mark.parametrize("path", sorted(LETTERS.glob("bounce_*.eml")), ids=lambda path: path.stem)
async def test_s60_no_bounce_of_the_collection_opens_a_ticket_or_is_answered(desk, group, postman, path):
    await postman.poll(path.read_bytes())

    assert await postman.outcomes() == ["bounce"]
    assert await postman.mails_out() == []


async def test_every_letter_of_the_collection_has_an_outcome_and_none_stops_the_next(desk, group, postman):
    raws = [path.read_bytes() for path in sorted(LETTERS.glob("*.eml"))]

    await postman.poll(*raws, mail(subject="the last one"))

    assert "pending" not in await postman.outcomes()
    assert (await postman.ledger())[-1].outcome == "opened"
    assert len(await postman.ledger()) == len(raws) + 1


@pytest.fixture
def poisoned(monkeypatch):
    reader = LetterReader("tests.mail.reader.poisoned_child")
    monkeypatch.setattr("mail.intake.reading.shared", reader)
    yield reader
    reader.close()


@pytest.mark.parametrize("poison", ["kill", "memory", "cpu"])
async def test_s61_a_letter_that_ends_its_process_is_set_aside_on_the_second_try_and_the_next_go_on(
    desk, group, postman, poisoned, poison
):
    others = (mail(subject=f"Mail {n}", sender=f"p{n}@x.example") for n in range(3))
    await postman.poll(mail(subject=f"poison-{poison}"), *others)
    first = await postman.outcomes()
    postman.now_ms += MINUTE_MS
    await postman.poll()

    assert first == ["pending", "opened", "opened", "opened"]
    row = (await postman.ledger())[0]
    assert (row.outcome, row.tries) == ("set_aside", 2)
    assert readable(row.reason) == "Reading it stopped the mail reader."
    assert [e.details["inbound"] for e in await events_after(desk, 0, 1000) if e.kind == "mail.set_aside"] == [row.id]


async def test_a_letter_that_takes_for_ever_is_given_up_in_time(desk, group, postman, poisoned, monkeypatch):
    uid = postman.mailbox.deliver(mail(subject="poison-wait"))
    monkeypatch.setattr(processing, "process_pending", lambda *_given: None)
    await postman.poller._visit(postman_report())

    await processing.process(desk, (await postman.ledger())[0].id, postman.now_ms, limit_s=0.05)

    [row] = await postman.ledger()
    assert (uid, row.outcome, row.tries) == ("uid-1", "pending", 1)
    assert "longer than 0.05 s" in readable(row.reason)


async def test_where_no_process_can_read_letters_they_wait_and_lose_no_try(desk, group, postman, monkeypatch):
    monkeypatch.setattr("mail.intake.reading.shared", LetterReader("mail.nothing_of_that_name"))

    await postman.poll(mail())

    [row] = await postman.ledger()
    assert (row.outcome, row.tries) == ("pending", 0)


def postman_report():
    from mail.intake.polling import PollReport  # noqa: PLC0415

    return PollReport()


async def test_a_try_that_was_cut_off_by_a_crash_behind_the_ticket_makes_no_second_one(
    desk, group, postman, monkeypatch
):
    async def dies(*_given, **_named):
        raise RuntimeError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr("mail.intake.applying_verdicts.record_outcome", dies)
        await postman.poll(mail())
    postman.now_ms += 5 * MINUTE_MS

    await postman.poll()

    assert await postman.outcomes() == ["opened"]
    assert len(await desk.db.fetch_all(select(tickets.c.id))) == 1


async def test_what_is_no_mail_is_kept_and_shown(desk, group, postman):
    await postman.poll(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an outlook file")

    [row] = await postman.ledger()
    assert (row.outcome, bool(row.reason)) == ("set_aside", True)


async def test_s58_an_address_gets_three_confirmations_an_hour_and_ten_a_day(desk, group, postman):
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
    from app.nouns.ticket import Customer  # noqa: PLC0415

    for number in range(63):
        await opened(desk, f"{number}", customer=Customer("x", f"p{number}@x.example"))

    rows = await desk.db.fetch_all(select(outbox.c.due_ms).where(outbox.c.kind == "confirmation"))
    assert sorted(row.due_ms for row in rows) == [NOW] * 60 + [NOW + MINUTE_MS] * 3


async def test_s57_a_storm_of_one_sender_is_held_and_an_administrator_lets_it_in(desk, anna, ada, postman):
    await postman.poll(*(mail(subject=f"Mail {n}") for n in range(22)))
    assert await postman.outcomes() == ["opened"] * 19 + ["held"] * 3
    quarantined = (await postman.ledger())[-1]

    with pytest.raises(Forbidden):
        await try_again(desk, anna, quarantined.id, postman.now_ms)
    await try_again(desk, ada, quarantined.id, postman.now_ms)
    await postman.poll()

    assert (await postman.outcomes())[-1] == "opened"


async def test_who_was_called_spam_writes_into_the_bin_until_one_of_theirs_is_taken_out(desk, anna, postman):
    await postman.poll(mail(subject="Buy gold", **GENUINE))
    [first] = [row.ticket_id for row in await postman.ledger()]
    await mark_spam(desk, anna, first, postman.now_ms, spam=True)
    told = len(await postman.mails_out())

    await postman.poll(mail(subject="Buy more gold", **GENUINE))
    second = (await postman.ledger())[-1]
    binned = await ticket_by_id(desk, second.ticket_id)

    assert (second.outcome, binned.is_spam, binned.subject) == ("opened", True, "Buy more gold")
    assert len(await postman.mails_out()) == told  # no confirmation, no notice
    whys = [event.details.get("why") for event in await events_after(desk, 0) if event.ticket_id == binned.id]
    assert whys[-1] == "spam"

    await mark_spam(desk, anna, second.ticket_id, postman.now_ms, spam=False)
    await postman.poll(mail(subject="A room, please", **GENUINE))

    assert not (await ticket_by_id(desk, (await postman.ledger())[-1].ticket_id)).is_spam


async def test_a_customer_with_other_matters_at_the_desk_is_not_kept_out_by_one_ticket_in_the_bin(desk, anna, postman):
    await postman.poll(mail(subject="A room", **GENUINE), mail(subject="Chain letter", **GENUINE))
    await mark_spam(desk, anna, (await postman.ledger())[-1].ticket_id, postman.now_ms, spam=True)

    await postman.poll(mail(subject="And breakfast?", **GENUINE))

    assert not (await ticket_by_id(desk, (await postman.ledger())[-1].ticket_id)).is_spam


async def test_spam_in_a_senders_name_does_not_bin_their_own_mail_nor_does_theirs_save_it(desk, anna, postman):
    await postman.poll(mail(subject="Gold, in Helena's name"), mail(subject="More of it", **FORGED))
    for row in await postman.ledger():
        await mark_spam(desk, anna, row.ticket_id, postman.now_ms, spam=True)

    await postman.poll(mail(subject="A room", **GENUINE), mail(subject="And no DMARC today"))

    genuine, unchecked = [await ticket_by_id(desk, row.ticket_id) for row in (await postman.ledger())[-2:]]
    assert not genuine.is_spam
    assert not unchecked.is_spam
    await mark_spam(desk, anna, genuine.id, postman.now_ms, spam=True)
    await postman.poll(mail(subject="Gold after all", **GENUINE))
    assert (await ticket_by_id(desk, (await postman.ledger())[-1].ticket_id)).is_spam  # the unchecked one saves nothing


async def test_a_web_ticket_in_a_senders_name_counts_neither_for_nor_against_them(desk, anna, ticket, postman):
    await mark_spam(desk, anna, ticket.id, postman.now_ms, spam=True)  # anybody could type that address

    await postman.poll(mail(subject="A room", **GENUINE))

    assert not (await ticket_by_id(desk, (await postman.ledger())[-1].ticket_id)).is_spam


async def test_a_storm_in_a_senders_name_holds_none_of_their_own_mails(desk, group, postman):
    await postman.poll(*[mail(subject=f"In Helena's name {number}") for number in range(21)])

    await postman.poll(mail(subject="A room", **GENUINE))

    assert (await postman.outcomes())[-2:] == ["held", "opened"]


async def test_where_mail_opens_no_tickets_the_sender_is_shown_the_form_or_held(desk, group, postman):
    postman.desk = postman.poller.desk = dataclasses.replace(
        desk, settings=dataclasses.replace(desk.settings, mail_new_tickets="form")
    )

    await postman.poll(mail(Message_ID="<q@guest.example>"))

    assert await postman.outcomes() == ["held"]
    [row] = await postman.mails_out("use_form")
    made = await compose(desk, OutboundMail.from_record(row))
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


async def test_a_full_disk_sets_no_mail_aside_however_often_it_is_full(desk, group, postman, monkeypatch):
    def full(*_given):
        raise StorageFull("no room")

    with monkeypatch.context() as while_full:
        while_full.setattr(processing, "read_together", full)
        while_full.setattr(processing, "read_in_time", full)
        while_full.setattr(processing, "_read_ahead", _nothing_ahead)
        await postman.poll(mail())
        for _poll in range(4):
            postman.now_ms += 3 * MINUTE_MS
            await postman.poll()
        assert await postman.outcomes() == ["pending"]

    postman.now_ms += 3 * MINUTE_MS
    await postman.poll()

    assert await postman.outcomes() == ["opened"]


async def _nothing_ahead(*_given):
    return {}


async def test_a_mail_whose_last_try_took_the_process_with_it_is_set_aside_with_that_reason(desk, group, postman):
    await postman.poll(mail())
    again = {"outcome": "pending", "tries": 3, "due_ms": NOW, "reason": ""}
    await desk.db.execute(update(inbound).values(again))

    await processing.process(desk, (await postman.ledger())[0].id, postman.now_ms)

    [row] = await postman.ledger()
    assert row.outcome == "set_aside"
    assert row.reason == reason("stopped_process")


async def test_a_stranger_who_answers_the_customers_own_message_id_opens_a_ticket_of_their_own(desk, group, postman):
    await postman.poll(mail(Message_ID="<first@guest.example>"))
    [first] = await postman.ledger()

    await postman.poll(
        mail(
            "Eve <eve@evil.example>",
            "Re: Hello",
            "And me?",
            Message_ID="<e@evil.example>",
            References="<first@guest.example>",
        )
    )

    last = (await postman.ledger())[-1]
    assert last.outcome == "opened"
    assert last.ticket_id != first.ticket_id
    assert len(await postman.messages(first.ticket_id)) == 1


@pytest.mark.parametrize("by", ["number", "reference"])
async def test_an_operator_who_is_the_customer_too_is_no_customer_by_mail(desk, anna, group, postman, by):
    own = await opened(desk, customer=dataclasses.replace(HELENA, email=anna.email))
    await postman.poll(mail(f"Anna <{anna.email}>", "First", "x", Message_ID="<mine@desk.example>"))
    subject = f"Re: [#{own.id}] Late arrival" if by == "number" else "Re: First"
    parents = {} if by == "number" else {"References": "<mine@desk.example>"}

    await postman.poll(
        mail(f"Anna <{anna.email}>", subject, "By my own words", Message_ID="<two@desk.example>", **parents)
    )

    row = (await postman.ledger())[-1]
    written = (await postman.messages(row.ticket_id))[-1]
    assert row.outcome == "internal"
    assert (written.text, written.shared, written.kind) == ("By my own words", 0, "third_party")


async def test_a_stranger_who_answers_the_customers_own_mail_opens_a_ticket_of_their_own(desk, group, postman):
    await postman.poll(mail(Message_ID="<hers@guest.example>"))

    await postman.poll(
        mail("x@evil.example", text="Me too", In_Reply_To="<hers@guest.example>"),
        mail(text="And a cot, please", In_Reply_To="<hers@guest.example>"),
    )

    first, strangers, hers = await postman.ledger()
    assert (strangers.outcome, hers.outcome) == ("opened", "appended")
    assert hers.ticket_id == first.ticket_id != strangers.ticket_id


@pytest.mark.parametrize("verdict", [{}, FORGED], ids=["unchecked", "forged"])
async def test_what_comes_in_a_spammers_name_without_proof_is_not_taken_for_theirs(desk, anna, postman, verdict):
    await postman.poll(mail(subject="Buy gold", **GENUINE))
    await mark_spam(desk, anna, (await postman.ledger())[0].ticket_id, postman.now_ms, spam=True)

    await postman.poll(mail(subject="A room", **verdict))

    assert not (await ticket_by_id(desk, (await postman.ledger())[-1].ticket_id)).is_spam
