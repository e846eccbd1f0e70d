"""Writing to a third party, sharing, copies and the mark beside the sender, over HTTP and on the page."""

import re

import pytest

from app.actions.message.drafts import draft_of
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.ticket.taking import take
from app.nouns.message import MessageKind
from app.queries.ticket.messages import message_by_id, messages_of
from tests.web.console.conftest import JSON, NOW, copied_in
from web.console.ticket.third_party import MOST_OFFERED

HOTEL = "reception@hotel.example"
LETTER = {"to": HOTEL, "html": "<p>Is a cot free?</p>", "take": "1", "request_key": "k"}


async def forwardable(browser, ticket):
    return (await browser.get(f"/tickets/{ticket.id}/third-party", headers={"Deskbell-Part": "forward"})).text


async def hotel_writes(desk, ticket, **given):
    theirs = {"author_name": "Hotel", "author_email": HOTEL, "kind": MessageKind.THIRD_PARTY, "shared": False}
    message = CustomerMessage(source="mail", **{"text": "A cot is free.", **theirs, **given})
    return await customer_writes(desk, ticket.id, message, NOW)


async def test_a_letter_to_a_hotel_goes_out_once_for_each_form(sign, web_desk, maria, ticket):
    browser = await sign(maria)
    [first] = await messages_of(web_desk, ticket.id)

    letter = {**LETTER, "forward": str(first.id)}
    sent = await browser.post(f"/tickets/{ticket.id}/third-party", data=letter, headers=JSON)
    again = await browser.post(f"/tickets/{ticket.id}/third-party", data=letter, headers=JSON)

    message = sent.json()["message"]
    assert (message["kind"], message["shared"], message["delivery"]["state"]) == ("to_third_party", False, "held")
    assert sent.json()["ticket"]["holder"]["id"] == maria.id
    assert again.json()["message"]["id"] == message["id"]
    assert HOTEL in (await browser.get(f"/tickets/{ticket.id}")).text


@pytest.mark.parametrize(
    ("given", "field"),
    [({"to": ""}, "to"), ({"html": ""}, "html"), ({"forward": "x"}, "forward"), ({"to": "a b"}, "to")],
)
async def test_a_fault_in_a_letter_is_named(sign, maria, ticket, given, field):
    browser = await sign(maria)

    answer = await browser.post(f"/tickets/{ticket.id}/third-party", data={**LETTER, **given}, headers=JSON)

    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_who_does_not_hold_the_ticket_writes_to_nobody(sign, web_desk, maria, jonas, ticket):
    await take(web_desk, maria, ticket.id, NOW)
    browser = await sign(jonas)

    answer = await browser.post(f"/tickets/{ticket.id}/third-party", data=LETTER, headers=JSON)

    assert answer.status_code == 409
    assert answer.json()["holder"]["name"] == "Maria Conti"


async def test_a_draft_of_a_letter_comes_back_with_its_address(sign, web_desk, maria, ticket):
    browser = await sign(maria)
    typed = {"kind": "to_third_party", "html": "<p>Is a</p>", "to": HOTEL, "subject": "A cot", "forward": "1"}

    await browser.post(f"/tickets/{ticket.id}/draft", data=typed, headers=JSON)

    page = (await browser.get(f"/tickets/{ticket.id}")).text
    assert f'value="{HOTEL}"' in page
    assert 'value="A cot"' in page
    assert "<p>Is a</p>" in page
    assert 'data-forward="1"' in page
    assert re.search(r'value="1"\s+checked', await forwardable(browser, ticket))
    assert await draft_of(web_desk, maria, ticket.id, MessageKind.ANSWER) is None


async def test_a_note_is_not_offered_for_forwarding(sign, maria, ticket):
    browser = await sign(maria)
    await browser.post(f"/tickets/{ticket.id}/note", data={"html": "<p>They pay late.</p>"}, headers=JSON)

    offered = await forwardable(browser, ticket)

    assert "We arrive at 00:45." in offered
    assert "They pay late." not in offered


async def test_the_newest_two_hundred_messages_can_be_forwarded(sign, web_desk, maria, ticket):
    [first] = await messages_of(web_desk, ticket.id)
    numbers = [await hotel_writes(web_desk, ticket, text=f"Cot {one}") for one in range(MOST_OFFERED)]
    browser = await sign(maria)

    offered = re.findall(r'name="forward"\s+value="(\d+)"', await forwardable(browser, ticket))
    assert [int(one) for one in offered] == numbers[::-1]
    assert str(first.id) not in offered


async def test_the_holder_shares_what_a_hotel_wrote_with_the_customer(sign, web_desk, maria, ticket):
    await take(web_desk, maria, ticket.id, NOW)
    number = await hotel_writes(web_desk, ticket)
    browser = await sign(maria)
    path = f"/tickets/{ticket.id}/messages/{number}"
    before = (await browser.get(path, headers={"Deskbell-Part": "message"})).text

    shared = await browser.post(f"{path}/share", headers=JSON)

    after = (await browser.get(path, headers={"Deskbell-Part": "message"})).text
    assert "data-share" in before
    assert "not shown to the customer" in before
    assert shared.json()["message"]["shared"] is True
    assert "data-share" not in after
    assert "third party · shown to the customer" in after
    assert (await message_by_id(web_desk, number)).is_for_customer


async def test_a_message_of_another_ticket_cannot_be_shared_here(sign, web_desk, maria, ticket):
    await take(web_desk, maria, ticket.id, NOW)
    number = await hotel_writes(web_desk, ticket)
    browser = await sign(maria)

    assert (await browser.post(f"/tickets/99/messages/{number}/share", headers=JSON)).status_code == 404


async def test_who_was_in_copy_stands_in_the_next_answer_again(sign, maria, ticket):
    browser = await sign(maria)
    answer = {"html": "<p>Yes.</p>", "take": "1", "cc": "office@guest.example, second@guest.example"}

    await browser.post(f"/tickets/{ticket.id}/answer", data=answer, headers=JSON)

    page = (await browser.get(f"/tickets/{ticket.id}")).text
    assert copied_in(page) == "office@guest.example, second@guest.example"
    assert "cc office@guest.example, second@guest.example" in page


@pytest.mark.parametrize(("verdict", "mark"), [("pass", "pass"), ("fail", "fail"), ("", "none")])
async def test_what_vouches_for_a_mail_stands_beside_its_sender(sign, web_desk, maria, ticket, verdict, mark):
    number = await customer_writes(
        web_desk, ticket.id, CustomerMessage("By mail", source="mail", authentication=verdict), NOW
    )
    browser = await sign(maria)

    part = await browser.get(f"/tickets/{ticket.id}/messages/{number}", headers={"Deskbell-Part": "message"})

    assert f"proof--{mark}" in part.text


async def test_the_address_of_somebody_else_stands_beside_the_name(sign, web_desk, maria, ticket):
    wrote = CustomerMessage("Me", source="mail", author_name="Helena Brandt", author_email="other@evil.example")
    await customer_writes(web_desk, ticket.id, wrote, NOW)
    browser = await sign(maria)

    assert "<bdi>other@evil.example</bdi>" in (await browser.get(f"/tickets/{ticket.id}")).text
