"""The page of everybody at the desk: administrators invite, invite again, let go and let in."""

import json

import pytest
from sqlalchemy import select

from app.actions.people.deactivating import deactivate
from app.nouns.operator import Role
from app.queries.people.people import operator_by_email, operator_by_id
from sql.tables import outbox
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


async def invitations(desk):
    return await desk.db.fetch_all(select(outbox).where(outbox.c.kind == "invitation").order_by(outbox.c.id))


async def test_an_administrator_invites_a_person_with_role_and_groups(desk_of_ada, web_desk, ada, group):
    fields = {"name": "Jonas Weber", "email": "Jonas@desk.example", "role": "administrator", "groups": "Reservations"}

    answer = await desk_of_ada.post("/people", data=fields)

    assert answer.status_code == 201
    assert answer.json()["person"]["standing"] == "invited"
    jonas = await operator_by_email(web_desk, "jonas@desk.example")
    assert (jonas.role, jonas.group_ids) == (Role.ADMINISTRATOR, frozenset([group]))
    [mail] = await invitations(web_desk)
    assert json.loads(mail.recipients) == ["Jonas@desk.example"]
    assert json.loads(mail.details)["by"] == "Ada"


@pytest.mark.parametrize(("fields", "at_fault"), [
    ({}, {"email", "name"}), ({"name": "J", "email": "no address"}, {"email"}),
    ({"name": "J", "email": "j@desk.example", "groups": "Nowhere"}, {"groups"}),
    ({"name": "J", "email": "j@desk.example", "role": "owner"}, {"role"}),
    ({"name": "J", "email": "ADA@desk.example"}, {"email"}),
])  # fmt: skip
async def test_what_is_wrong_is_named_and_nobody_is_added(desk_of_ada, web_desk, fields, at_fault):
    answer = await desk_of_ada.post("/people", data=fields)

    assert answer.status_code == 422
    assert {error["field"] for error in answer.json()["errors"]} == at_fault
    assert len((await desk_of_ada.get("/people")).json()["people"]) == 1
    assert await invitations(web_desk) == []


async def test_inviting_again_sends_another_mail_until_a_password_is_set(desk_of_ada, web_desk, anna):
    jonas = (await desk_of_ada.post("/people", data={"name": "Jonas", "email": "j@desk.example"})).json()["person"]

    again = await desk_of_ada.post(f"/people/{jonas['id']}/invite")
    of_anna = await desk_of_ada.post(f"/people/{anna.id}/invite")

    assert (again.status_code, of_anna.status_code) == (200, 409)
    assert [row.state for row in await invitations(web_desk)] == ["recalled", "queued"]


async def test_somebody_is_let_go_and_let_in_again(desk_of_ada, browse, web_desk, anna, ada):
    browser = browse(headers=PROGRAM)
    await enter(browser, anna.email)

    gone = await desk_of_ada.post(f"/people/{anna.id}/deactivate")
    assert (gone.json()["person"]["standing"], (await browser.get("/tickets")).status_code) == ("deactivated", 401)
    assert (await desk_of_ada.post(f"/people/{anna.id}/invite")).status_code == 409
    back = await desk_of_ada.post(f"/people/{anna.id}/activate")

    assert back.json()["person"]["standing"] == "active"
    assert (await enter(browser, anna.email)).status_code == 200
    assert (await desk_of_ada.post(f"/people/{ada.id}/deactivate")).status_code == 409


async def test_the_page_shows_everybody_and_what_can_be_done(desk_of_ada, web_desk, anna, ada):
    await desk_of_ada.post("/people", data={"name": "Jonas <b>Weber", "email": "j@desk.example"})
    await deactivate(web_desk, anna.id, NOW)

    page = await desk_of_ada.get("/people", headers=PAGE | {"Accept": "text/html"})
    form = await desk_of_ada.get("/people/new", headers={"Accept": "text/html", "Deskbell-Part": "dialog"})
    question = await desk_of_ada.get(
        f"/people/{ada.id}/deactivate", headers={"Accept": "text/html", "Deskbell-Part": "dialog"}
    )

    assert page.status_code == 200
    assert "Jonas &lt;b&gt;Weber" in page.text
    for words in ("Deactivated", "Invited, until"):
        assert words in page.text
    assert "No mail server is set" in form.text
    assert "Deactivate Ada?" in question.text


async def test_s25_operators_and_strangers_see_none_of_it(browse, web_desk, anna, ada):
    operator, stranger = browse(headers=PROGRAM), browse(headers=PROGRAM)
    await enter(operator, anna.email)
    calls = [
        ("GET", "/people"), ("GET", "/people/new"), ("POST", "/people"), ("POST", f"/people/{ada.id}/invite"),
        ("GET", f"/people/{ada.id}/deactivate"), ("POST", f"/people/{ada.id}/deactivate"), ("POST", f"/people/{anna.id}/activate"),
    ]  # fmt: skip

    for method, path in calls:
        assert (await operator.request(method, path)).status_code == 403
        assert (await stranger.request(method, path)).status_code == 401

    assert (await operator_by_id(web_desk, ada.id)).is_active
    assert await invitations(web_desk) == []


@pytest.mark.parametrize("number", ["999", "9" * 19, "0"])
async def test_nobody_of_this_number_is_not_found(desk_of_ada, number):
    for act in ("invite", "deactivate", "activate"):
        assert (await desk_of_ada.post(f"/people/{number}/{act}")).status_code == 404
