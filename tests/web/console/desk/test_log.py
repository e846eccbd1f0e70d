"""The activity log's pages: what a line says, a file of all of it, and an operator's day."""

import csv
import io

from app.actions.change import by
from app.actions.desk.templates import TemplateForm, add_template
from app.actions.people.changing import change_person
from app.actions.ticket.deleting import delete
from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.taking import drop, take
from app.core.clock import HOUR_MS
from tests.web.console.conftest import JSON, NOW, write_in

PART = {"Deskbell-Part": "rows"}


async def test_a_line_says_the_subject_the_customer_and_what_changed(sign, web_desk, maria, chief, ticket):
    await edit_ticket(web_desk, maria, ticket.id, {"city": "Bremen", "country": "AT"}, NOW)
    await change_person(web_desk, maria.id, {"role": "administrator"}, None, NOW, by(chief))
    browser = await sign(chief)

    told = (await browser.get(f"/log?ticket={ticket.id}", headers=JSON)).json()["events"][0]
    rows = (await browser.get(f"/log?ticket={ticket.id}", headers=PART)).text
    people = (await browser.get("/log?action=person.changed", headers=PART)).text

    assert told["ticket_subject"] == ticket.subject
    assert told["ticket_customer"]["email"] == ticket.customer.email
    for words in (ticket.subject, ticket.customer.name, "City", '<b dir="auto">Bremen</b>', "Austria"):
        assert words in rows
    assert 'Role: <s dir="auto">Operator</s>\n<span class="arrow">→</span> <b dir="auto">Administrator</b>' in people


async def test_each_search_has_an_address_and_is_filled_in_again(sign, web_desk, maria, chief, ticket):
    await write_in(web_desk, "The band")
    browser = await sign(chief)

    page = (await browser.get("/log?customer=helena&words=arrival&to=2099-01-01")).text
    nothing = (await browser.get("/log?words=nowhere")).text

    for typed in ('name="customer" value="helena"', 'value="arrival"', 'value="2099-01-01"'):
        assert typed in page.replace("\n", " ").replace("        ", "")
    assert "/log.csv?customer=helena&amp;words=arrival&amp;to=2099-01-01" in page
    assert "No matching activity." in nothing


async def test_the_file_has_every_line_in_order_and_no_formula(sign, web_desk, maria, chief, ticket, monkeypatch):
    monkeypatch.setattr("app.queries.activity.log_pages.LARGE_PAGE", 3)
    trap = await write_in(web_desk, "=HYPERLINK(1)")
    for one in (ticket, trap):
        await take(web_desk, maria, one.id, NOW)
        await drop(web_desk, maria, one.id, NOW)
    await edit_ticket(web_desk, maria, ticket.id, {"city": "Bremen"}, NOW)
    browser = await sign(chief)

    answer = await browser.get("/log.csv?action=ticket.")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert answer.headers["content-disposition"] == 'attachment; filename="activity-log.csv"'
    assert [line["kind"] for line in lines] == [
        "ticket.changed", *["ticket.dropped", "ticket.taken"] * 2, "ticket.opened", "ticket.opened"
    ]  # fmt: skip
    assert lines[0]["changes"] == "City: Hamburg → Bremen"
    assert lines[0]["what"] == f"{maria.name} changed the city"
    assert {line["subject"] for line in lines} == {ticket.subject, "'=HYPERLINK(1)"}
    assert (await (await sign(maria)).get("/log.csv")).status_code == 403


async def test_a_deletion_keeps_number_subject_and_customer(sign, web_desk, chief, ticket):
    await delete(web_desk, chief, ticket.id, None, NOW)

    rows = (await (await sign(chief)).get("/log?action=ticket.deleted", headers=PART)).text

    for words in (f"#{ticket.id}", ticket.subject, ticket.customer.name):
        assert words in rows


async def test_a_day_of_an_operator_is_told_from_morning_to_evening(sign, web_desk, maria, chief, ticket):
    start = NOW - NOW % (24 * HOUR_MS) + 8 * HOUR_MS
    await take(web_desk, maria, ticket.id, start)
    await drop(web_desk, maria, ticket.id, start + 3 * HOUR_MS)
    await add_template(web_desk, chief, TemplateForm("Not hers", "<p>x</p>"), start)
    await take(web_desk, maria, ticket.id, start + 26 * HOUR_MS)
    browser = await sign(chief)

    told = (await browser.get(f"/log/day?operator={maria.id}&day=2026-11-18", headers=JSON)).json()
    page = (await browser.get(f"/log/day?operator={maria.id}&day=2026-11-18")).text
    wrong = await browser.get("/log/day?day=tomorrow")
    unknown = await browser.get("/log/day?operator=999", headers=JSON)

    assert [event["kind"] for event in told["events"]] == ["ticket.taken", "ticket.dropped"]
    assert told["complete"] is True
    assert "3 h without activity" in page
    assert "Taken <b>1</b>" in page
    assert "day=2026-11-17" in page
    assert "day=2026-11-19" in page
    assert ticket.subject in page
    assert "Enter the date" in wrong.text
    assert unknown.status_code == 404
