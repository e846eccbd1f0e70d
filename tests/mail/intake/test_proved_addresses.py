"""What a mail says of its ticket's address (C11): a mark for operators, made by our token or by DMARC, by nothing less."""

import dataclasses

import pytest

from app.actions.message.answering import AnswerForm, send_answer
from app.actions.message.releasing import release_due
from app.actions.ticket.merging import merge
from app.core.clock import MINUTE_MS
from app.credentials.mail_links import mail_proof
from app.nouns.ticket import Customer
from app.queries.ticket.messages import messages_of
from app.queries.ticket.tickets import ticket_by_id
from tests.mail.intake.fake_mailbox import mail
from tests.plugins.desk import NOW, opened

PASS = "mx.aurora.example; dmarc=pass header.from=guest.example"
FAIL = "mx.aurora.example; dmarc=fail header.from=guest.example"


@pytest.fixture
async def token(desk, anna, ticket, postman):
    """The Message-ID of an answer that the customer got."""
    await send_answer(desk, anna, ticket.id, AnswerForm("<p>It is open.</p>", "k", taking=True), NOW)
    await release_due(desk, NOW + MINUTE_MS)
    [row] = await postman.mails_out("answer")
    postman.now_ms = NOW + 2 * MINUTE_MS
    return row.mime_message_id


async def is_proved(desk, ticket_id):
    return (await ticket_by_id(desk, ticket_id)).is_proved


async def newest(desk, postman):
    return await ticket_by_id(desk, (await postman.ledger())[-1].ticket_id)


async def test_c11_a_reply_with_our_token_proves_the_address_and_the_log_says_so(desk, ticket, token, postman):
    await postman.poll(mail(text="Thank you!", In_Reply_To=token))

    said = await desk.db.fetch_val("SELECT details FROM events WHERE kind = 'message.added' ORDER BY id DESC LIMIT 1")
    assert await is_proved(desk, ticket.id)
    assert '"proves": "token"' in said


async def test_c11_a_number_in_the_subject_proves_nothing(desk, ticket, postman):
    await postman.poll(mail(subject=f"Re: Late arrival #{ticket.id}"))

    assert not await is_proved(desk, ticket.id)


async def test_c11_a_robots_reply_and_another_sender_prove_nothing(desk, ticket, token, postman):
    await postman.poll(mail(text="I am away.", In_Reply_To=token, Auto_Submitted="auto-replied"))
    await postman.poll(mail("spouse@home.example", text="For her.", In_Reply_To=token))

    assert not await is_proved(desk, ticket.id)


@pytest.mark.parametrize(("verdict", "proves"), [(PASS, True), (FAIL, False), ("", False)])
async def test_c11_a_mail_that_opens_a_ticket_proves_its_address_by_dmarc_alone(desk, group, postman, verdict, proves):
    headers = {"Authentication_Results": verdict} if verdict else {}
    await postman.poll(mail(subject="New", **headers))

    assert (await newest(desk, postman)).is_proved is proves


async def test_c11_what_another_ticket_knew_is_marked_as_such(desk, ticket, postman):
    await postman.poll(mail("HELENA@guest.example"))
    known = await newest(desk, postman)
    await postman.poll(mail("new@guest.example"))

    assert (known.customer.phone, known.details_known) == (ticket.customer.phone, True)
    assert not (await newest(desk, postman)).details_known


async def test_c11_a_proved_tickets_phone_counts_before_a_later_one_that_was_only_typed(desk, ticket, token, postman):
    await postman.poll(mail(text="Thank you!", In_Reply_To=token))
    await opened(desk, customer=Customer("Eve", "helena@guest.example", "+1 666", "", "Nowhere", "US"))

    await postman.poll(mail(subject="Another matter"))

    assert (await newest(desk, postman)).customer.phone == ticket.customer.phone


async def test_c11_a_mail_to_a_duplicate_of_another_address_is_internal_on_the_original(desk, ada, ticket, postman):
    eve = Customer("Eve", "eve@other.example", "+1", "", "Rome", "IT")
    joined = await opened(desk, "Mine", customer=eve)
    await merge(desk, ada, joined.id, ticket.id, NOW, confirmed=True)

    await postman.poll(mail("eve@other.example", subject=f"Re: Mine #{joined.id}", text="It is me."))

    written = (await messages_of(desk, ticket.id))[-1]
    assert (written.text.strip(), written.shared, written.author_email) == ("It is me.", False, "eve@other.example")
    assert (await postman.ledger())[-1].outcome == "internal"
    assert dataclasses.astuple((await ticket_by_id(desk, ticket.id)).customer) == dataclasses.astuple(ticket.customer)


async def test_c11_a_link_that_a_reply_brings_back_proves_nothing_any_more(desk, ticket, token, postman):
    link = f"https://desk.example/t/{ticket.id}/{ticket.access_code}/{mail_proof(desk.settings, ticket)}"
    wrapped = link.replace("/", "%2F")
    text = f"Not mine:\n{link}\n{link[:-32]}\n{link[-32:]}\n"
    html = f'<p>Not mine: <a href="https://scan.example/?u={wrapped}">{link}</a></p>'

    await postman.poll(mail(text=text, html=html, In_Reply_To=token))

    written = (await messages_of(desk, ticket.id))[-1]
    assert ticket.access_code in written.text
    assert (
        mail_proof(desk.settings, ticket)
        not in f"{written.text}{written.html}{written.quoted_text}{written.quoted_html}"
    )
