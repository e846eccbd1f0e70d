"""Saved searches: theirs alone, few, in their order, with counts that end at 99."""

import pytest

from tests.web.console.conftest import JSON, write_in

pytestmark = pytest.mark.usefixtures("group")


async def save(client, name, typed):
    answer = await client.post("/searches", data={"name": name, "typed": typed}, headers=JSON)
    assert answer.status_code == 200, answer.text
    return answer.json()["search"]["id"]


async def kept(client):
    return [(one["name"], one["count"]) for one in (await client.get("/searches", headers=JSON)).json()["searches"]]


async def test_a_search_is_kept_with_its_count_and_stands_in_the_rail(ticket, maria, sign):
    client = await sign(maria)

    await save(client, "Night arrivals", "arrive")

    assert await kept(client) == [("Night arrivals", 1)]
    assert "Night arrivals" in (await client.get("/tickets?view=all")).text


async def test_a_count_ends_at_99(web_desk, maria, sign):
    for place in range(101):
        await write_in(web_desk, f"Cot {place}")
    client = await sign(maria)

    number = await save(client, "Cots", "cot")

    assert (await client.get("/searches/counts")).json()["saved"] == {str(number): "99+"}


async def test_they_can_be_renamed_ordered_and_deleted(maria, sign):
    client = await sign(maria)
    first, second = await save(client, "One", "one"), await save(client, "Two", "two")

    await client.post(f"/searches/{first}/rename", data={"name": "Uno"}, headers=JSON)
    await client.post("/searches/order", data={"ids": f"{second},{first}"}, headers=JSON)
    assert await kept(client) == [("Two", 0), ("Uno", 0)]

    await client.post(f"/searches/{second}/delete", headers=JSON)
    assert await kept(client) == [("Uno", 0)]


async def test_those_of_others_do_not_exist(maria, jonas, sign):
    hers = await sign(maria)
    number = await save(hers, "Mine", "cot")
    his = await sign(jonas)

    for path, form in ((f"/searches/{number}/rename", {"name": "x"}), (f"/searches/{number}/delete", {})):
        assert (await his.post(path, data=form, headers=JSON)).status_code == 404
    assert (await his.post("/searches/order", data={"ids": str(number)}, headers=JSON)).status_code == 404
    assert (await kept(his), await kept(hers)) == ([], [("Mine", 0)])


@pytest.mark.parametrize(
    ("name", "typed", "field"),
    [
        ("", "cot", "name"),
        ("x" * 61, "cot", "name"),
        ("Cots", "", "typed"),
        ("Cots", "colour:red", "typed"),
        ("Twice", "b", "name"),
    ],
)
async def test_what_cannot_be_kept_is_said_at_its_field(maria, sign, name, typed, field):
    client = await sign(maria)
    await save(client, "Twice", "a")

    answer = await client.post("/searches", data={"name": name, "typed": typed}, headers=JSON)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_twenty_are_enough(maria, sign):
    client = await sign(maria)
    for place in range(20):
        await save(client, f"Search {place}", "cot")

    answer = await client.post("/searches", data={"name": "One more", "typed": "cot"}, headers=JSON)

    assert answer.status_code == 422
    assert "20" in answer.json()["errors"][0]["message"]


async def test_a_search_whose_field_is_gone_has_no_count_and_breaks_nothing(web_desk, maria, sign):
    client = await sign(maria)
    number = await save(client, "Of Zorro", "operator:zorro")

    assert (await client.get("/searches/counts")).json()["saved"] == {str(number): ""}
