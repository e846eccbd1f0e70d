"""The list of customers and their pages, as operators ask for them."""

import pytest

from app.nouns.ticket import Customer
from app.queries.customer.known import customer_id_of
from tests.web.console.conftest import HELENA, JSON, join_desk, write_in

RUTH = Customer("Ruth Ober", "ruth@guest.example", "+43 1 5550", "", "Wien", "AT")


@pytest.fixture
async def number(web_desk, ticket):
    return await customer_id_of(web_desk, HELENA.email_key)


async def test_the_list_leads_to_each_customers_page(sign, web_desk, maria, number):
    await write_in(web_desk, "Parking", customer=RUTH)
    browser = await sign(maria)

    everybody = (await browser.get("/customers")).text
    found = (await browser.get("/customers", params={"q": "brandt"})).text

    assert everybody.index("Helena Brandt") < everybody.index("Ruth Ober")
    assert f'href="/customers/{number}"' in found
    assert "Ruth Ober" not in found


async def test_a_ticket_leads_to_its_customer(sign, maria, ticket, number):
    browser = await sign(maria)

    assert f"/tickets/{ticket.id}/customer" in (await browser.get(f"/tickets/{ticket.id}")).text
    led = await browser.get(f"/tickets/{ticket.id}/customer")

    assert (led.status_code, led.headers["location"]) == (303, f"/customers/{number}")


async def test_the_page_has_tickets_addresses_and_the_note(sign, web_desk, maria, ticket, number):
    await write_in(web_desk, "Parking")
    browser = await sign(maria)

    saved = await browser.post(f"/customers/{number}", data={"name": "Helena Brandt", "note": "Quiet <b>room</b>"})
    page = (await browser.get(saved.headers["location"])).text

    assert saved.status_code == 303
    for words in ("Late arrival", "Parking", "helena@guest.example", "Address not verified", "Saved."):
        assert words in page
    assert "Quiet &lt;b&gt;room&lt;/b&gt;" in page


async def test_what_is_refused_is_drawn_again_with_what_was_typed(sign, maria, number):
    browser = await sign(maria)

    answer = await browser.post(f"/customers/{number}", data={"name": "n" * 130, "note": "A new note", "note_seen": ""})

    assert answer.status_code == 422
    assert "A new note" in answer.text
    assert "n" * 130 in answer.text


async def test_tickets_of_a_closed_group_are_not_on_the_page(sign, web_desk, maria, chief, closed_group, number):
    hidden = await write_in(web_desk, "Boardroom", group_id=closed_group)
    await write_in(web_desk, "Boardroom", customer=RUTH, group_id=closed_group)
    ruth = await customer_id_of(web_desk, RUTH.email_key)
    operator, administrator = await sign(maria), await sign(chief)

    page = await operator.get(f"/customers/{number}", headers=JSON)

    assert hidden.id not in [one["id"] for one in page.json()["tickets"]]
    assert page.json()["count"] == 1
    assert (await operator.get(f"/customers/{ruth}", headers=JSON)).status_code == 404
    assert (await operator.post(f"/customers/{ruth}", data={"note": "x"}, headers=JSON)).status_code == 404
    assert (await operator.get("/customers", headers=JSON)).json()["customers"][0]["newest_ticket"][
        "subject"
    ] == "Late arrival"
    assert (await administrator.get(f"/customers/{ruth}", headers=JSON)).status_code == 200


async def test_earlier_tickets_are_a_page_away(sign, web_desk, maria, number, monkeypatch):
    monkeypatch.setattr("app.queries.customer.page.PAGE", 2)
    for count in range(4):
        await write_in(web_desk, f"Request {count}")
    browser = await sign(maria)

    first = (await browser.get(f"/customers/{number}", headers=JSON)).json()
    second = (await browser.get(f"/customers/{number}?before={first['before']}", headers=JSON)).json()

    assert [one["subject"] for one in first["tickets"]] == ["Request 3", "Request 2"]
    assert [one["subject"] for one in second["tickets"]] == ["Request 1", "Request 0"]


async def test_two_groups_members_share_the_note_of_a_customer(sign, web_desk, maria, closed_group, number):
    lena = await join_desk(web_desk, "Lena Board", groups=("Board",))
    await (await sign(maria)).post(f"/customers/{number}", data={"note": "Quiet room"}, headers=JSON)

    facts = (await (await sign(lena)).get(f"/customers/{number}", headers=JSON)).json()

    assert facts["customer"]["note"] == "Quiet room"
