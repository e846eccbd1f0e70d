"""Merging two customers on their pages: choosing the other, the warning, the way back."""

import pytest

from app.nouns.ticket import Customer
from app.queries.customer.known import customer_id_of
from tests.web.console.conftest import HELENA, JSON, write_in

OTHER = Customer("Helena Brandt", "helena@work.example", "+49 1", "", "Hamburg", "DE")


@pytest.fixture
async def two(web_desk, ticket):
    await write_in(web_desk, "Invoice", customer=OTHER)
    return await customer_id_of(web_desk, HELENA.email_key), await customer_id_of(web_desk, OTHER.email_key)


async def test_the_other_is_found_by_the_same_name_and_not_themselves(sign, maria, two):
    page = (await (await sign(maria)).get(f"/customers/{two[0]}/merge")).text

    assert f"/customers/{two[0]}/merge?other={two[1]}" in page
    assert f"/merge?other={two[0]}" not in page


async def test_an_unverified_address_is_warned_of_until_it_is_confirmed(sign, maria, two):
    browser = await sign(maria)
    first, other = two

    asked = (await browser.get(f"/customers/{first}/merge?other={other}")).text
    refused = await browser.post(f"/customers/{first}/merge", data={"other": other})
    merged = await browser.post(f"/customers/{first}/merge", data={"other": other, "confirmed": "1"})
    page = (await browser.get(merged.headers["location"])).text

    assert "Not every address is verified" in asked
    assert refused.status_code == 422
    assert "Confirm that both are the same person" in refused.text
    assert merged.headers["location"] == f"/customers/{first}?done=merged&back={other}"
    for words in ("Merged.", "Undo", "helena@work.example", "Invoice", "Late arrival"):
        assert words in page


async def test_the_way_back_is_one_press(sign, maria, two):
    browser = await sign(maria)
    first, other = two
    await browser.post(f"/customers/{first}/merge", data={"other": other, "confirmed": "1"})

    led = await browser.get(f"/customers/{other}")
    back = await browser.post(f"/customers/{first}/separate", data={"addresses": str(other)})

    assert led.headers["location"] == f"/customers/{first}"
    assert back.headers["location"] == f"/customers/{other}?done=separated"
    addresses = (await browser.get(f"/customers/{first}", headers=JSON)).json()["customer"]["addresses"]
    assert [one["id"] for one in addresses] == [first]


@pytest.mark.parametrize("addresses", ["", "x", "1,,2", "999"])
async def test_what_names_no_merged_address_is_refused(sign, maria, two, addresses):
    answer = await (await sign(maria)).post(
        f"/customers/{two[0]}/separate", data={"addresses": addresses}, headers=JSON
    )

    assert answer.status_code == 422
