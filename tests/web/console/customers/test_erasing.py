"""Handing out and erasing a customer's data, and the bin of deleted tickets, as administrators ask for them."""

import io
import json
import zipfile

import pytest

from app.actions.message.noting import add_note
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.ticket.deleting import delete
from app.core.clock import now_ms
from app.files.kinds import Upload
from app.nouns.ticket import RESTORABLE_MS, Customer
from app.queries.customer.known import customer_id_of
from app.queries.desk.events import events_after, last_event_id
from app.queries.ticket.tickets import ticket_by_id
from tests.web.console.conftest import HELENA, JSON, NOW, write_in

RUTH = Customer("Ruth Ober", "ruth@guest.example", "+43 1 5550", "", "Wien", "AT")


@pytest.fixture
async def number(web_desk, ticket):
    return await customer_id_of(web_desk, HELENA.email_key)


async def archive_of(browser, number, **fields):
    answer = await browser.post(f"/customers/{number}/archive", data=fields)
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.content))


async def test_the_archive_has_all_that_was_written_to_and_by_a_customer(sign, web_desk, maria, chief, ticket, number):
    same = [Upload("scan.pdf", "application/pdf", b"%PDF one"), Upload("scan.pdf", "application/pdf", b"%PDF two")]
    await customer_writes(
        web_desk, ticket.id, CustomerMessage("Here is the booking.", "web", attachments=tuple(same)), NOW
    )
    await add_note(web_desk, maria, ticket.id, "<p>A secret of the house</p>", "note", (), NOW)
    await write_in(web_desk, "Parking", customer=RUTH)
    before = await last_event_id(web_desk)

    archive = await archive_of(await sign(chief), number)

    assert archive.testzip() is None
    names = archive.namelist()
    facts = json.loads(archive.read(f"ticket-{ticket.id}/ticket.json"))
    assert [one["text"] for one in facts["messages"]] == ["We arrive at 00:45.", "Here is the booking."]
    assert (facts["phone"], facts["name"]) == ("+49 40 5550", "Helena Brandt")
    assert sorted(archive.read(name) for name in names if name.endswith(".pdf")) == [b"%PDF one", b"%PDF two"]
    assert json.loads(archive.read("customer.json"))["addresses"] == [{"email": HELENA.email, "verified": False}]
    everything = b"".join(archive.read(name) for name in names)
    assert b"secret of the house" not in everything
    assert b"ruth@" not in everything
    events = [event for event in await events_after(web_desk, before) if event.kind.startswith("customer.")]
    assert [(event.kind, event.details["tickets"]) for event in events] == [("customer.exported", 1)]


async def test_notes_are_in_the_archive_if_they_are_asked_for(sign, web_desk, maria, chief, ticket, number):
    await add_note(web_desk, maria, ticket.id, "<p>A secret of the house</p>", "note", (), NOW)

    archive = await archive_of(await sign(chief), number, internal="1")

    assert "secret of the house" in archive.read(f"ticket-{ticket.id}/ticket.json").decode()


async def test_what_would_go_is_shown_before_it_goes(sign, web_desk, chief, ticket, number):
    browser = await sign(chief)

    preview = (await browser.get(f"/customers/{number}/erase")).text
    refused = await browser.post(f"/customers/{number}/erase", data={"confirmed": "no@guest.example"})

    for words in ("1 ticket", "(1 still open)", "1 message", HELENA.email, "cannot be undone", "Ticket numbers, times"):
        assert words in preview
    assert refused.status_code == 422
    assert "no@guest.example" in refused.text
    assert not (await ticket_by_id(web_desk, ticket.id)).is_erased


async def test_an_erased_customer_and_their_tickets_are_gone(sign, web_desk, chief, ticket, number):
    browser = await sign(chief)

    erased = await browser.post(f"/customers/{number}/erase", data={"confirmed": HELENA.email})

    assert (erased.status_code, erased.headers["location"]) == (303, "/customers?done=erased")
    assert "Helena" not in (await browser.get(erased.headers["location"])).text
    assert (await browser.get(f"/customers/{number}", headers=JSON)).status_code == 404
    assert (await browser.get(f"/tickets/{ticket.id}", headers=JSON)).status_code == 404
    log = (await browser.get("/log")).text
    assert "erased all data of customer" in log
    assert "Helena" not in log


async def test_the_bin_says_when_a_ticket_is_erased_and_erases_it_now(sign, web_desk, chief, ticket):
    await delete(web_desk, chief, ticket.id, None, now_ms())
    browser = await sign(chief)

    page = (await browser.get("/deleted")).text
    listed = (await browser.get("/deleted", headers=JSON)).json()["tickets"]
    asked = (await browser.get(f"/deleted?erase={ticket.id}")).text
    gone = await browser.post(f"/tickets/{ticket.id}/erase")

    assert "Late arrival" in page
    assert "Anna Lindqvist" in page
    assert [one["id"] for one in listed] == [ticket.id]
    assert listed[0]["erased_at"] == (await ticket_by_id(web_desk, ticket.id)).deleted_ms + RESTORABLE_MS
    assert f"Erase #{ticket.id} now?" in asked
    assert gone.headers["location"] == f"/deleted?erased={ticket.id}"
    assert (await ticket_by_id(web_desk, ticket.id)).is_erased
    assert (await browser.get("/deleted", headers=JSON)).json()["tickets"] == []


async def test_a_ticket_that_is_not_deleted_is_not_erased(sign, web_desk, chief, ticket):
    refused = await (await sign(chief)).post(f"/tickets/{ticket.id}/erase", headers=JSON)

    assert refused.status_code == 409
    assert not (await ticket_by_id(web_desk, ticket.id)).is_erased


async def test_the_bin_has_pages(sign, web_desk, chief, group, monkeypatch):
    monkeypatch.setattr("app.queries.lists.deleted_page.PAGE", 2)
    tickets = [await write_in(web_desk, f"Request {count}") for count in range(5)]
    for place, ticket in enumerate(tickets):
        await delete(web_desk, chief, ticket.id, None, NOW + place // 2)
    browser = await sign(chief)

    found, before = [], ""
    for _page in range(4):
        page = (await browser.get(f"/deleted?before={before}", headers=JSON)).json()
        found += [one["id"] for one in page["tickets"]]
        before = page["before"]
        if before is None:
            break

    assert found == [ticket.id for ticket in reversed(tickets)]
