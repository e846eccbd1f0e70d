"""Mails of third parties, of added addresses and of people in copy; what the desk's mail server said of a sender."""

import dataclasses
from email import message_from_bytes
from email.policy import default as modern

import pytest
from sqlalchemy import select

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.releasing import release_due
from app.actions.message.sharing import share_message
from app.actions.message.third_party import ThirdPartyForm, write_to_third_party
from app.actions.message.uploading import keep_upload
from app.actions.message.writing import CustomerMessage, customer_writes
from app.core.clock import MINUTE_MS
from app.files.kinds import Upload
from app.nouns.outbound_mail import OutboundMail
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from mail.composing import compose
from sql.tables import outbox
from tests.mail.intake.fake_mailbox import mail
from tests.plugins.desk import NOW

HOTEL = "reception@hotel.example"
JUDGED = "mx.aurora.example; dmarc={} header.from=guest.example"


@pytest.fixture
async def asked(desk, anna, ticket, postman):
    """A ticket from which the hotel was written to; the Message-ID of that mail is in `reply`."""
    [first] = await messages_of(desk, ticket.id)
    form = ThirdPartyForm((HOTEL,), "<p>Is a cot free?</p>", "k", forward_message_ids=(first.id,), taking=True)
    await write_to_third_party(desk, anna, ticket.id, form, NOW)
    await release_due(desk, NOW + MINUTE_MS)
    [row] = await postman.mails_out("to_third_party")
    return {"ticket": ticket.id, "reply": row.mime_message_id}


async def composed(desk, kind):
    query = select(outbox).where(outbox.c.kind == kind).order_by(outbox.c.id.desc()).limit(1)
    made = await compose(desk, OutboundMail.from_record(await desk.db.fetch_one(query)))
    return message_from_bytes(made.mime, policy=modern)


async def newest(desk, asked):
    return (await messages_of(desk, asked["ticket"]))[-1]


async def test_the_hotels_reply_lands_on_the_ticket_as_theirs_and_hidden(desk, asked, postman):
    status = (await ticket_by_id(desk, asked["ticket"])).status

    await postman.poll(mail(f"Hotel <{HOTEL}>", text="A cot is free.", In_Reply_To=asked["reply"]))

    message = await newest(desk, asked)
    assert (message.kind, message.text, message.warning, message.shared) == ("third_party", "A cot is free.", "", False)
    assert (await ticket_by_id(desk, asked["ticket"])).status is status


async def test_whoever_answers_for_the_hotel_is_the_hotel(desk, asked, postman):
    await postman.poll(mail("Jan <jan@hotel.example>", text="A cot is free.", In_Reply_To=asked["reply"]))

    message = await newest(desk, asked)
    assert (message.kind, message.warning, message.author_email) == ("third_party", "", "jan@hotel.example")


async def test_a_mail_to_a_hotel_holds_no_way_to_the_customers_page(desk, asked):
    ticket = await ticket_by_id(desk, asked["ticket"])

    sent = await composed(desk, "to_third_party")

    everything = "".join(sent.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert sent["To"] == HOTEL
    assert sent["Subject"].endswith(f"(#{ticket.id})")
    assert "Is a cot free?" in everything
    assert "We arrive at 00:45." in everything  # forwarded
    assert ticket.access_code not in everything.replace("-", "").replace(" ", "")
    assert "/t/" not in everything
    assert ticket.customer.email not in everything


async def test_a_conversation_with_a_hotel_is_its_own(desk, anna, asked, postman):
    await postman.poll(mail(HOTEL, text="For how long?", In_Reply_To=asked["reply"]))
    [theirs] = [row.mime_message_id for row in await postman.ledger()]
    again = ThirdPartyForm((HOTEL,), "<p>Two nights.</p>", "k2")
    await write_to_third_party(desk, anna, asked["ticket"], again, NOW + 2 * MINUTE_MS)
    answer = AnswerForm("<p>It is.</p>", "k3")
    await send_answer(desk, anna, asked["ticket"], answer, NOW + 3 * MINUTE_MS)

    to_hotel, to_customer = await composed(desk, "to_third_party"), await composed(desk, "answer")

    assert to_hotel["In-Reply-To"] == theirs
    assert to_hotel["References"].split() == [asked["reply"], theirs]
    assert asked["reply"] not in (to_customer["References"] or "")


async def test_forwarding_takes_the_files_along(desk, anna, ticket):
    voucher = Upload("voucher.pdf", "application/pdf", b"%PDF-1.7 x")
    wrote = CustomerMessage("See the voucher.", source="web", attachments=(voucher,))
    number = await customer_writes(desk, ticket.id, wrote, NOW)
    plan = await keep_upload(desk, anna, Upload("plan.txt", "text/plain", b"a plan"), NOW)
    form = ThirdPartyForm((HOTEL,), "<p>Look</p>", "k", "", (number,), (plan.key,), taking=True)
    await write_to_third_party(desk, anna, ticket.id, form, NOW)

    sent = await composed(desk, "to_third_party")

    assert [one.get_filename() for one in sent.iter_attachments()] == ["plan.txt", "voucher.pdf"]


async def test_an_added_address_writes_as_the_customer_and_one_in_copy_does_not(desk, anna, ticket, postman):
    answer = AnswerForm("<p>Open.</p>", "a", taking=True, cc=("copy@guest.example",))
    await send_answer(desk, anna, ticket.id, answer, NOW)
    await release_due(desk, NOW + MINUTE_MS)
    [row] = await postman.mails_out("answer")
    await postman.poll(mail("spouse@home.example", text="From home", In_Reply_To=row.mime_message_id))
    await share_message(desk, anna, (await messages_of(desk, ticket.id))[-1].id, NOW + MINUTE_MS)

    await postman.poll(
        mail("Spouse@home.example", text="Again from home", In_Reply_To=row.mime_message_id),
        mail("copy@guest.example", text="I only got a copy", In_Reply_To=row.mime_message_id),
    )

    told = {one.text: (one.kind.value, one.shared, one.warning) for one in await messages_of(desk, ticket.id)}
    assert told["From home"] == ("third_party", True, "other_sender")
    assert told["Again from home"] == ("customer", True, "")
    assert told["I only got a copy"] == ("third_party", False, "")


@pytest.mark.parametrize(("said", "kept"), [("pass", "pass"), ("fail", "fail"), (None, "")])
async def test_what_our_mail_server_said_of_the_sender_is_kept(desk, postman, said, kept):
    headers = {"Authentication_Results": JUDGED.format(said)} if said else {}

    await postman.poll(mail(**headers))

    [row] = await postman.ledger()
    [message] = await messages_of(desk, row.ticket_id)
    assert message.authentication == kept


async def test_only_the_named_server_is_believed_where_one_is_named(desk, mailbox, postman):
    postman.poller.desk = dataclasses.replace(
        desk, settings=dataclasses.replace(desk.settings, authserv_id="filter.provider.example")
    )

    await postman.poll(
        mail(text="ours", Authentication_Results=JUDGED.format("pass")),
        mail(text="theirs", Authentication_Results=JUDGED.format("pass").replace("mx.aurora", "filter.provider")),
    )

    told = {}
    for row in await postman.ledger():
        [message] = await messages_of(desk, row.ticket_id)
        told[message.text] = message.authentication
    assert told == {"ours": "", "theirs": "pass"}
