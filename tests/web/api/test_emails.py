"""The list of all emails, received and sent."""

from dataclasses import replace

import pytest
from sqlalchemy import insert, update

from app.core.clock import DAY_MS
from sql.tables import inbound, outbox
from tests.web.api.conftest import HELENA, write_in
from tests.web.conftest import NOW


async def came_in(desk, ticket, at_ms):
    facts = {"mailbox": "inbox", "uid": str(at_ms), "sha256": "0" * 64, "size_bytes": 1, "received_ms": at_ms}
    told = {"from_email": ticket.customer.email, "subject": ticket.subject, "ticket_id": ticket.id}
    await desk.db.execute(insert(inbound).values(**facts, **told, outcome="appended"))


async def test_emails_are_listed_newest_first_with_direction_and_ticket(web_desk, shop):
    ticket = await write_in(web_desk)

    answer = (await shop.get("/api/v1/emails?direction=out&count=true")).json()

    assert (answer["count"], answer["next_cursor"]) == (1, None)
    mail = answer["emails"][0]
    assert (mail["direction"], mail["ticket"], mail["to"]) == ("out", ticket.id, ["helena@guest.example"])
    assert (mail["from"], mail["subject"], mail["state"]) == ("desk@aurora.example", "Late arrival", "queued")
    assert (await shop.get("/api/v1/emails?direction=in")).json()["emails"] == []


async def test_emails_of_both_directions_go_on_from_page_to_page_without_gap_or_repeat(web_desk, shop):
    guests = [replace(HELENA, email=f"guest{number}@guest.example") for number in range(5)]
    tickets = [await write_in(web_desk, "Late arrival", guest) for guest in guests]
    for number, ticket in enumerate(tickets[:3]):
        await came_in(web_desk, ticket, NOW + number)
    late = update(outbox).where(outbox.c.ticket_id == tickets[0].id).values(sent_ms=NOW + DAY_MS)
    await web_desk.db.execute(late)  # the first one left last: it waited for its server

    found, path = [], "/api/v1/emails?limit=2&count=true"
    while path:
        answer = (await shop.get(path)).json()
        found += [(mail["direction"], mail["ticket"]) for mail in answer["emails"]]
        assert answer["count"] == 8
        path = answer["next_cursor"] and f"/api/v1/emails?limit=2&count=true&cursor={answer['next_cursor']}"

    assert sorted(found) == [*(("in", one.id) for one in tickets[:3]), *(("out", one.id) for one in tickets)]
    assert [ticket for direction, ticket in found if direction == "out"] == [one.id for one in tickets[::-1]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("direction=in", 1),
        ("direction=out", 2),
        ("ticket=1", 2),
        ("state=queued", 2),
        ("state=appended", 1),
        ("state=sent", 0),
        ("created_from=2026-11-18", 3),
        ("created_to=2026-11-17", 0),
    ],
)
async def test_every_filter_of_emails_finds_and_counts(web_desk, shop, query, found):
    first = await write_in(web_desk)
    await write_in(web_desk, "Invoice")
    await came_in(web_desk, first, NOW)

    answer = (await shop.get(f"/api/v1/emails?{query}&count=true")).json()

    assert (len(answer["emails"]), answer["count"]) == (found, found)


async def test_an_unknown_state_of_emails_is_refused_and_not_looked_for(shop):
    answer = await shop.get("/api/v1/emails?state=eaten")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "state")
