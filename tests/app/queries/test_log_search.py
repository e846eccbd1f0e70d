"""Searching the activity log: every filter at once, page by page, and nothing that was invented."""

from dataclasses import replace

import pytest

from app.actions.desk.erasing import erase_due
from app.actions.desk.templates import TemplateForm, add_template, delete_template
from app.actions.message.opening import NewTicket, open_ticket
from app.actions.ticket.deleting import delete
from app.actions.ticket.editing import edit_ticket
from app.actions.ticket.taking import drop, take
from app.core.clock import DAY_MS
from app.nouns.event import Actor
from app.queries.activity import log_sources
from app.queries.activity.log_pages import log_lines, log_page
from app.queries.activity.log_query import LogQuery
from app.queries.desk.events import events_after
from app.seeding.history import Crew
from app.seeding.stories import stories
from app.seeding.writing import seed_tickets
from tests.app.conftest import HELENA, NOW, opened
from tests.plugins.databases import engine

OTTO = replace(HELENA, name="Otto Krämer", email="otto@guest.example")


async def kinds(desk, **asked):
    return [event.kind for event in (await log_page(desk, LogQuery(**asked))).events]


async def written_by_otto(desk, subject, at_ms=NOW):
    new = NewTicket(OTTO, subject, "Hello.", source="web", client_ip="203.0.113.84")
    return await open_ticket(desk, new, Actor("customer", OTTO.name), at_ms)


@pytest.mark.parametrize("typed", ["Helena", "brandt helena", "helena@guest.example", "HELENA@guest.example"])
async def test_what_happened_to_a_customer_is_found_by_name_and_address(desk, anna, ticket, typed):
    other = await written_by_otto(desk, "An early breakfast")
    for one in (ticket, other):
        await take(desk, anna, one.id, NOW)

    found = (await log_page(desk, LogQuery(customer=typed))).lines

    assert {line.event.ticket_id for line in found} == {ticket.id}
    assert [line.event.kind for line in found] == ["ticket.taken", "ticket.opened"]
    assert {(line.subject, line.name, line.email) for line in found} == {
        (ticket.subject, "Helena Brandt", "Helena@guest.example")
    }


async def test_all_filters_hold_at_once(desk, anna, boris, ticket):
    other = await written_by_otto(desk, "Late arrival of the band")
    await take(desk, anna, ticket.id, NOW + 1)
    await take(desk, boris, other.id, NOW + 2)
    await drop(desk, anna, ticket.id, NOW + DAY_MS)

    late = {"words": "arrival"}
    assert await kinds(desk, **late, operator_id=anna.id) == ["ticket.dropped", "ticket.taken"]
    assert await kinds(desk, **late, operator_id=anna.id, kind="ticket.taken") == ["ticket.taken"]
    assert await kinds(desk, **late, operator_id=anna.id, from_ms=NOW + DAY_MS) == ["ticket.dropped"]
    assert await kinds(desk, **late, customer="otto") == ["ticket.taken", "ticket.opened"]
    assert await kinds(desk, **late, customer="otto", operator_id=anna.id) == []
    assert await kinds(desk, **late, ticket_id=ticket.id, kind="ticket.opened") == ["ticket.opened"]
    assert await kinds(desk, words="breakfast", ticket_id=ticket.id) == []
    assert await kinds(desk, words="...") == []


async def test_words_find_what_is_about_no_ticket_by_names_and_changes(desk, anna, ada, ticket):
    made = await add_template(desk, ada, TemplateForm("Cot confirmed", "<p>Yes.</p>"), NOW)
    await delete_template(desk, ada, made.id, NOW + 1)

    assert await kinds(desk, words="cot") == ["template.deleted", "template.changed"]
    assert await kinds(desk, words="cot", kind="template.deleted") == ["template.deleted"]
    assert await kinds(desk, words="cot", operator_id=anna.id) == []
    assert await kinds(desk, words="cot", kind="ticket.") == []


async def test_an_erased_ticket_is_found_by_what_its_deletion_keeps(desk, anna, ada, ticket):
    await take(desk, anna, ticket.id, NOW)
    await delete(desk, ada, ticket.id, None, NOW + 1)
    assert await erase_due(desk, NOW + 40 * DAY_MS) == 1

    for asked in ({"customer": "helena@guest.example"}, {"customer": "brandt"}, {"words": ticket.subject}):
        found = (await log_page(desk, LogQuery(**asked))).lines
        assert [line.event.kind for line in found] == [
            "ticket.erased",
            "ticket.deleted",
            "ticket.taken",
            "ticket.opened",
        ]
        assert {(line.subject, line.name) for line in found} == {(ticket.subject, "Helena Brandt")}


async def test_a_search_without_an_index_goes_on_window_by_window_and_misses_nothing(desk, ada, ticket, monkeypatch):
    monkeypatch.setattr(log_sources, "WINDOW", 7)
    wanted = []
    for number in range(40):
        name = "Cot confirmed" if number % 9 == 0 else "Late arrival noted"
        await add_template(desk, ada, TemplateForm(name, "<p>Yes.</p>"), NOW + number)
        if number % 9 == 0:
            wanted.append((await events_after(desk, 0))[-1].id)

    found, before, pages = [], None, 0
    while pages == 0 or before is not None:
        page = await log_page(desk, LogQuery(words="cot"), before)
        found += [event.id for event in page.events]
        before, pages = page.before, pages + 1

    assert found == wanted[::-1]
    assert 5 < pages < 12


async def test_what_was_invented_is_left_out(desk, group, anna, schema_url, ticket):
    crew = Crew(((anna.id, "Anna"),), {story.group: group for story in stories()})
    with engine(schema_url) as connected:
        seed_tickets(connected, crew, 30, 1, NOW)
        seed_tickets(connected, crew, 30, 2, NOW)
    await take(desk, anna, ticket.id, NOW)

    everything = [line async for lines in log_lines(desk, LogQuery()) for line in lines]

    assert {line.event.ticket_id for line in everything} == {ticket.id, None}
    assert await kinds(desk, operator_id=anna.id) == ["ticket.taken"]
    assert len((await log_page(desk, LogQuery(operator_id=anna.id, seeded=True))).events) > 20


async def test_a_customers_address_that_was_corrected_finds_the_ticket_by_the_new_one(desk, anna, ticket):
    await take(desk, anna, ticket.id, NOW)
    await edit_ticket(desk, anna, ticket.id, {"email": "new@guest.example"}, NOW)

    assert await kinds(desk, customer="new@guest.example") == ["ticket.changed", "ticket.taken", "ticket.opened"]
    assert await kinds(desk, customer="helena@guest.example") == []


async def test_more_tickets_than_are_looked_at_are_said_to_be_cut(desk, monkeypatch, anna, group):
    monkeypatch.setattr("app.queries.activity.found_tickets.MOST_TICKETS", 3)
    for _number in range(5):
        await opened(desk)

    page = await log_page(desk, LogQuery(customer="helena"))

    assert page.is_cut
    assert len(page.events) == 3
