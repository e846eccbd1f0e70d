"""What programs read: tickets with every search field, messages, events, emails, customers, files."""

import pytest

from app.actions.message.noting import add_note
from app.actions.ticket.deleting import delete
from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.taking import take
from app.files.kinds import Upload
from app.nouns.operator import Role
from app.nouns.ticket import Customer
from app.queries.ticket.messages import messages_of
from tests.web.api.conftest import SECRET, write_in
from tests.web.conftest import NOW, person
from web.api.calls.all import ALL

RUTH = Customer("=Ruth Ober", "ruth@guest.example", "+43 1 5550", "", "Wien", "AT")


async def test_a_list_goes_on_from_page_to_page_without_gap_or_repeat(web_desk, shop):
    made = [(await write_in(web_desk, f"Ticket {number}")).id for number in range(7)]

    found, path = [], "/api/v1/tickets?limit=3&count=true"
    while path:
        answer = await shop.get(path)
        found += [ticket["id"] for ticket in answer.json()["tickets"]]
        assert answer.json()["count"] == 7
        link = answer.headers.get("link", "")
        assert bool(link) == bool(answer.json()["next_cursor"])
        path = link.partition(">")[0].removeprefix("<http://127.0.0.1:8000")

    assert found == made[::-1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=open", 2),
        ("city=wien", 1),
        ("country=DE", 1),
        ("email=ruth@guest.example", 1),
        ("name=helena", 1),
        ("phone=5550", 2),
        ("subject=invoice", 1),
        ("text=arrive", 2),
        ("q=invoice", 1),
        ("q=invoice&sort=best", 1),
        ("id=1", 1),
        ("operator=nobody", 1),
        ("operator=Maria", 1),
        ("group=Reservations", 2),
        ("status=closed", 0),
        ("created_from=2020-01-01", 2),
        ("created_to=2020-01-01", 0),
    ],
)
async def test_every_search_field_finds_and_counts(web_desk, shop, maria, query, found):
    await write_in(web_desk, "Late arrival")
    other = await write_in(web_desk, "Invoice", RUTH)
    await take(web_desk, maria, other.id, NOW)

    answer = (await shop.get(f"/api/v1/tickets?{query}&count=true")).json()

    assert (len(answer["tickets"]), answer["count"], answer["count_is_more"]) == (found, found, False)


@pytest.mark.parametrize(
    "query",
    [
        "statsu=open",
        "sort=worst",
        "status=eaten",
        "created_from=2026-02-30",
        "operator=Unheard",
        "country=Atlantis",
        "group=Nowhere",
        "q=nose:cold",
        "id=x",
    ],
)
async def test_what_a_list_cannot_do_is_said_and_not_ignored(shop, query):
    answer = await shop.get(f"/api/v1/tickets?{query}")

    assert answer.status_code == 422, answer.text
    assert [one["field"] for one in answer.json()["errors"]] == [query.partition("=")[0]]


@pytest.mark.parametrize(
    "operation", [one for one in ALL if one.query and "cursor" in one.query.model_fields], ids=lambda one: one.name
)
async def test_each_list_refuses_a_limit_that_is_too_large_and_a_cursor_of_nobodys(web_desk, shop, operation):
    ticket = await write_in(web_desk)
    address = operation.address.replace("{id:int}", str(ticket.id))
    most = operation.query.model_json_schema()["properties"]["limit"]["maximum"]

    for given in ({"limit": most + 1}, {"limit": 0}, {"cursor": "x"}, {"cursor": "9" * 70}):
        answer = await shop.get(address, params=given)
        assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, list(given)), given
    assert (await shop.get(address, params={"limit": most, "cursor": ""})).status_code == 200


async def test_a_ticket_has_its_version_as_etag(web_desk, shop, maria):
    ticket = await write_in(web_desk)
    first = await shop.get(f"/api/v1/tickets/{ticket.id}")
    etag = first.headers["etag"]
    assert (await shop.get(f"/api/v1/tickets/{ticket.id}", headers={"If-None-Match": etag})).status_code == 304

    await take(web_desk, maria, ticket.id, NOW)

    now = await shop.get(f"/api/v1/tickets/{ticket.id}", headers={"If-None-Match": etag})
    assert (now.status_code, now.json()["holder"]["name"]) == (200, "Maria")
    assert now.headers["etag"] != etag
    assert ticket.access_code not in now.text


async def test_members_only_tickets_exist_for_no_key_that_does_not_name_the_group(web_desk, program, board):
    ticket = await write_in(web_desk, SECRET, group_id=board, text=SECRET, attachments=(Upload("a.txt", "", b"x"),))
    file = (await messages_of(web_desk, ticket.id))[0].attachments[0].key
    outsider, insider = await program(), await program(group_ids=frozenset({board}))

    for path in (f"/tickets/{ticket.id}", f"/tickets/{ticket.id}/messages", f"/attachments/{file}"):
        assert (await outsider.get(f"/api/v1{path}")).json() == (await outsider.get("/api/v1/tickets/99")).json()
        assert (await insider.get(f"/api/v1{path}")).status_code == 200
    for path in (
        "/tickets?count=true",
        f"/tickets?q={SECRET}&count=true",
        "/emails?count=true",
        "/customers?count=true",
    ):
        answer = await outsider.get(f"/api/v1{path}")
        assert answer.json()["count"] == 0, path
        assert (await insider.get(f"/api/v1{path}")).json()["count"] == 1, path
    events = [await client.get("/api/v1/events") for client in (outsider, insider)]
    assert [SECRET in answer.text for answer in events] == [False, True]


async def test_a_deleted_ticket_exists_for_no_key(web_desk, program):
    chief = await person(web_desk, "Anna", Role.ADMINISTRATOR)
    ticket = await write_in(web_desk)
    await delete(web_desk, chief, ticket.id, None, NOW)
    client = await program("tickets:read", operator_id=chief.id)

    assert (await client.get(f"/api/v1/tickets/{ticket.id}")).status_code == 404
    assert (await client.get("/api/v1/tickets?count=true")).json()["count"] == 0


async def test_internal_notes_need_their_scope(web_desk, program, maria):
    ticket = await write_in(web_desk)
    await add_note(web_desk, maria, ticket.id, "<p>Whispered</p>", "", (), NOW)
    plain = await program("tickets:read", "events:read")
    trusted = await program("tickets:read", "events:read", "notes:read")

    for path in (f"/api/v1/tickets/{ticket.id}/messages", "/api/v1/events"):
        assert [("Whispered" in (await client.get(path)).text) for client in (plain, trusted)] == [False, True], path


async def test_messages_come_in_order_page_by_page_with_their_files(web_desk, shop, maria):
    ticket = await write_in(web_desk, attachments=(Upload("plan.txt", "text/plain", b"a plan"),))
    for word in ("One", "Two"):
        await add_note(web_desk, maria, ticket.id, f"<p>{word}</p>", "", (), NOW)

    first = (await shop.get(f"/api/v1/tickets/{ticket.id}/messages?limit=2&count=true")).json()
    rest = (await shop.get(f"/api/v1/tickets/{ticket.id}/messages?limit=2&cursor={first['next_cursor']}")).json()

    assert [message["text"] for message in first["messages"] + rest["messages"]] == [
        "We arrive at 00:45.",
        "One",
        "Two",
    ]
    assert (first["count"], rest["count"], rest["next_cursor"]) == (3, None, None)
    file = first["messages"][0]["attachments"][0]
    answer = await shop.get(file["url"])
    assert (answer.content, answer.headers["content-disposition"]) == (
        b"a plan",
        "attachment; filename*=UTF-8''plan.txt",
    )


async def test_events_go_on_from_the_cursor_and_none_is_missed(web_desk, shop):
    for number in range(5):
        await write_in(web_desk, f"Ticket {number}")

    cursor, opened = "0", []
    while True:
        answer = (await shop.get(f"/api/v1/events?cursor={cursor}&limit=2")).json()
        opened += [event["ticket"] for event in answer["events"] if event["kind"] == "ticket.opened"]
        cursor = answer["next_cursor"]
        if not answer["more"]:
            break

    assert opened == [1, 2, 3, 4, 5]
    assert (await shop.get(f"/api/v1/events?cursor={cursor}")).json()["events"] == []


async def test_events_are_counted_as_they_are_listed(web_desk, program, shop, maria, board, monkeypatch):
    chief = await person(web_desk, "Anna", Role.ADMINISTRATOR)
    await write_in(web_desk, SECRET, group_id=board)
    moved, gone = await write_in(web_desk), await write_in(web_desk)
    await edit_ticket(web_desk, chief, moved.id, {"group": "Board"}, NOW)
    await delete(web_desk, chief, gone.id, None, NOW)
    noted = await write_in(web_desk, text='They said "message_kind": "note" to me.')
    await add_note(web_desk, maria, noted.id, "<p>Whispered</p>", "", (), NOW)
    insider, deaf = await program(group_ids=frozenset({board})), await program("events:read")

    counts = []
    for client in (shop, insider, deaf):
        for after in (0, 4):
            told = (await client.get(f"/api/v1/events?after={after}&count=true")).json()
            assert (told["count"], told["count_is_more"]) == (len(told["events"]), False)
            counts.append(told["count"])
    assert counts[2] > counts[0] > counts[4] > 0
    assert (await shop.get("/api/v1/events?count=true&limit=1&cursor=4")).json()["count"] == counts[0]
    assert (await shop.get("/api/v1/events")).json()["count"] is None

    monkeypatch.setattr("app.queries.api.counting.MOST_LOOKED_AT", 3)
    bounded = (await insider.get("/api/v1/events?count=true")).json()
    assert (bounded["count"] <= 3, bounded["count_is_more"]) == (True, True)


@pytest.mark.parametrize("operation", [one for one in ALL if one.query and "cursor" in one.query.model_fields])
def test_each_list_counts_where_it_is_asked_to(operation):
    assert "count" in operation.query.model_fields
    assert {"count", "count_is_more"} <= operation.answer.model_fields.keys()


async def test_a_ticket_that_moved_into_a_closed_group_is_told_no_more(web_desk, shop, board):
    chief = await person(web_desk, "Anna", Role.ADMINISTRATOR)
    ticket = await write_in(web_desk, SECRET)
    await edit_ticket(web_desk, chief, ticket.id, {"group": "Board"}, NOW)

    assert SECRET not in (await shop.get("/api/v1/events")).text


async def test_customers_come_as_json_and_as_a_table_that_no_spreadsheet_runs(web_desk, shop):
    await write_in(web_desk)
    await write_in(web_desk, "Invoice", RUTH)

    told = (await shop.get("/api/v1/customers?limit=1")).json()
    table = await shop.get("/api/v1/customers?format=csv")

    assert [one["email"] for one in told["customers"]] == ["helena@guest.example"]
    assert told["next_cursor"]
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.text.splitlines()[2].endswith("'=Ruth Ober,ruth@guest.example")
