"""Merging, moving and splitting warn first (C11): with whom nothing proves that it is the same person, and why."""

import pytest
from sqlalchemy import update

from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.ticket.taking import take
from app.nouns.ticket import Customer
from app.queries.ticket.tickets import ticket_by_id
from sql.tables import tickets
from tests.web.console.conftest import JSON, NOW, write_in

FRAGMENT = {"Deskbell-Part": "dialog"}
EVE = Customer("Eve", "eve@other.example", "+1", "", "Rome", "IT")


@pytest.fixture
async def original(web_desk, group):
    return await write_in(web_desk, "The original")


@pytest.fixture
async def message(web_desk, maria, ticket):
    """A second message of the ticket, which Maria holds."""
    await take(web_desk, maria, ticket.id, NOW)
    return await customer_writes(web_desk, ticket.id, CustomerMessage("Another matter.", source="web"), NOW)


async def prove(desk, *ids):
    await desk.db.execute(update(tickets).where(tickets.c.id.in_(ids)).values(proved_ms=NOW))


async def test_c11_the_dialogs_say_that_the_address_was_only_typed(sign, web_desk, maria, ticket, original, message):
    browser = await sign(maria)
    here = f"/tickets/{ticket.id}"

    shown = [
        (await browser.get(path, headers=FRAGMENT)).text
        for path in (f"{here}/merge", f"{here}/messages/{message}/move", f"{here}/messages/{message}/split")
    ]

    for dialog in shown:
        assert f"Address not verified on #{ticket.id}" in dialog
    assert "address not verified" in shown[0]


async def test_c11_nothing_is_doubted_where_both_addresses_are_proved(sign, web_desk, maria, ticket, original, message):
    await prove(web_desk, ticket.id, original.id)
    browser = await sign(maria)

    dialog = (await browser.get(f"/tickets/{ticket.id}/merge", headers=FRAGMENT)).text
    merged = await browser.post(f"/tickets/{ticket.id}/merge", data={"into": original.id}, headers=JSON)

    assert "not verified" not in dialog
    assert "warnings" not in merged.json()


@pytest.mark.parametrize("act", ["merge", "move", "split"])
async def test_c11_a_scripts_merge_move_or_split_is_answered_with_the_reason(
    sign, web_desk, maria, ticket, original, message, act
):
    await prove(web_desk, original.id)
    browser = await sign(maria)
    path = f"/tickets/{ticket.id}/merge" if act == "merge" else f"/tickets/{ticket.id}/messages/{message}/{act}"

    said = await browser.post(path, data={"into": original.id, "subject": "Apart"}, headers=JSON)

    assert said.status_code == 200
    assert [f"#{ticket.id}" in words for words in said.json()["warnings"]] == [True]
    log = await web_desk.db.fetch_all("SELECT details FROM events WHERE kind IN ('ticket.merged', 'message.moved')")
    assert any('"unproved"' in row.details for row in log)


async def test_c11_different_addresses_are_joined_only_when_the_operator_says_so(sign, web_desk, maria, ticket):
    eves = await write_in(web_desk, "Mine", customer=EVE)
    await take(web_desk, maria, eves.id, NOW)
    browser = await sign(maria)

    refused = await browser.post(f"/tickets/{eves.id}/merge", data={"into": ticket.id}, headers=JSON)
    before = (await ticket_by_id(web_desk, eves.id)).duplicate_of
    offered = (await browser.get(f"/tickets/{eves.id}/others", params={"q": f"#{ticket.id}"})).text
    form = {"into": ticket.id, "same_customer": "1"}
    joined = await browser.post(f"/tickets/{eves.id}/merge", data=form, headers=JSON)

    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["into"]
    assert before is None
    assert 'name="same_customer"' in offered
    assert joined.json()["ticket"]["duplicate_of"] == ticket.id
    assert any("eve@other.example" in words for words in joined.json()["warnings"])


async def test_c11_previous_tickets_say_which_are_proved(sign, web_desk, maria, ticket, original):
    await prove(web_desk, original.id)
    browser = await sign(maria)

    page = (await browser.get(f"/tickets/{ticket.id}")).text
    shown = [(await browser.get(f"/tickets/{one.id}", headers=JSON)).json()["ticket"] for one in (ticket, original)]

    previous = page[page.index("Previous tickets") :]
    assert "Address verified" in previous
    assert "Address not verified" in page[: page.index("Previous tickets")]
    assert [one["proved"] for one in shown] == [False, True]


async def test_c11_the_console_says_that_the_sender_is_not_verified(sign, web_desk, maria, ticket, original):
    await web_desk.db.execute("UPDATE messages SET warning = 'unverified:77', shared = 0")

    page = (await (await sign(maria)).get(f"/tickets/{ticket.id}")).text

    assert "Sender not verified" in page
    assert 'href="/tickets/77"' in page
