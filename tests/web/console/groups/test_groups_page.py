"""The page of groups: administrators make, change, order, merge and remove them, with forms that need no script."""

import re

import pytest

from app.actions.people.people import add_group
from app.nouns.operator import Role
from app.queries.people.people import groups
from tests.web.conftest import NOW, PAGE, PROGRAM, person
from tests.web.sign_in.test_sign_in import enter


@pytest.fixture
async def ada(web_desk, group):
    return await person(web_desk, "Ada", Role.ADMINISTRATOR)


@pytest.fixture
async def desk_of_ada(browse, ada):
    browser = browse(headers=PROGRAM)
    await enter(browser, ada.email)
    return browser


async def test_a_group_is_made_changed_and_shown(desk_of_ada, web_desk, anna):
    made = await desk_of_ada.post("/groups", data={"name": "Events", "hue": "315", "members_only": "1"})
    number = made.json()["group"]["id"]
    fields = {"name": "Events", "hue": "45", "members": str(anna.id), "answer_target": "2", "answer_target_unit": "h"}
    changed = (await desk_of_ada.post(f"/groups/{number}", data=fields)).json()["group"]

    assert made.status_code == 201
    assert (changed["answer_target_min"], changed["members"], changed["members_only"]) == (120, [anna.id], False)
    assert (await desk_of_ada.get("/groups")).json()["groups"][-1] == changed
    page = await desk_of_ada.get(f"/groups?edit={number}", headers=PAGE)
    for words in ("Events", "2 hours", 'value="2"', "Always open", "Merge or remove"):
        assert words in page.text


async def test_a_new_group_has_a_colour_that_no_other_has(desk_of_ada):
    form = (await desk_of_ada.get("/groups?edit=new", headers=PAGE)).text
    [offered] = re.findall(r'value="(\d+)" checked\s+aria-label="Colour', form)
    made = [(await desk_of_ada.post("/groups", data={"name": name})).json()["group"] for name in ("Events", "Board")]

    hues = [one["hue"] for one in (await desk_of_ada.get("/groups")).json()["groups"]]
    assert made[0]["hue"] == int(offered)
    assert len(set(hues)) == len(hues)


async def test_what_was_typed_stays_beside_the_fault(desk_of_ada, web_desk, group):
    fields = {"name": "Bookings <b>", "sender_email": "nobody", "signature_foot": "Lisboa\nPorto", "answer_target": "x"}
    refused = await desk_of_ada.post(f"/groups/{group}", data=fields | {"answer_target": "3"}, headers=PAGE)
    no_number = await desk_of_ada.post(f"/groups/{group}", data=fields, headers=PAGE)

    assert (refused.status_code, no_number.status_code) == (422, 422)
    assert "Bookings &lt;b&gt;" in refused.text
    assert "Lisboa\nPorto" in refused.text
    assert "This address looks incomplete" in refused.text
    assert "Enter a number" in no_number.text
    assert [one.name for one in await groups(web_desk)] == ["Reservations"]


async def test_a_group_moves_in_the_rail_and_goes_into_another(desk_of_ada, web_desk, group):
    billing = await add_group(web_desk, "Billing", NOW, position=1)

    moved = await desk_of_ada.post(f"/groups/{billing}/move", data={"place": "0"})
    asked = await desk_of_ada.get(f"/groups?remove={billing}", headers=PAGE)
    gone = await desk_of_ada.post(f"/groups/{billing}/remove", data={"into": str(group)}, headers=PAGE)

    assert moved.json()["order"] == [billing, group]
    assert "Remove Billing" in asked.text
    assert gone.headers["location"] == "/groups?removed=1"
    assert [one.id for one in await groups(web_desk)] == [group]


async def test_the_rail_alone_has_the_groups_of_its_reader(browse, web_desk, anna, desk_of_ada):
    await add_group(web_desk, "Board", NOW, members_only=True)
    browser = browse(headers=PROGRAM)
    await enter(browser, anna.email)
    rail = PAGE | {"Deskbell-Part": "rail"}

    of_anna, of_ada = await browser.get("/tickets", headers=rail), await desk_of_ada.get("/tickets", headers=rail)

    assert "Board" in of_ada.text
    assert "Board" not in of_anna.text
    assert "Reservations" in of_anna.text


@pytest.mark.parametrize("path", ["/groups?edit=999", "/groups?remove=999"])
async def test_no_group_of_this_number_is_not_found(desk_of_ada, path):
    assert (await desk_of_ada.get(path, headers=PAGE)).status_code == 404
