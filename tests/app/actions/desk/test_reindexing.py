"""`deskbell search rebuild`: older tickets are found like new ones, whatever an earlier version indexed."""

from sqlalchemy import func, select, update

from app.actions.desk.reindexing import BATCH, rebuild_search
from app.actions.message.noting import add_note
from app.search.query_language import read_search
from app.search.searching import search_tickets
from sql.tables import events, search_documents, tickets
from tests.app.conftest import NOW, opened


async def find(desk, operator, typed):
    page = await search_tickets(desk, operator, read_search(typed, NOW, desk.settings.zone))
    return [row.ticket.id for row in page.rows]


async def test_an_older_ticket_is_found_by_what_is_indexed_today(desk, anna, ticket):
    other = await opened(desk, "Sauna", text="When does it open?")
    await add_note(desk, anna, other.id, "<p>ask the concierge</p>", "n1", (), NOW)
    old = update(search_documents).where(search_documents.c.ticket_id == ticket.id).values(body="xxold")
    await desk.db.execute(old)
    shown = []

    counts = await rebuild_search(desk, NOW, lambda done, count: shown.append((done, count)))

    assert counts == (2, 1)
    assert shown == [(2, 2)]
    assert await find(desk, anna, ticket.customer.phone) == [other.id, ticket.id]
    assert await find(desk, anna, "old") == []
    assert await find(desk, anna, "concierge") == [other.id]


async def test_a_ticket_without_a_document_gets_one_and_no_event_is_written(desk, anna, ticket):
    await desk.db.execute(search_documents.delete())
    before = await desk.db.fetch_val(select(func.count()).select_from(events))
    version = await desk.db.fetch_val(select(tickets.c.version))

    assert await rebuild_search(desk, NOW, lambda _done, _count: None) == (1, 1)

    assert await find(desk, anna, "late") == [ticket.id]
    assert await desk.db.fetch_val(select(func.count()).select_from(events)) == before
    assert await desk.db.fetch_val(select(tickets.c.version)) == version


async def test_every_ticket_has_its_turn_once(desk, anna, group):
    for place in range(BATCH + 2):
        await opened(desk, f"Room {place}")
    shown = []

    counts = await rebuild_search(desk, NOW, lambda done, _count: shown.append(done))

    assert counts == (BATCH + 2, 0)
    assert shown == [BATCH, BATCH + 2]
