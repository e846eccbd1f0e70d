"""The log is complete and in order; lists, counts and threads say the same as the tickets."""

import ast
import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.actions.change import change
from app.actions.message.noting import add_note
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.people.people import add_group
from app.actions.ticket.reading import mark_read
from app.actions.ticket.taking import take
from app.core.errors import BadFields
from app.nouns.event import KINDS, SYSTEM
from app.nouns.waiting import WAITED_ON
from app.queries.activity.log_pages import log_page
from app.queries.activity.log_query import LogQuery
from app.queries.customer.previous import previous_tickets
from app.queries.desk.events import events_after, last_event_id
from app.queries.lists.counts import counts_for
from app.queries.lists.next_ticket import Left, left_after
from app.queries.lists.orders import SORTS, make_cursor
from app.queries.lists.ticket_row import VIEWS, TicketRow
from app.queries.lists.views import ListQuery, list_tickets
from app.queries.people.people import groups, operator_by_id
from app.queries.ticket.thread import thread_of
from app.queries.ticket.tickets import ticket_by_id
from app.seeding.history import Crew
from app.seeding.stories import stories
from app.seeding.writing import seed_tickets
from sql.tables import events, messages, tickets
from tests.app.conftest import NOW, opened
from tests.plugins.databases import engine

HOUSE = Path(__file__).parents[3]
SEEDED = 150


def recorded_kinds():
    """Every kind that the code records, by reading it: the first argument of each `record(...)`."""
    for path in sorted((HOUSE / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "record" and node.args:
                kind = node.args[0]
                if isinstance(kind, ast.Constant) and isinstance(kind.value, str) and "." in kind.value:
                    yield kind.value


def test_every_kind_that_is_written_is_known():
    assert set(recorded_kinds()) <= set(KINDS)


async def test_a_reader_who_tails_the_log_sees_every_event_once_and_in_order(desk, anna, full_size):
    rack = [await opened(desk) for _ticket in range(5)]
    start = await last_event_id(desk)
    writers, each = (100, 10) if full_size else (100, 2)
    seen, written = [], asyncio.Event()

    async def read():
        after = start
        while True:
            over = written.is_set()
            found = await events_after(desk, after, 7)
            seen.extend(event.id for event in found)
            after = found[-1].id if found else after
            if over and not found:
                return
            await asyncio.sleep(0)

    async def write(number):
        for step in range(each):
            await add_note(desk, anna, rack[number % 5].id, "<p>x</p>", f"{number}-{step}", (), NOW)

    reader = asyncio.create_task(read())
    await asyncio.gather(*(write(number) for number in range(writers)))
    written.set()
    await reader

    assert seen == list(range(start + 1, start + writers * each + 1))


@pytest.fixture
async def seeded(desk, group, anna, boris, schema_url):
    """A desk of 150 tickets in two groups, one of them closed to Boris."""
    closed = await add_group(desk, "Closed", NOW, members_only=True)
    await desk.db.execute(sa.text("INSERT INTO memberships VALUES (:one, :two)").bindparams(one=anna.id, two=closed))
    names = sorted({story.group for story in stories()})
    crew = Crew(
        ((anna.id, "Anna"), (boris.id, "Boris")),
        {name: (closed if name == names[0] else group) for name in names},
        {one.id: replace(one, answer_target_min=240) for one in await groups(desk) if one.id == group},
    )
    with engine(schema_url) as connected:
        seed_tickets(connected, crew, SEEDED, 3, NOW)
    await desk.db.execute(tickets.update().where(tickets.c.id % 7 == 0).values(trouble="bounced"))
    await desk.db.execute(tickets.update().where(tickets.c.id % 3 == 0).values(updated_ms=NOW - 5))  # many at one time
    return desk


async def all_pages(desk, operator, query, limit):
    found, cursor = [], None
    while True:
        page = await list_tickets(desk, operator, query, NOW, cursor, limit)
        found += [row.ticket for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            return found


SORTED_BY = {
    "activity": lambda ticket: (-ticket.updated_ms, -ticket.id),
    "urgent": lambda ticket: (
        (0, ticket.answer_due_ms, ticket.id) if ticket.answer_due_ms <= NOW else (1, ticket.waits_since_ms, ticket.id)
    ),
    "waiting": lambda ticket: (ticket.waits_since_ms, ticket.id),
    "newest": lambda ticket: -ticket.id,
    "late": lambda ticket: (ticket.answer_due_ms, ticket.id),
}


async def test_every_order_has_each_ticket_once_and_in_its_place(seeded, anna, ada, group):
    assert set(SORTED_BY) == set(SORTS)
    for operator in (anna, ada):
        who = await operator_by_id(seeded, operator.id)
        views = ("mine", "unassigned", "waiting_for_operator", "waiting_for_customer", "finished")
        for view, group_id in (("all", None), ("all", group), ("unassigned", group), *((view, None) for view in views)):
            usual = await all_pages(seeded, who, ListQuery(view, group_id), 17)
            for sort, key in SORTED_BY.items():
                listed = await all_pages(seeded, who, ListQuery(view, group_id, sort), 17)
                assert [ticket.id for ticket in listed] == [ticket.id for ticket in sorted(usual, key=key)]


async def test_what_becomes_late_while_somebody_pages_is_neither_missed_nor_seen_twice(desk, anna, group):
    for number in range(6):
        one = await opened(desk)
        due = NOW + 1 if number == 4 else NOW - number
        await desk.db.execute(tickets.update().where(tickets.c.id == one.id).values(answer_due_ms=due))
    query, cursor, seen = ListQuery("unassigned", sort="urgent"), None, []
    for later_ms in range(0, 60_000, 10_000):
        page = await list_tickets(desk, anna, query, NOW + later_ms, cursor, 1)
        seen += [row.ticket.id for row in page.rows]
        cursor = page.next_cursor

    first = seen[-1] - 4
    assert seen == [first + 5, first + 3, first + 2, first + 1, first, first + 4]
    assert cursor is None


async def test_the_next_ticket_is_the_next_that_waits_and_nobody_else_holds_and_those_left_are_counted(
    seeded, anna, boris
):
    for operator in [await operator_by_id(seeded, one.id) for one in (anna, boris)]:
        for query in (ListQuery("unassigned", sort="urgent"), ListQuery("mine"), ListQuery("all", sort="newest")):
            sort = "urgent" if query.sort == "activity" else query.sort
            listed = await all_pages(seeded, operator, replace(query, sort=sort), 50)
            waiting = [one for one in listed if one.status in WAITED_ON and one.operator_id in {None, operator.id}]
            for at in {0, len(waiting) // 2, len(waiting) - 1}:
                left = await left_after(seeded, operator, query, waiting[at], NOW)
                others = waiting[at + 1 :] + waiting[:at]
                assert left == Left(others[0].id if others else None, len(others))
            assert await left_after(seeded, operator, query, None, NOW) == Left(waiting[0].id, len(waiting))


async def test_nobody_is_next_where_nothing_waits(desk, anna, ticket):
    query = ListQuery("unassigned", sort="urgent")

    assert await left_after(desk, anna, query, ticket, NOW) == Left(None, 0)


def in_view(ticket, view, operator):
    if view in {"finished", "snoozed", "spam", "deleted"}:
        return ticket.shelf == view
    return ticket.shelf == "active" and {
        "mine": ticket.operator_id == operator.id,
        "unassigned": ticket.operator_id is None,
        "trouble": bool(ticket.trouble),
        "all": True,
    }.get(view, ticket.status == view)


async def test_pages_of_every_view_hold_every_ticket_once_and_counts_are_their_lengths(seeded, anna, boris, ada):
    desk = seeded
    everybody = [await operator_by_id(desk, one.id) for one in (anna, boris, ada)]
    every = [await ticket_by_id(desk, row.id) for row in await desk.db.fetch_all(sa.select(tickets.c.id))]
    for operator in everybody:
        counts = await counts_for(desk, operator)
        for view in VIEWS:
            if view == "deleted" and not operator.is_administrator:
                continue
            listed = await all_pages(desk, operator, ListQuery(view), 17)
            wanted = [t for t in every if in_view(t, view, operator) and operator.may_see_group(t.group_id)]
            assert [(t.updated_ms, t.id) for t in listed] == sorted(
                [(t.updated_ms, t.id) for t in wanted], reverse=True
            )
            said = [t for t in every if view in TicketRow(t, None).views and operator.may_see_group(t.group_id)]
            assert [
                t for t in said if view != "mine" or t.operator_id == operator.id
            ] == wanted  # as a row tells its page
            if hasattr(counts, view):
                assert getattr(counts, view) == len(wanted), view
        for group_id, count in counts.groups.items():
            assert len(await all_pages(desk, operator, ListQuery("all", group_id), 23)) == count


async def test_a_closed_group_is_nowhere_for_others(seeded, boris):
    outsider = await operator_by_id(seeded, boris.id)
    [closed] = outsider.hidden_group_ids

    assert closed not in (await counts_for(seeded, outsider)).groups
    assert await all_pages(seeded, outsider, ListQuery("all", closed), 50) == []
    one = await opened(seeded)
    await opened(seeded, group_id=closed)
    assert await previous_tickets(seeded, outsider, one) == []


async def test_views_and_places_that_there_are_not_are_named(desk, anna):
    for query, cursor, limit in (
        (ListQuery("none"), None, 5),
        (ListQuery("deleted"), None, 5),
        (ListQuery(sort="nonsense"), None, 5),
        (ListQuery(), "zz", 5),
        (ListQuery(), make_cursor(10**30, 1), 5),
        (ListQuery(), "W0luZmluaXR5LDFd", 5),  # [Infinity,1]
        (ListQuery(), make_cursor(NOW, 1, 1, NOW), 5),  # of an order with two legs
        (ListQuery(sort="urgent"), make_cursor(NOW, 1), 5),
        (ListQuery(sort="urgent"), make_cursor(NOW, 1, 2, NOW), 5),
        (ListQuery(), None, 101),
    ):
        with pytest.raises(BadFields):
            await list_tickets(desk, anna, query, NOW, cursor, limit)


async def test_reading_marks_never_go_back_nor_beyond_what_has_happened(desk, anna, ticket):
    last = await last_event_id(desk)
    await asyncio.gather(*(mark_read(desk, anna, ticket.id, last) for _window in range(5)))
    await mark_read(desk, anna, ticket.id, 10**30)
    await mark_read(desk, anna, ticket.id, 1)

    page = await list_tickets(desk, anna, ListQuery(), NOW)

    assert page.seen == {ticket.id: last}
    await customer_writes(desk, ticket.id, CustomerMessage("Hello?", "web"), NOW)
    [row] = (await list_tickets(desk, anna, ListQuery(), NOW)).rows
    assert row.ticket.customer_event_id > page.seen[ticket.id]


async def test_the_same_seed_gives_the_same_rows(seeded, schema_url, desk, anna, boris, group):
    async def rows(table):
        leave = {
            "id",
            "ticket_id",
            "message_id",
            "updated_ms",
            "customer_event_id",
            "email",
            "email_key",
            "trouble",
            "answer_due_ms",
            "group_id",
            "author_email",
            "details",
        }
        columns = [column for column in table.c if column.name not in leave]
        return sorted(tuple(map(str, row)) for row in await desk.db.fetch_all(sa.select(*columns)))

    first = {table.name: await rows(table) for table in (tickets, messages)}
    crew = Crew(((anna.id, "Anna"), (boris.id, "Boris")), {story.group: group for story in stories()})
    with engine(schema_url) as connected:
        seed_tickets(connected, crew, SEEDED, 3, NOW)
    both = {table.name: await rows(table) for table in (tickets, messages)}

    for name, found in first.items():
        assert both[name] == sorted(found * 2)


async def test_a_seeded_ticket_has_a_thread_and_a_log_like_any_other(seeded, anna):
    desk = seeded
    numbers = [row.id for row in await desk.db.fetch_all(sa.select(events.c.id).order_by(events.c.id))]
    assert numbers == list(range(1, await last_event_id(desk) + 1))
    for row in (await list_tickets(desk, anna, ListQuery("all"), NOW, None, 20)).rows:
        thread = await thread_of(desk, row.ticket)
        assert thread.messages[0].kind == "customer"
        assert thread.entries[0].kind == "ticket.opened"
        assert {
            event.kind for event in (await log_page(desk, LogQuery(ticket_id=row.ticket.id, seeded=True))).events
        } <= set(KINDS)
        taken = await take(desk, anna, row.ticket.id, NOW) if row.ticket.operator_id is None else row.ticket
        assert taken.operator_id


async def test_the_log_is_searched_by_everything_at_once_page_by_page(seeded, anna):
    every = (await log_page(seeded, LogQuery(seeded=True), limit=10_000)).events
    filters = {
        "operator_id": anna.id,
        "kind": "ticket.",
        "from_ms": NOW - 200 * 86_400_000,
        "until_ms": NOW - 10 * 86_400_000,
    }
    wanted = [
        event for event in every
        if event.actor.operator_id == anna.id and event.kind.startswith("ticket.")
        and filters["from_ms"] <= event.at_ms < filters["until_ms"]
    ]  # fmt: skip

    found, before = [], None
    while page := (await log_page(seeded, LogQuery(**filters, seeded=True), before, 9)).events:
        found += page
        before = page[-1].id

    assert [event.id for event in found] == [event.id for event in wanted]
    assert wanted
    assert (await log_page(seeded, LogQuery(ticket_id=10**30))).events == []
    assert await events_after(seeded, 10**30) == []
    assert len(await events_after(seeded, -(10**30), 5)) == 5


async def test_what_one_has_read_the_others_have_not(desk, anna, boris, ticket):
    await mark_read(desk, anna, ticket.id, await last_event_id(desk))

    assert (await list_tickets(desk, anna, ListQuery(), NOW)).seen != {}
    assert (await list_tickets(desk, boris, ListQuery(), NOW)).seen == {}


@pytest.mark.parametrize("trouble", ["failed", "bounced"])
async def test_a_ticket_whose_mail_did_not_arrive_is_in_the_view_and_its_count(desk, anna, ticket, trouble):
    await opened(desk)
    async with change(desk, ticket.id, NOW) as tx:
        await tx.save(trouble=trouble)
        tx.record("ticket.changed", SYSTEM)

    page = await list_tickets(desk, anna, ListQuery("trouble"), NOW)

    assert [row.ticket.id for row in page.rows] == [ticket.id]
    assert (await counts_for(desk, anna)).trouble == 1
