"""Copies of an answer (S-49): mails of their own, that open nothing; each with its own state."""

import dataclasses
import json
from email import message_from_bytes
from email.policy import default as modern

import pytest
from sqlalchemy import select

from app.actions.mail.delivering import mark_bounced
from app.actions.mail.sending_again import retry_now, send_again
from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.recalling import recall
from app.actions.message.third_party import ThirdPartyForm, write_to_third_party
from app.actions.message.writing import CustomerMessage, customer_writes
from app.core.errors import Conflict, LockHeld
from app.credentials.codes import grouped
from app.credentials.reply_tokens import reply_tokens
from app.nouns.outbound_mail import OutboundMail
from app.nouns.status import Status
from app.queries.ticket.messages import message_by_id
from app.queries.ticket.tickets import ticket_by_id
from mail.composing import compose
from sql.tables import outbox
from tests.mail.outgoing.clockwork import Clockwork
from tests.plugins.desk import NOW

TWO, THREE = "two@guest.example", "three@guest.example"
HELENA = "Helena@guest.example"


@pytest.fixture
async def clockwork(desk, smtp_sink):
    made = Clockwork(desk)
    yield made
    await made.outbox.close()


@pytest.fixture
async def answer(desk, anna, ticket, clockwork, smtp_sink):
    """An answer with two copies that waits, alone, in the outbox; returns its number."""
    await clockwork.turn()
    smtp_sink.clear()
    form = AnswerForm("<p>Reception is open.</p>", "k1", taking=True, cc=(TWO, THREE))
    return await send_answer(desk, anna, ticket.id, form, NOW)


def to(sink, address):
    return [letter.message for letter in sink.letters if letter.rcpt_tos == [address]]


def words_of(mail):
    return mail.get_body(("plain",)).get_content() + mail.get_body(("html",)).get_content()


async def states(desk, number):
    return {one.email: one.state for one in (await message_by_id(desk, number)).deliveries}


async def test_s49_everybody_gets_a_mail_of_their_own_with_the_same_names_above(desk, answer, clockwork, smtp_sink):
    await clockwork.turn(minutes=1)

    mails = {letter.rcpt_tos[0]: letter.message for letter in smtp_sink.letters}
    assert sorted(letter.rcpt_tos for letter in smtp_sink.letters) == [[HELENA], [THREE], [TWO]]
    for mail in mails.values():
        assert (mail["To"], mail["Cc"]) == (f"Helena Brandt <{HELENA}>", f"{TWO}, {THREE}")
        assert "Reception is open." in words_of(mail)
        assert "We arrive at 00:45." in words_of(mail)
    assert len({mail["Message-ID"] for mail in mails.values()}) == 3
    assert mails[HELENA]["Reply-To"] is None
    assert await states(desk, answer) == {HELENA: "sent", TWO: "sent", THREE: "sent"}


async def test_s49_a_copy_holds_no_way_to_the_customers_page_and_no_token_of_theirs(
    desk, ticket, answer, clockwork, smtp_sink
):
    await clockwork.turn(minutes=1)
    [customers], [copy] = to(smtp_sink, HELENA), to(smtp_sink, TWO)

    everything = copy.as_string() + words_of(copy)

    assert ticket.access_code not in everything.replace("-", "")
    assert "/t/" not in everything
    assert customers["Message-ID"] not in everything
    confirmation = await clockwork.row("confirmation")
    assert confirmation.mime_message_id in customers["References"]
    assert confirmation.mime_message_id not in everything
    assert "Helena Brandt wrote:" in words_of(copy)


async def test_s49_the_reply_to_of_a_copy_bears_its_own_token(desk, ticket, answer, clockwork, smtp_sink):
    await clockwork.turn(minutes=1)

    tokens = set()
    for address in (TWO, THREE):
        [copy] = to(smtp_sink, address)
        local, _at, domain = copy["Reply-To"].rpartition("@")
        assert (local.partition("+")[0], domain) == ("desk", "aurora.example")
        assert len(local) <= 64
        assert reply_tokens(desk.settings).verify(copy["Reply-To"]) == ticket.id
        assert local.partition("+")[2] in copy["Message-ID"]
        tokens.add(local)
    assert len(tokens) == 2


async def test_s49_a_code_or_link_that_somebody_wrote_into_the_text_stays_out_of_copies_and_letters(
    desk, anna, ticket, clockwork, smtp_sink
):
    code, page = grouped(ticket.access_code), f"{desk.settings.base_url}/t/{ticket.id}"
    written = f"My page: {page}/{ticket.access_code}?p=x.y and the code {code.lower()}. "
    written += f"https://safe.example/?u=x%2Ft%2F{ticket.id}%2F{ticket.access_code}%2F{'ab' * 16}"
    theirs = await customer_writes(desk, ticket.id, CustomerMessage(written, source="web"), NOW)
    html = f'<p>See <a href="{page}/{ticket.access_code}">your ticket</a>, <b>{code[:6]}</b>{code[6:]}.</p>'
    await send_answer(desk, anna, ticket.id, AnswerForm(html, "k", taking=True, cc=(TWO,)), NOW)
    letter = ThirdPartyForm((THREE,), html, "k2", forward_message_ids=(theirs,))
    await write_to_third_party(desk, anna, ticket.id, letter, NOW)

    await clockwork.turn(minutes=1)

    for address in (TWO, THREE):
        [mail] = to(smtp_sink, address)
        everything = words_of(mail).upper()
        assert not [
            one
            for one in (ticket.access_code, code, f"{code[:6]}</B>", "X.Y")
            if one in everything or "AB" * 16 in everything
        ]
        assert "YOUR TICKET" in everything
        assert "AND THE CODE" in everything


async def test_a_refused_copy_leaves_the_answer_sent_and_tells_its_operator(desk, ticket, answer, clockwork, smtp_sink):
    smtp_sink.reply_about(TWO, "550 5.1.1 No such user")

    await clockwork.turn(minutes=1)

    found, message = await ticket_by_id(desk, ticket.id), await message_by_id(desk, answer)
    assert await states(desk, answer) == {HELENA: "sent", TWO: "failed", THREE: "sent"}
    assert message.delivery.state == "sent"
    assert "550 5.1.1" in message.deliveries[1].server_said
    assert (found.trouble, found.status) == ("", Status.WAITING_FOR_CUSTOMER)
    [notice] = to(smtp_sink, "anna@desk.example")
    assert f"The copy to {TWO} of an answer on ticket {ticket.number} was not delivered." in words_of(notice)


async def test_send_again_goes_to_those_alone_who_have_not_got_it(desk, anna, answer, clockwork, smtp_sink):
    smtp_sink.reply_about(TWO, "550 5.1.1 No such user")
    smtp_sink.reply_about(THREE, "450 4.2.0 Later")
    await clockwork.turn(minutes=1)
    smtp_sink.clear()

    await send_again(desk, anna, await message_by_id(desk, answer), clockwork.now_ms)
    await clockwork.turn()

    assert sorted(letter.rcpt_tos for letter in smtp_sink.letters) == [[THREE], [TWO]]
    assert await states(desk, answer) == {HELENA: "sent", TWO: "sent", THREE: "sent"}
    with pytest.raises(Conflict):
        await send_again(desk, anna, await message_by_id(desk, answer), clockwork.now_ms)
    with pytest.raises(Conflict):
        await retry_now(desk, anna, (await message_by_id(desk, answer)).deliveries[1].outbox_id, clockwork.now_ms)


async def test_only_whoever_may_answer_can_send_again(desk, boris, answer, clockwork, smtp_sink):
    smtp_sink.reply_about(TWO, "550 5.1.1 No such user")
    await clockwork.turn(minutes=1)

    with pytest.raises(LockHeld):
        await send_again(desk, boris, await message_by_id(desk, answer), clockwork.now_ms)

    assert (await states(desk, answer))[TWO] == "failed"


async def test_a_bounced_copy_is_marked_and_the_answer_is_not(desk, ticket, answer, clockwork, smtp_sink):
    await clockwork.turn(minutes=1)
    copy = (await message_by_id(desk, answer)).deliveries[1]

    assert await mark_bounced(desk, copy.outbox_id, "5.1.1 unknown", clockwork.now_ms)

    found = await ticket_by_id(desk, ticket.id)
    assert await states(desk, answer) == {HELENA: "sent", TWO: "bounced", THREE: "sent"}
    assert (found.trouble, found.status) == ("", Status.WAITING_FOR_CUSTOMER)


async def test_a_recalled_answer_recalls_its_copies(desk, anna, answer, clockwork, smtp_sink):
    await recall(desk, anna, answer, NOW + 1_000)

    await clockwork.turn(minutes=1)

    assert not smtp_sink.letters
    assert set((await states(desk, answer)).values()) == {"recalled"}


async def test_copies_to_one_person_arrive_in_order_and_the_customers_answer_waits_for_none(
    desk, anna, ticket, answer, clockwork, smtp_sink
):
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>And warm.</p>", "k2", cc=(TWO,)), NOW)
    smtp_sink.reply_about(TWO, "450 4.2.0 Later")

    await clockwork.turn(minutes=1)
    early = [letter.rcpt_tos for letter in smtp_sink.letters]
    await clockwork.turn(minutes=2)
    await clockwork.turn(minutes=2)

    assert sorted(early) == [[HELENA], [HELENA], [THREE]]
    first, second = to(smtp_sink, TWO)
    assert "Reception is open." in words_of(first)
    assert "And warm." in words_of(second)
    assert second["In-Reply-To"] == first["Message-ID"]


async def test_the_customer_is_no_copy_of_their_own_answer_and_nobody_gets_two(desk, anna, ticket):
    cc = (HELENA.lower(), TWO, TWO.upper())

    number = await send_answer(desk, anna, ticket.id, AnswerForm("<p>Hi</p>", "k", taking=True, cc=cc), NOW)

    assert [one.email for one in (await message_by_id(desk, number)).deliveries] == [HELENA, TWO]
    assert (await message_by_id(desk, number)).cc == (TWO,)


async def test_an_address_that_cannot_be_written_to_costs_the_customer_nothing(
    desk, anna, ticket, clockwork, smtp_sink
):
    await clockwork.turn()
    smtp_sink.clear()
    odd = '"two words"@guest.example'
    number = await send_answer(desk, anna, ticket.id, AnswerForm("<p>Hi</p>", "k", taking=True, cc=(TWO,)), NOW)
    rows = await desk.db.fetch_all(select(outbox).where(outbox.c.message_id == number).order_by(outbox.c.id))
    await desk.db.execute(outbox.update().where(outbox.c.id == rows[1].id).values(recipients=json.dumps([odd])))

    await clockwork.turn(minutes=1)

    assert [one.state for one in (await message_by_id(desk, number)).deliveries] == ["sent", "failed"]
    assert len(to(smtp_sink, HELENA)) == 1


async def test_without_subaddresses_a_copy_is_known_by_its_message_id_alone(desk, anna, ticket):
    number = await send_answer(desk, anna, ticket.id, AnswerForm("<p>Hi</p>", "k", taking=True, cc=(TWO,)), NOW)
    [row] = await desk.db.fetch_all(select(outbox).where(outbox.c.message_id == number, outbox.c.kind == "copy"))
    plain = dataclasses.replace(desk, settings=dataclasses.replace(desk.settings, mail_plus=False))

    mail = message_from_bytes((await compose(plain, OutboundMail.from_record(row))).mime, policy=modern)

    assert mail["Reply-To"] is None


async def test_each_third_party_gets_a_mail_of_their_own_and_one_refused_is_named(
    desk, anna, ticket, clockwork, smtp_sink
):
    await clockwork.turn()
    smtp_sink.clear()
    form = ThirdPartyForm((TWO, THREE), "<p>Is a cot free?</p>", "k", taking=True)
    number = (await write_to_third_party(desk, anna, ticket.id, form, NOW)).message.id
    smtp_sink.reply_about(THREE, "550 5.1.1 No such user")

    await clockwork.turn(minutes=1)

    [mail] = to(smtp_sink, TWO)
    assert (mail["To"], mail["Cc"]) == (TWO, THREE)
    assert await states(desk, number) == {TWO: "sent", THREE: "failed"}
    assert (await ticket_by_id(desk, ticket.id)).trouble == "failed"
    smtp_sink.clear()
    await send_again(desk, anna, await message_by_id(desk, number), clockwork.now_ms)
    await clockwork.turn()
    [again] = smtp_sink.letters
    assert again.rcpt_tos == [THREE]
    assert again.message["Message-ID"] != mail["Message-ID"]
    assert (await ticket_by_id(desk, ticket.id)).trouble == ""
