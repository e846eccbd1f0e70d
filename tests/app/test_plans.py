"""Every query of a screen goes through its index: each engine is asked for its plan, over some two thousand tickets."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.actions.change import Held
from app.actions.releasing import release_due
from app.actions.signing import operator_of_session, sign_in
from app.actions.statusing import wake_due
from app.actions.stranger_limits import may_mail_stranger, room_for_strangers_ms
from app.permissions import may_see
from app.queries.catching_up import missed_since
from app.queries.counts import _read, _read_trouble
from app.queries.events import LogQuery, events_after, last_event_id, search_log
from app.queries.lists import SORTS, VIEWS, ListQuery, list_tickets, make_cursor
from app.queries.mail_trouble import mail_trouble
from app.queries.messages import customer_messages_of, messages_of
from app.queries.outbox import due_mails
from app.queries.people import operator_by_email, operators
from app.queries.thread import thread_of
from app.queries.tickets import previous_tickets, ticket_for
from app.seeding.history import Crew
from app.seeding.stories import stories
from app.seeding.writing import seed_tickets
from sql.tables import inbound, tickets
from tests.app.conftest import NOW, PASSWORD
from tests.plugins.databases import engine

COUNT = 2000
LARGE = ("tickets", "events", "messages", "attachments", "outbox", "inbound", "sessions", "readings", "drafts")


@pytest.fixture
async def large(desk, group, anna, boris, ada, schema_url):
    """A desk with two thousand tickets; the engines know how its values are spread."""
    crew = Crew(((anna.id, "Anna"), (boris.id, "Boris")), {story.group: group for story in stories()})
    with engine(schema_url) as connected:
        seed_tickets(connected, crew, COUNT, 1, NOW)
        with connected.connect() as connection:
            if connected.dialect.name == "mysql":
                connection.exec_driver_sql("ANALYZE TABLE tickets, events, messages")
    return desk


class Plans:
    """Notes every query that runs, and asks the engine how it would run it."""

    def __init__(self, desk, url, monkeypatch):
        self.desk, self.url, self.queries = desk, url, []
        self.values = {}  # of a statement that stands at the top of its module, the last ones
        for name in ("fetch_all", "fetch_one", "fetch_val"):
            monkeypatch.setattr(desk.db, name, self._noting(getattr(desk.db, name)))

    def _noting(self, fetch):
        async def noted(query, *values, **named):
            self.queries.append(query)
            self.values[id(query)] = values
            return await fetch(query, *values, **named)

        return noted

    def of(self, table):
        """The plan of each noted query that reads this table: (statement, table as it is named there, plan lines)."""
        for query in self.queries:
            bound = self.desk.db._backend.statements.bind(query, *self.values[id(query)])
            if f"FROM {table}" in bound.sql:
                yield bound.sql, self._explain(bound)

    def _explain(self, bound):
        with engine(self.url) as connected, connected.connect() as connection:
            if connected.dialect.name == "sqlite":
                rows = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + bound.sql, bound.arguments)
                return [row.detail for row in rows]
            rows = connection.exec_driver_sql("EXPLAIN " + bound.sql, bound.arguments).mappings()
            return [
                f"{'SCAN' if row['type'] in {'ALL', 'index'} and not _covers(row) else 'SEARCH'} {row['table']}"
                f" USING {row['key']} {row['Extra'] or ''}"
                for row in rows
            ]

    def check(self, table, *indexes, sorts_few=False):
        """Assert that each query on this table uses one of these indexes, sorts nothing and scans nothing large.

        `sorts_few`: what the index finds is a handful, and may be put in order afterwards.
        """
        plans = list(self.of(table))
        assert plans, f"no query read {table}"
        for sql, lines in plans:
            plan = "\n".join(lines)
            if not sorts_few:
                assert "USE TEMP B-TREE" not in plan, (sql, plan)
                assert "Using filesort" not in plan, (sql, plan)
            assert "Using temporary" not in plan, (sql, plan)
            assert not any(_scans(line, name) for line in lines for name in LARGE), (sql, plan)
            assert any(index in plan for index in indexes), (sql, plan)


def _scans(line, table):
    """Whether the whole table is read. To walk the log in the order of its index, until the page is full, is no scan."""
    return line.startswith(f"SCAN {table}") and not line.endswith(
        ("USING INDEX ix_events_at", "COVERING INDEX ix_events_at")
    )


def _covers(row):
    """A whole index read backwards up to a limit is no scan of the table."""
    return row["type"] == "index" and int(row["rows"] or 0) <= 200


@pytest.fixture
def plans(large, schema_url, monkeypatch):
    return Plans(large, schema_url, monkeypatch)


PRIMARY = ("PRIMARY KEY", "USING PRIMARY")


async def test_no_query_of_a_screen_sorts_or_scans(plans, ada, anna, group):
    await a_page_of_each_view(plans, ada, group)
    await the_counts(plans)
    await what_waits_for_an_administrator(plans)
    await a_ticket_with_its_story(plans, anna)
    await what_came_after_an_event(plans)
    await who_is_signed_in(plans, anna)
    await what_is_due(plans)
    await what_strangers_are_sent(plans)


async def a_page_of_each_view(plans, ada, group):
    for view, (_shelf, index) in VIEWS.items():
        for group_id in (None, group):
            plans.queries.clear()
            await list_tickets(plans.desk, ada, ListQuery(view, group_id))
            await list_tickets(plans.desk, ada, ListQuery(view, group_id), make_cursor(NOW - 86_400_000, 1500))
            by_group = ["ix_tickets_shelf_group_updated"] if group_id else []
            plans.check("tickets", index, *by_group, sorts_few=view == "trouble")


async def test_no_order_of_a_view_sorts_or_scans(plans, ada, boris, group):
    """Each walks along one shelf in the order of an index, on both engines, from the top and from the middle."""
    closed = replace(boris, hidden_group_ids=frozenset({group + 1}))
    for sort, order in SORTS.items():
        if not order.index:
            continue
        for view in VIEWS:
            for who, group_id in ((ada, None), (ada, group), (closed if view != "deleted" else ada, None)):
                plans.queries.clear()
                await list_tickets(plans.desk, who, ListQuery(view, group_id, sort))
                await list_tickets(
                    plans.desk, who, ListQuery(view, group_id, sort), make_cursor(NOW - 86_400_000, 1500)
                )
                plans.check("tickets", order.index)


async def the_counts(plans):
    for read, index in ((_read, "ix_tickets_counts"), (_read_trouble, "ix_tickets_trouble")):
        plans.queries.clear()
        await read(plans.desk)

        [(_sql, lines)] = plans.of("tickets")
        assert index in lines[0]
        assert "COVERING" in lines[0] or "Using index" in lines[0]


async def what_waits_for_an_administrator(plans):
    came = {"mailbox": "pop3://desk@mail.example", "sha256": "0" * 64, "size_bytes": 1, "received_ms": NOW}
    rows = [{**came, "uid": str(number), "outcome": "appended"} for number in range(400)]
    await plans.desk.db.execute_many(sa.insert(inbound), rows)
    plans.queries.clear()
    await mail_trouble(plans.desk, NOW)

    plans.check("inbound", "ix_inbound_outcome")
    plans.check("outbox", "ix_outbox_state_due")


async def a_ticket_with_its_story(plans, anna):
    number = await plans.desk.db.fetch_val(sa.select(sa.func.max(tickets.c.id)))
    plans.queries.clear()
    ticket = await ticket_for(plans.desk, anna, number)
    assert may_see(anna, ticket)
    plans.check("tickets", *PRIMARY)
    plans.queries.clear()

    await thread_of(plans.desk, ticket)
    await messages_of(plans.desk, ticket.id)
    await customer_messages_of(plans.desk, ticket.id)
    await previous_tickets(plans.desk, anna, ticket)

    plans.check("events", "ix_events_ticket_id")
    plans.check("messages", "ix_messages_ticket_id")
    plans.check("attachments", "ix_attachments_message_id")
    plans.check("outbox", "ix_outbox_message_id")
    plans.check("tickets", "ix_tickets_customer")


async def what_came_after_an_event(plans):
    plans.queries.clear()
    last = await last_event_id(plans.desk)
    await events_after(plans.desk, last - 100)
    await missed_since(plans.desk, last - 20)

    plans.check("events", *PRIMARY)
    plans.check("counters", "sqlite_autoindex_counters_1", *PRIMARY)


DAY = {"from_ms": NOW - 40 * 86_400_000, "until_ms": NOW - 39 * 86_400_000}
SEARCHES = {
    "everything": ({}, "ix_events_at"),
    "a day": (DAY, "ix_events_at"),
    "a person": ({"operator_id": 1}, "ix_events_operator_at"),
    "a person on a day": ({"operator_id": 1, **DAY}, "ix_events_operator_at"),
    "a kind": ({"kind": "ticket.taken"}, "ix_events_kind_at"),
    "a kind on a day": ({"kind": "ticket.taken", **DAY}, "ix_events_kind_at"),
    "a family": ({"kind": "setting."}, "ix_events_kind_at"),
    "a family on a day": ({"kind": "ticket.", **DAY}, "ix_events_kind_at"),
    "a person's acts of a kind": (
        {"operator_id": 1, "kind": "ticket.taken", **DAY},
        "ix_events_operator_at",
        "ix_events_kind_at",
    ),
    "a ticket": ({"ticket_id": 1500}, "ix_events_ticket_id"),
    "a person on a ticket": ({"ticket_id": 1500, "operator_id": 1, "kind": "ticket.", **DAY}, "ix_events_ticket_id"),
}


async def test_no_search_of_the_log_sorts_or_scans(plans):
    before = await last_event_id(plans.desk) - 500
    for asked, *indexes in SEARCHES.values():
        plans.queries.clear()
        await search_log(plans.desk, LogQuery(**asked))
        await search_log(plans.desk, LogQuery(**asked), before)
        plans.queries = [query for query in plans.queries if "details" in query.selected_columns]  # not the cursor's
        plans.check("events", *indexes)


async def who_is_signed_in(plans, anna):
    token, _operator = await sign_in(plans.desk, anna.email, PASSWORD, "203.0.113.1", "", NOW)
    plans.queries.clear()

    await operator_of_session(plans.desk, token, NOW)
    await operator_by_email(plans.desk, anna.email)

    plans.check("sessions", "sqlite_autoindex_sessions_1", "USING PRIMARY")
    plans.check("operators", "uq_operators_email_key", "sqlite_autoindex_operators_1", *PRIMARY)
    plans.check("memberships", "sqlite_autoindex_memberships_1", "USING PRIMARY")


async def what_is_due(plans):
    plans.queries.clear()
    await wake_due(plans.desk, NOW)
    await release_due(plans.desk, NOW)
    await due_mails(plans.desk, NOW, 50)

    plans.check("tickets", "ix_tickets_snoozed_until_ms", "ix_tickets_shelf_updated", "ix_tickets_counts")
    plans.check("messages", "ix_messages_held_until_ms")
    plans.check("outbox", "ix_outbox_state_due")
    assert await operators(plans.desk)


async def what_strangers_are_sent(plans):
    plans.queries.clear()
    await may_mail_stranger(Held(plans.desk, NOW), "somebody@guest.example")
    plans.check("outbox", "ix_outbox_stranger")

    plans.queries.clear()
    await room_for_strangers_ms(Held(plans.desk, NOW))
    plans.check("outbox", "ix_outbox_kind_due")
