"""Writing to a third party, sharing, copies and the mark beside the sender, over HTTP and on the page."""

import pytest

from app.actions.drafts import draft_of
from app.actions.taking import take
from app.actions.writing import CustomerMessage, customer_writes
from app.message import MessageKind
from app.queries.messages import message_by_id, messages_of
from tests.web.console.conftest import JSON, NOW

HOTEL = "reception@hotel.example"
LETTER = {"to": HOTEL, "html": "<p>Is a cot free?</p>", "take": "1", "request_key": "k"}
DIALOG = {"Deskbell-Part": "dialog"}


async def hotel_writes(desk, ticket, **given):
    theirs = {"author_name": "Hotel", "author_email": HOTEL, "kind": MessageKind.THIRD_PARTY, "shared": False}
    message = CustomerMessage("A cot is free.", source="mail", **{**theirs, **given})
    return await customer_writes(desk, ticket.id, message, NOW)


async def test_a_letter_to_a_hotel_goes_out_once_for_each_form(sign, web_desk, maria, ticket):
    browser = await sign(maria)
    [first] = await messages_of(web_desk, ticket.id)

    sent = await browser.post(
        f"/tickets/{ticket.id}/third-party", data={**LETTER, "forward": str(first.id)}, headers=JSON
    )
    again = await browser.post(f"/tickets/{ticket.id}/third-party", data=LETTER, headers=JSON)

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

    dialog = (await browser.get(f"/tickets/{ticket.id}/third-party", headers=DIALOG)).text
    assert f'value="{HOTEL}"' in dialog
    assert 'value="A cot"' in dialog
    assert "<p>Is a</p>" in dialog
    assert 'value="1" checked' in dialog
    assert "style=" not in dialog
    assert await draft_of(web_desk, maria, ticket.id, MessageKind.ANSWER) is None


async def test_a_note_is_not_offered_for_forwarding(sign, maria, ticket):
    browser = await sign(maria)
    await browser.post(f"/tickets/{ticket.id}/note", data={"html": "<p>They pay late.</p>"}, headers=JSON)

    dialog = (await browser.get(f"/tickets/{ticket.id}/third-party", headers=DIALOG)).text

    assert "We arrive at 00:45." in dialog
    assert "They pay late." not in dialog


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
    assert "third party · shown to the customer · " in after
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
    assert 'name="cc" value="office@guest.example, second@guest.example"' in page
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
