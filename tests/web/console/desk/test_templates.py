"""Templates over HTTP: the administrator's page, and what the picker beside an answer gets."""

import pytest

from app.actions.desk.templates import TemplateForm, add_template
from app.queries.people.people import groups
from sql.tables import templates
from tests.web.console.conftest import JSON, NOW

LATE = {"name": "Late arrival", "html": "<p>Dear {{customer.first_name}}, {{arrival time}} is fine.</p>"}


@pytest.fixture
async def late(web_desk, chief):
    return await add_template(web_desk, chief, TemplateForm(**LATE), NOW)


async def test_an_administrator_adds_changes_and_deletes_one(sign, chief, group):
    browser = await sign(chief)

    made = await browser.post("/templates", data=LATE, headers=JSON)
    path = f"/templates/{made.json()['template']['id']}"
    changed = await browser.post(
        path, data={**LATE, "name": "Arrival at night", "group": group, "language": "en"}, headers=JSON
    )
    gone = await browser.post(f"{path}/delete", headers=JSON)
    again = await browser.post(path, data=LATE, headers=JSON)

    assert made.status_code == 201
    assert made.json()["template"]["prompts"] == ["arrival time"]
    assert changed.json()["template"]["group_id"] == group
    assert gone.json()["template"]["name"] == "Arrival at night"
    assert again.status_code == 404


async def test_faults_are_named_field_by_field(sign, chief):
    browser = await sign(chief)

    answer = await browser.post("/templates", data={"name": "", "html": "", "group": "99"}, headers=JSON)

    assert {error["field"] for error in answer.json()["errors"]} == {"name", "html", "group"}


async def test_an_operator_reads_the_desks_templates_and_keeps_their_own(sign, maria, late):
    browser = await sign(maria)

    page = await browser.get(f"/templates?edit={late.id}")
    shared = [
        await browser.post("/templates", data=LATE, headers=JSON),
        await browser.post(f"/templates/{late.id}", data=LATE, headers=JSON),
        await browser.post(f"/templates/{late.id}/delete", headers=JSON),
        await browser.post(f"/templates/{late.id}/move", data={"place": "0"}, headers=JSON),
    ]
    own = await browser.post("/templates", data={**LATE, "name": "Mine", "own": "1"}, headers=JSON)
    path = f"/templates/{own.json()['template']['id']}"
    changed = await browser.post(path, data={**LATE, "name": "Mine too"}, headers=JSON)

    assert "Late arrival" in page.text
    assert "data-delete" not in page.text
    assert {answer.status_code for answer in shared} == {403}
    assert changed.json()["template"] | {"name": "Mine too", "owner_id": maria.id} == changed.json()["template"]
    assert "data-delete" in (await browser.get(f"/templates?edit={own.json()['template']['id']}")).text
    assert 'href="/templates"' in (await browser.get("/tickets?view=all")).text


async def test_the_page_lists_them_and_opens_one_beside_the_list(sign, chief, late):
    browser = await sign(chief)

    page = (await browser.get(f"/templates?edit={late.id}")).text

    assert "Late arrival" in page
    assert "asks for arrival time" in page
    assert f'action="/templates/{late.id}"' in page
    assert (await browser.get("/templates?edit=99")).status_code == 404
    assert (await browser.get(f"/templates?edit={'9' * 5000}")).status_code == 200  # no number that a row could have
    assert "New template" in (await browser.get("/templates?edit=new")).text


async def test_the_preview_is_of_a_real_ticket(sign, chief, ticket):
    browser = await sign(chief)

    shown = await browser.post(
        "/templates/preview", data={"html": LATE["html"], "ticket": f"{ticket.id}"}, headers=JSON
    )
    none = await browser.post("/templates/preview", data={"html": LATE["html"], "ticket": "99"}, headers=JSON)
    empty = await browser.post("/templates/preview", data={"html": LATE["html"], "ticket": ""}, headers=JSON)

    assert shown.json()["html"] == "<p>Dear Helena, {{arrival time}} is fine.</p>"
    assert none.status_code == 404
    assert [error["field"] for error in empty.json()["errors"]] == ["ticket"]


async def test_the_picker_gets_what_fits_filled_for_the_ticket(sign, maria, ticket, late):
    browser = await sign(maria)

    page = (await browser.get(f"/tickets/{ticket.id}/templates?q=late", headers={"Deskbell-Part": "templates"})).text
    facts = (await browser.get(f"/tickets/{ticket.id}/templates?q=late", headers=JSON)).json()["templates"]
    nothing = (await browser.get(f"/tickets/{ticket.id}/templates?q=%3Cb%3Ezebra")).text

    assert "Dear Helena, {{arrival time}} is fine." in page
    assert [one["name"] for one in facts] == ["Late arrival"]
    assert "No templates match “&lt;b&gt;zebra”." in nothing


async def test_what_is_only_used_often_is_not_taken_for_what_was_looked_for(sign, maria, ticket, late):
    browser = await sign(maria)
    await browser.post(f"/tickets/{ticket.id}/templates/{late.id}", headers=JSON)

    page = (await browser.get(f"/tickets/{ticket.id}/templates?q=zebra", headers={"Deskbell-Part": "templates"})).text

    assert "No templates match “zebra”." in page
    assert page.count('role="option"') == page.count("data-often") == 1


async def test_inserting_says_what_is_still_to_be_filled(sign, maria, ticket, late):
    browser = await sign(maria)

    answer = await browser.post(f"/tickets/{ticket.id}/templates/{late.id}", headers=JSON)

    assert answer.json()["html"] == "<p>Dear Helena, {{arrival time}} is fine.</p>"
    assert answer.json()["missing"] == ["arrival time"]


async def test_of_a_ticket_that_does_not_exist_for_the_operator_nothing_is_told(
    sign, maria, web_desk, closed_group, late
):
    browser = await sign(maria)

    assert (await browser.get("/tickets/999/templates")).status_code == 404
    assert (await browser.post(f"/tickets/999/templates/{late.id}", headers=JSON)).status_code == 404


async def test_an_answer_with_an_open_placeholder_is_refused_by_name(sign, maria, ticket):
    browser = await sign(maria)

    answer = await browser.post(
        f"/tickets/{ticket.id}/answer", data={"html": "<p>{{hotel}}</p>", "take": "1"}, headers=JSON
    )
    note = await browser.post(f"/tickets/{ticket.id}/note", data={"html": "<p>{{hotel}}</p>"}, headers=JSON)

    assert answer.status_code == 422
    assert "{{hotel}}" in answer.json()["errors"][0]["message"]
    assert note.status_code == 200


async def test_an_answer_taken_back_comes_with_its_own_text_and_its_files(sign, maria, ticket):
    browser = await sign(maria)
    upload = await browser.post("/uploads", files={"file": ("map.txt", b"left", "text/plain")}, headers=JSON)
    form = {"html": "<p>See the map.</p>", "take": "1", "attachments": upload.json()["attachment"]["key"]}
    sent = await browser.post(f"/tickets/{ticket.id}/answer", data=form, headers=JSON)
    await browser.post(f"/tickets/{ticket.id}/draft", data={"kind": "answer", "html": "<p>PS</p>"}, headers=JSON)

    undone = await browser.post(f"/tickets/{ticket.id}/messages/{sent.json()['message']['id']}/undo", headers=JSON)

    assert undone.json()["draft"]["recalled"] == "<p>See the map.</p>"
    assert undone.json()["draft"]["html"] == "<p>See the map.</p><p>PS</p>"
    assert [file["name"] for file in undone.json()["draft"]["files"]] == ["map.txt"]


async def test_the_page_has_folders_order_files_and_what_is_not_used(sign, chief, web_desk, late):
    browser = await sign(chief)
    upload = await browser.post("/uploads", files={"file": ("map.pdf", b"%PDF-1.7")}, headers=JSON)
    fields = {**LATE, "name": "Cot", "folder": "Extras", "files": [upload.json()["attachment"]["key"]]}
    cot = (await browser.post("/templates", data=fields, headers=JSON)).json()["template"]
    year_ago = {"changed_ms": NOW - 400 * 86_400_000}
    await web_desk.db.execute(templates.update().where(templates.c.id == late.id).values(year_ago))

    page = (await browser.get(f"/templates?edit={cot['id']}")).text
    gone = await browser.post(f"/templates/{cot['id']}/delete", headers=JSON)
    back = await browser.post(f"/templates/{cot['id']}/restore", headers=JSON)
    moved = await browser.post(f"/templates/{late.id}/move", data={"place": "0"}, headers=JSON)

    for words in ("Extras", "map.pdf", "Not used for a year (1)", "data-unused"):
        assert words in page
    assert (gone.status_code, back.json()["template"]["folder"]) == (200, "Extras")
    assert moved.json() == {"order": [late.id, cot["id"]]}


async def test_its_group_is_given_by_number_or_by_name(sign, chief, group, web_desk):
    [frontdesk] = await groups(web_desk)
    browser = await sign(chief)

    by_name = await browser.post("/templates", data={**LATE, "group": frontdesk.name.upper()}, headers=JSON)
    by_number = await browser.post("/templates", data={**LATE, "group": group}, headers=JSON)
    unknown = await browser.post("/templates", data={**LATE, "group": "Housekeeping"}, headers=JSON)

    assert by_name.json()["template"]["group_id"] == by_number.json()["template"]["group_id"] == group
    assert [error["field"] for error in unknown.json()["errors"]] == ["group"]
