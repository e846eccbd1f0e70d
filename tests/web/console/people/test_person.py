"""One person beside the list: what is set, where they are signed in, what they hold; and a table of people at once."""

import re
import tempfile

import pytest

from app.actions.ticket.taking import take
from app.credentials.codes import digest_of
from app.credentials.passwords import md5_of
from app.nouns.operator import Role
from app.queries.people.people import operator_by_email, operator_by_id
from app.queries.ticket.tickets import ticket_by_id
from tests.web.console.conftest import JSON, NOW, PASSWORD

PART = {"Accept": "text/html", "Deskbell-Part": "panel"}


@pytest.fixture
async def browser(sign, chief):
    return await sign(chief)


async def test_the_panel_shows_what_is_set_and_the_page_shows_it_beside_the_list(browser, web_desk, jonas, ticket):
    await take(web_desk, jonas, ticket.id, NOW)

    panel, page = await browser.get(f"/people/{jonas.id}", headers=PART), await browser.get(f"/people/{jonas.id}")

    for words in ("Jonas Weber", "1 ticket", "Late arrival", "Not signed in anywhere", "Delete person"):
        assert words in panel.text
    assert "<table" not in panel.text
    assert re.search(r'class="person is-open"\s+data-person="', page.text)


async def test_what_is_sent_is_set_and_no_group_is_a_group_less(browser, web_desk, jonas):
    fields = {"name": "Jonas W.", "role": "administrator", "timezone": "Europe/Berlin", "groups": ""}

    answer = await browser.post(f"/people/{jonas.id}", data=fields, headers=JSON)

    told = answer.json()["person"]
    assert (told["name"], told["role"], told["groups"], told["timezone"]) == (
        "Jonas W.", "administrator", [], "Europe/Berlin",
    )  # fmt: skip
    assert (await operator_by_id(web_desk, jonas.id)).role is Role.ADMINISTRATOR


async def test_what_is_wrong_stands_beside_its_field_with_what_was_typed(browser, jonas):
    typed = {"name": "Jonas W.", "email": "no address", "groups": "x"}

    page = await browser.post(f"/people/{jonas.id}", data=typed)
    answer = await browser.post(f"/people/{jonas.id}", data={"groups": ["1", "9" * 30]}, headers=JSON)

    assert (page.status_code, answer.status_code) == (422, 422)
    assert answer.json()["errors"][0]["field"] == "groups"
    page = await browser.post(f"/people/{jonas.id}", data=typed | {"groups": ""})
    assert 'value="no address"' in page.text
    assert "This address looks incomplete" in page.text


async def test_s36_ones_own_address_is_changed_with_ones_password_only(browser, web_desk, chief):
    refused = [
        await browser.post(f"/people/{chief.id}", data={"email": "x@desk.example", **given}, headers=JSON)
        for given in ({}, {"current": "wrong"})
    ]
    done = await browser.post(
        f"/people/{chief.id}", data={"email": "x@desk.example", "current": PASSWORD}, headers=JSON
    )

    assert [answer.json()["errors"][0]["field"] for answer in refused] == ["current", "current"]
    assert done.json()["person"]["email"] == "x@desk.example"


async def test_sessions_are_listed_by_device_and_ended(browser, sign, jonas):
    phone = await sign(jonas)
    path = f"/people/{jonas.id}"

    [session] = (await browser.get(path, headers=JSON)).json()["sessions"]
    assert session["client_ip"] == "203.0.113.7"
    assert session["id"] == digest_of(phone.cookies["deskbell_session"])
    ended = await browser.post(f"{path}/sessions/{session['id']}/end", headers=JSON)

    assert ended.status_code == 200
    assert (await phone.get("/tickets", headers=JSON)).status_code == 401
    assert (await browser.post(f"{path}/sessions/{session['id']}/end", headers=JSON)).status_code == 404


async def test_somebody_signs_out_everywhere_but_here(sign, jonas):
    here, there = await sign(jonas), await sign(jonas)
    listed = (await here.get("/me/sessions", headers=JSON)).json()["sessions"]
    assert sorted(session["this"] for session in listed) == [False, True]

    await here.post("/me/sessions/end", headers=JSON)

    assert (await there.get("/me", headers=JSON)).status_code == 401
    assert "This device" in (await here.get("/me/sessions")).text


async def test_everything_that_somebody_holds_is_handed_over(browser, web_desk, jonas, maria, ticket):
    await take(web_desk, jonas, ticket.id, NOW)

    answer = await browser.post(f"/people/{jonas.id}/hand-over", data={"to": str(maria.id)}, headers=JSON)

    assert answer.json() == {"moved": 1, "stayed": 0, "words": "1 ticket handed over"}
    assert (await ticket_by_id(web_desk, ticket.id)).operator_id == maria.id


async def test_deleting_asks_first_and_says_what_goes(browser, web_desk, jonas):
    question = await browser.get(f"/people/{jonas.id}/delete", headers=PART | {"Deskbell-Part": "dialog"})

    answer = await browser.post(f"/people/{jonas.id}/delete", headers=JSON)

    assert "Delete Jonas Weber for good?" in question.text
    assert answer.status_code == 204
    assert await operator_by_id(web_desk, jonas.id) is None
    assert (await browser.get(f"/people/{jonas.id}", headers=JSON)).status_code == 404


TABLE = f"email,name,md5,role,groups\nold@desk.example,Old,{md5_of('old password')},operator,Reservations\n"


async def test_a_table_of_people_is_read_in_memory_and_they_sign_in_as_before(
    browser, browse, web_desk, group, monkeypatch
):
    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", lambda _file: pytest.fail("spooled to a file"))
    padded = TABLE + "," * 500 * 1024  # an empty line, as long as a table may be

    answer = await browser.post("/people/import", files={"table": ("p.csv", padded.encode())}, headers=JSON)

    assert answer.status_code == 201, answer.text
    assert answer.json() == {"imported": 1, "left": 0, "words": "1 person imported"}
    assert (await operator_by_email(web_desk, "old@desk.example")).group_ids == {group}
    entering = {"email": "old@desk.example", "password": "old password"}
    assert (await browse().post("/sign-in", data=entering, headers=JSON)).status_code == 200


@pytest.mark.parametrize(("content", "words"), [
    (b"\xff\xfe", "not in UTF-8"), (b"", "line 1 must name the columns"), (TABLE.replace("Reservations", "Nowhere").encode(), "line 2: group Nowhere not found"),
    (TABLE.encode() + b"a@b.example,A,%s,,\n" % md5_of("x").encode() * 200, "more than one line"),
])  # fmt: skip
async def test_a_table_with_a_fault_imports_nobody_and_says_where(browser, web_desk, group, content, words):
    answer = await browser.post("/people/import", files={"table": ("p.csv", content)}, headers=JSON)
    page = await browser.post("/people/import", files={"table": ("p.csv", content)})

    assert (answer.status_code, page.status_code) == (422, 422)
    [error] = answer.json()["errors"]
    assert error["field"] == "table"
    assert words in error["message"]
    assert await operator_by_email(web_desk, "old@desk.example") is None


async def test_a_long_table_comes_in_batches_each_whole_and_goes_on_where_it_stopped(browser, web_desk, group):
    lines = [f"p{number}@desk.example,P{number},{md5_of('old password')},," for number in range(120)]
    table = ("p.csv", "\n".join(["email,name,md5,role,groups", *lines]).encode())
    fields: dict[str, str] = {}
    told = []

    while not told or told[-1]["left"]:
        answer = await browser.post("/people/import", data=fields, files={"table": table}, headers=JSON)
        told.append(answer.json())
        fields = {"skip": "1", "before": str(sum(one["imported"] for one in told))}

    assert [(one["imported"], one["left"]) for one in told] == [(50, 70), (50, 20), (20, 0)]
    assert [told[0]["words"], told[-1]["words"]] == ["50 people imported, 70 to go", "120 people imported"]
    again = await browser.post("/people/import", files={"table": table}, headers=JSON)
    assert "already signs in" in again.json()["errors"][0]["message"]


async def test_without_scripts_the_page_says_how_to_go_on(browser, web_desk, group):
    lines = [f"p{number}@desk.example,P{number},{md5_of('old password')},," for number in range(60)]
    table = ("p.csv", "\n".join(["email,name,md5,role,groups", *lines]).encode())

    page = await browser.post("/people/import", files={"table": table})
    last = await browser.post("/people/import", data={"skip": "1"}, files={"table": table})

    assert "50 people imported, 10 to go. Choose the same file again" in page.text
    assert 'name="skip" value="1" checked' in page.text
    assert last.status_code == 303


async def test_a_table_larger_than_a_megabyte_is_refused_before_it_is_read(browser):
    content = b"x" * (1024 * 1024 + 1)
    answer = await browser.post("/people/import", files={"table": ("p.csv", content)}, headers=JSON)
    larger = await browser.post("/people/import", files={"table": ("p.csv", content * 2)}, headers=JSON)

    assert (answer.status_code, larger.status_code) == (422, 413)
