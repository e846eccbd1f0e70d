"""Further fields of a form on another site, as programs read them and fill them in."""

import asyncio

import pytest

from app.actions.api.forms import TypedForm, add_form, revoke_form
from app.queries.api.forms import entry_of, form_by_id, form_figures
from app.queries.desk.events import events_after
from app.queries.ticket.tickets import ticket_by_id
from app.site_forms.site_form import Proof
from tests.web.api.conftest import LETTER, SYSTEM, write_in
from tests.web.conftest import NOW, person

EXTRA = "arrival = Date of arrival\nroom = Room"


@pytest.fixture
async def form(web_desk, board):
    return await add_form(web_desk, TypedForm("Booking", board, "de", extra=EXTRA), SYSTEM, NOW)


async def test_what_visitors_filled_in_is_read_by_its_name_in_the_form(web_desk, browse, program, form, board):
    await write_in(web_desk)
    visitor, client = browse(headers={"Accept": "text/html"}), await program(group_ids=frozenset({board}))
    await visitor.post(f"/forms/{form.key}", data={**LETTER, "arrival": "21 November", "room": " "})

    listed = (await client.get("/api/v1/tickets")).json()["tickets"]
    one = (await client.get("/api/v1/tickets/2")).json()
    changed = (await client.patch("/api/v1/tickets/2", json={"city": "Bremen"})).json()

    assert [ticket["fields"] for ticket in listed] == [{"arrival": "21 November"}, {}]
    assert one["fields"] == changed["fields"] == {"arrival": "21 November"}


async def test_a_ticket_from_before_names_were_kept_has_its_labels(web_desk, browse, program, form, board):
    client = await program(group_ids=frozenset({board}))
    await browse(headers={"Accept": "text/html"}).post(f"/forms/{form.key}", data={**LETTER, "arrival": "21 November"})
    await web_desk.db.execute("""UPDATE form_entries SET fields = '[["Date of arrival", "21 November"]]'""")

    assert (await client.get("/api/v1/tickets/1")).json()["fields"] == {"Date of arrival": "21 November"}


async def test_a_program_fills_in_a_form_and_the_ticket_is_that_forms(web_desk, shop, form, board):
    filled = {"arrival": "21\nNovember", "room": ""}

    answer = await shop.post("/api/v1/tickets", json={**LETTER, "form": form.key, "fields": filled})

    assert answer.status_code == 201, answer.text
    ticket, entry = await ticket_by_id(web_desk, 1), await entry_of(web_desk, 1)
    assert (ticket.source, ticket.group_id, ticket.language) == ("api", board, "de")
    assert [(one.name, one.label, one.text) for one in entry.fields] == [("arrival", "Date of arrival", "21 November")]
    assert (entry.form_name, entry.proof, entry.held_ms) == ("Booking", Proof.KEY, None)
    assert (await form_by_id(web_desk, form.id)).ticket_count == 1
    figures = (await form_figures(web_desk))[form.id]
    assert (figures.proved, figures.unproved) == (0, 0)
    [opened] = [event for event in await events_after(web_desk, 0) if event.kind == "ticket.opened"]
    assert (opened.details["form"], opened.actor.name) == ("Booking", "Shop")


async def test_operators_read_and_find_what_a_program_filled_in(web_desk, browse, shop, group):
    form = await add_form(web_desk, TypedForm("Booking", extra=EXTRA), SYSTEM, NOW)
    await shop.post("/api/v1/tickets", json={**LETTER, "form": form.key, "fields": {"arrival": "Michaelmas"}})
    maria = await person(web_desk, "Maria", groups=("Reservations",))
    window = browse()
    await window.post("/sign-in", data={"email": maria.email, "password": "a bell rings thrice"})

    page = (await window.get("/tickets/1")).text
    found = (await shop.get("/api/v1/tickets", params={"q": "michaelmas"})).json()["tickets"]

    assert "Date of arrival</dt>" in page
    assert [ticket["fields"] for ticket in found] == [{"arrival": "Michaelmas"}]


async def test_group_and_language_of_the_request_go_before_the_forms(web_desk, shop, form, group):
    own = {"group": "Reservations", "language": "fr", "form": form.key}

    await shop.post("/api/v1/tickets", json={**LETTER, **own})

    ticket = await ticket_by_id(web_desk, 1)
    assert (ticket.language, ticket.group_id) == ("fr", group)


async def test_the_same_idempotency_key_is_one_ticket_of_the_form_also_after_an_hour(web_desk, shop, form):
    body, headers = {**LETTER, "form": form.key, "fields": {"room": "12"}}, {"Idempotency-Key": "b-1"}

    answers = await asyncio.gather(*(shop.post("/api/v1/tickets", json=body, headers=headers) for _time in range(3)))
    await web_desk.db.execute("UPDATE tickets SET created_ms = created_ms - 7200000")
    answers.append(await shop.post("/api/v1/tickets", json=body, headers=headers))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert (await form_by_id(web_desk, form.id)).ticket_count == 1
    other = await shop.post("/api/v1/tickets", json={**body, "fields": {"room": "14"}}, headers=headers)
    assert other.json()["type"].rpartition("/")[2] == "idempotency-key-reused"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"form": "f_" + "0" * 22}, "form"),
        ({"form": "nothing"}, "form"),
        ({"fields": {"arrival": "x"}}, "form"),
        ({"form": "KEY", "fields": {"beds": "2"}}, "fields"),
        ({"form": "KEY", "fields": {"room": "x" * 2001}}, "fields"),
        ({"form": "KEY", "fields": {"room": 12}}, "fields"),
        ({"form": "KEY", "fields": ["room"]}, "fields"),
    ],
)
async def test_a_form_or_field_that_there_is_not_is_named_and_nothing_is_made(web_desk, shop, form, given, field):
    body = {**LETTER, **given, **({"form": form.key} if given.get("form") == "KEY" else {})}

    answer = await shop.post("/api/v1/tickets", json=body)

    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [field])
    assert await ticket_by_id(web_desk, 1) is None


async def test_a_revoked_form_takes_no_tickets_of_programs_either(web_desk, shop, form):
    await revoke_form(web_desk, form.id, SYSTEM, NOW)

    answer = await shop.post("/api/v1/tickets", json={**LETTER, "form": form.key})

    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, ["form"])
    assert await ticket_by_id(web_desk, 1) is None
