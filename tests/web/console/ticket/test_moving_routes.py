"""Moving, splitting off and merging over HTTP: the dialogs, what their picker offers, the acts and their way back."""

import pytest

from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.ticket.taking import take
from app.nouns.status import Status
from app.nouns.ticket import Customer
from app.queries.ticket.messages import message_by_id, messages_of
from app.queries.ticket.tickets import ticket_by_id
from tests.web.console.conftest import JSON, NOW, write_in

FRAGMENT = {"Deskbell-Part": "dialog"}


@pytest.fixture
async def stray(web_desk, maria, ticket):
    """The path of a message on the ticket that Maria holds."""
    await take(web_desk, maria, ticket.id, NOW)
    message = await customer_writes(
        web_desk, ticket.id, CustomerMessage("The other booking needs a cot.", "web"), NOW + 1
    )
    return f"/tickets/{ticket.id}/messages/{message}"


@pytest.fixture
async def other(web_desk, group):
    return await write_in(web_desk, "Booking in Graça")


async def test_the_picker_offers_the_customers_other_tickets_and_says_why_one_cannot_be_chosen(
    sign, web_desk, maria, jonas, ticket, stray, other
):
    theirs = await write_in(web_desk, "Booking in Porto", customer=Customer("Marek", "marek@guest.example"))
    held = await write_in(web_desk, "Booking in Faro")
    await take(web_desk, jonas, held.id, NOW)
    browser = await sign(maria)

    dialog = (await browser.get(f"{stray}/move", headers=FRAGMENT)).text
    found = (await browser.get(f"/tickets/{ticket.id}/others?message={stray.split('/')[-1]}&q=booking")).text

    by_number = (await browser.get(f"/tickets/{ticket.id}/others", params={"q": f"#{theirs.id}"})).text

    assert f'value="{other.id}"' in dialog
    assert found.index(f'value="{held.id}"') < found.index(f'value="{other.id}"')
    assert "assigned to Jonas Weber" in found
    assert f'value="{theirs.id}"' not in found
    assert "another customer&#39;s address, marek@guest.example" in by_number
    assert 'name="same_customer"' in by_number


@pytest.mark.parametrize("typed", ["#{id}", "{id}", "graca"])
async def test_the_picker_finds_a_ticket_by_number_and_by_words_in_any_spelling(sign, maria, ticket, other, typed):
    found = (
        await (await sign(maria)).get(f"/tickets/{ticket.id}/others", params={"q": typed.format(id=other.id)})
    ).text

    assert f'value="{other.id}"' in found


@pytest.mark.parametrize("typed", ["%", "'; drop table tickets", "9" * 40, "\x00"])
async def test_whatever_is_typed_into_the_picker_is_taken_as_words(sign, maria, ticket, other, typed):
    answer = await (await sign(maria)).get(f"/tickets/{ticket.id}/others", params={"q": typed, "message": typed})

    assert answer.status_code == 200
    assert f'value="{other.id}"' not in answer.text


async def test_a_message_is_moved_and_taken_back(sign, web_desk, maria, ticket, stray, other):
    browser, number = await sign(maria), int(stray.split("/")[-1])

    moved = await browser.post(f"{stray}/move", data={"into": str(other.id)}, headers=JSON)
    there = await message_by_id(web_desk, number)
    back = await browser.post(f"/tickets/{other.id}/messages/{number}/move/undo", headers=JSON)

    assert (moved.status_code, moved.json()["ticket"]["id"], there.ticket_id) == (200, other.id, other.id)
    assert (back.status_code, back.json()["ticket"]["id"]) == (200, ticket.id)


async def test_a_message_is_split_off_without_mail_where_the_operator_wants_none(sign, web_desk, maria, stray):
    answer = await (await sign(maria)).post(f"{stray}/split", data={"subject": "A cot", "confirm": "0"}, headers=JSON)

    new = await ticket_by_id(web_desk, answer.json()["ticket"]["id"])
    assert (answer.status_code, new.subject, new.status, new.source) == (200, "A cot", Status.OPEN, "operator")
    assert [message.text for message in await messages_of(web_desk, new.id)] == ["The other booking needs a cot."]


async def test_what_is_wrong_with_a_move_or_a_split_is_named_by_field(sign, maria, stray):
    browser = await sign(maria)

    nowhere = await browser.post(f"{stray}/move", data={"into": "999999"}, headers=JSON)
    nameless = await browser.post(f"{stray}/split", data={"subject": " "}, headers=JSON)

    assert [one["field"] for one in nowhere.json()["errors"]] == ["into"]
    assert [one["field"] for one in nameless.json()["errors"]] == ["subject"]


async def test_only_the_holder_is_offered_and_allowed_to_move_a_message(sign, maria, jonas, ticket, stray, other):
    mine, theirs = await sign(maria), await sign(jonas)

    offered = ['data-may-move="1"' in (await one.get(f"/tickets/{ticket.id}")).text for one in (mine, theirs)]
    refused = await theirs.post(f"{stray}/move", data={"into": str(other.id)}, headers=JSON)

    assert offered == [True, False]
    assert (refused.status_code, refused.json()["holder"]["id"]) == (409, maria.id)


async def test_an_open_view_gets_a_message_that_was_moved_here_though_it_is_older_than_its_last(
    sign, web_desk, maria, ticket, stray, other
):
    browser, number = await sign(maria), int(stray.split("/")[-1])
    newest = await customer_writes(web_desk, other.id, CustomerMessage("Hello?", "web"), NOW + 2)
    seen = (await ticket_by_id(web_desk, other.id)).customer_event_id
    await browser.post(f"{stray}/move", data={"into": str(other.id)}, headers=JSON)

    query = f"?after_event={seen}&after_message={newest}"
    there = (await browser.get(f"/tickets/{other.id}{query}", headers={"Deskbell-Part": "news"})).text
    here = (await browser.get(f"/tickets/{ticket.id}{query}", headers={"Deskbell-Part": "news"})).text

    assert f'id="message-{number}"' in there
    assert f'id="message-{newest}"' not in there
    assert f'id="message-{number}"' not in here
    assert "moved a message to" in here
    assert "moved a message here from" in there


async def test_a_message_that_never_was_a_mail_has_no_source(sign, maria, stray):
    browser = await sign(maria)

    assert (await browser.get(f"{stray}/source/raw")).status_code == 404
    assert "not stored" in (await browser.get(f"{stray}/source", headers=FRAGMENT)).text
