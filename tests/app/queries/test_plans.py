"""Every query of a screen goes through its index: each engine is asked for its plan, over some two thousand tickets."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from app.actions.change import Change
from app.actions.mail.stranger_limits import room_for_stranger_ms
from app.actions.message.drafts import save_draft
from app.actions.message.releasing import release_due
from app.actions.people.signing import operator_of_session, sign_in
from app.actions.ticket.statusing import wake_due
from app.counting.day_sum import day_sums
from app.counting.logged import CountedAct
from app.counting.measure import Measure
from app.counting.period import Bucket, Days
from app.nouns.message import MessageKind
from app.nouns.outbound_mail import OutboundMail
from app.nouns.permissions import may_see
from app.nouns.status import Status
from app.queries.activity.log_pages import log_page
from app.queries.activity.log_query import LogQuery
from app.queries.customer.previous import previous_tickets
from app.queries.desk.events import events_after, last_event_id
from app.queries.desk.first_answers import read_usual_wait
from app.queries.figures.behind import behind
from app.queries.figures.counts import figures
from app.queries.figures.durations import durations, histogram
from app.queries.figures.log import histories, histories_between
from app.queries.figures.question import By, Cell, Counting, FigureScope, Question
from app.queries.figures.standing import backlog
from app.queries.lists.counts import _COUNTED
from app.queries.lists.next_ticket import left_after
from app.queries.lists.orders import SORTS, make_cursor
from app.queries.lists.ticket_row import VIEWS
from app.queries.lists.views import ListQuery, list_tickets
from app.queries.live.catching_up import missed_since
from app.queries.mail.message_ids import kind_of_named, mails_named, names_before_relay, tickets_of_senders
from app.queries.mail.outbox import due_mails
from app.queries.mail.trouble import mail_trouble
from app.queries.people.people import operator_by_email, operators
from app.queries.people.roster import roster
from app.queries.readers_own import readers_own
from app.queries.ticket import thread_pages
from app.queries.ticket.conversation import conversation_with_customer, conversation_with_others
from app.queries.ticket.messages import (
    begins_ticket,
    customer_messages_of,
    last_from_customer,
    message_by_id,
    message_of_mail,
    messages_of,
)
from app.queries.ticket.thread import news_of, thread_of
from app.queries.ticket.thread_facts import thread_facts
from app.queries.ticket.thread_pages import ThreadPages, Wanted
from app.queries.ticket.thread_place import BY_CUSTOMER, BY_OPERATORS, ThreadPlace
from app.queries.ticket.ticket_page import customer_gone, last_answer_ms, said_solved
from app.queries.ticket.tickets import newest_with_details, ticket_by_id, ticket_for
from app.queries.wall.picture import wall_picture
from app.seeding.history import Crew
from app.seeding.stories import stories
from app.seeding.writing import seed_tickets
from sql.tables import counted_acts, day_sums_due, inbound, messages, outbox, tickets
from sql.tables import day_sums as day_sums_table
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

    def explained(self):
        """The plan of each noted query: (statement, plan lines)."""
        for query in self.queries:
            bound = self.desk.db._backend.statements.bind(query, *self.values[id(query)])
            yield bound.sql, self._explain(bound)

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


AT_ONCE = "Select tables optimized away"  # one step down an index
PRIMARY = ("PRIMARY KEY", "USING PRIMARY")


async def test_no_query_of_a_screen_sorts_or_scans(plans, ada, anna, group):
    await a_page_of_each_view(plans, ada, group)
    await where_an_operator_writes(plans, anna)
    await the_counts(plans)
    await what_waits_for_an_administrator(plans)
    await what_the_wall_shows(plans)
    await a_ticket_with_its_story(plans, anna)
    await what_came_after_an_event(plans)
    await who_is_signed_in(plans, anna)
    await what_is_due(plans)
    await what_a_mail_names(plans)
    await what_an_answer_answers(plans)
    await what_strangers_are_sent(plans)
    await what_is_counted(plans)


async def a_page_of_each_view(plans, ada, group):
    for view, (_shelf, index) in VIEWS.items():
        for group_id in (None, group):
            plans.queries.clear()
            await list_tickets(plans.desk, ada, ListQuery(view, group_id), NOW)
            await list_tickets(plans.desk, ada, ListQuery(view, group_id), NOW, make_cursor(NOW - 86_400_000, 1500))
            by_group = ["ix_tickets_shelf_group_updated"] if group_id else []
            plans.check("tickets", index, *by_group, sorts_few=view == "trouble")


async def where_an_operator_writes(plans, anna):
    for row in (await list_tickets(plans.desk, anna, ListQuery("all"), NOW)).rows:
        await save_draft(plans.desk, anna, row.ticket.id, MessageKind.ANSWER, "<p>Dear</p>", "{}", NOW)
    for sort in SORTS:
        plans.queries.clear()
        await list_tickets(plans.desk, anna, ListQuery("drafts", sort=sort), NOW)
        await list_tickets(plans.desk, anna, ListQuery("mentions", sort=sort), NOW)
        plans.check("tickets", *PRIMARY, sorts_few=True)
    plans.queries.clear()
    await readers_own(plans.desk, anna)
    assert not any(_scans(line, "tickets") for _sql, lines in plans.of("drafts") for line in lines)


async def test_no_order_of_a_view_sorts_or_scans(plans, ada, boris, group):
    """Each walks along one shelf in the order of an index, on both engines, from the top and from the middle."""
    closed = replace(boris, hidden_group_ids=frozenset({group + 1}))
    for sort, legs in SORTS.items():
        if sort == "activity":
            continue
        places = [(NOW - 86_400_000, 1500, leg, NOW)[: 4 if len(legs) > 1 else 2] for leg in range(len(legs))]
        for view in VIEWS:
            for who, group_id in ((ada, None), (ada, group), (closed if view != "deleted" else ada, None)):
                plans.queries.clear()
                for cursor in (None, *(make_cursor(*place) for place in places)):
                    await list_tickets(plans.desk, who, ListQuery(view, group_id, sort), NOW, cursor)
                plans.check("tickets", *(leg.index_of(view) for leg in legs))


async def test_to_go_on_to_the_next_ticket_sorts_and_scans_nothing(plans, anna, group):
    opened = await ticket_by_id(plans.desk, await plans.desk.db.fetch_val(sa.select(sa.func.max(tickets.c.id))))
    for view in ("mine", "unassigned", "waiting_for_operator", "all"):
        for sort in SORTS:
            for group_id in (None, group):
                plans.queries.clear()
                await left_after(plans.desk, anna, ListQuery(view, group_id, sort), opened, NOW)
                plans.queries = [query for query in plans.queries if "subject" in query.selected_columns]
                legs = SORTS["urgent" if sort == "activity" else sort]
                plans.check("tickets", *(leg.index_of(view) for leg in legs))


async def the_counts(plans):
    plans.queries.clear()
    await plans.desk.db.fetch_all(_COUNTED)

    [(_sql, lines)] = plans.of("tickets")
    for index in ("ix_tickets_counts", "ix_tickets_trouble"):
        [line] = [line for line in lines if index in line]
        assert "COVERING" in line or "Using index" in line


async def what_waits_for_an_administrator(plans):
    came = {"mailbox": "pop3://desk@mail.example", "sha256": "0" * 64, "size_bytes": 1, "received_ms": NOW}
    rows = [{**came, "uid": str(number), "outcome": "appended"} for number in range(400)]
    await plans.desk.db.execute_many(sa.insert(inbound), rows)
    plans.queries.clear()
    await mail_trouble(plans.desk, NOW)

    plans.check("inbound", "ix_inbound_outcome", "ix_inbound_ticket_id")  # the latter: what is on no ticket
    plans.check("outbox", "ix_outbox_state_due", "ix_outbox_state_kind_due", "ix_outbox_ticket_id")


async def what_the_wall_shows(plans):
    plans.queries.clear()
    await wall_picture(plans.desk, {}, NOW)

    walks = ("ix_tickets_shelf_waits", "ix_tickets_shelf_operator_waits")
    for sql, lines in plans.of("tickets"):
        if "waits_since_ms <" in sql:
            assert any(index in "\n".join(lines) for index in walks), (sql, lines)
            assert "B-TREE" not in "".join(lines), (sql, lines)
    plans.check("outbox", "ix_outbox_state_due", "ix_outbox_state_kind_due", "ix_outbox_ticket_id")


async def a_ticket_with_its_story(plans, anna):
    number = await plans.desk.db.fetch_val(sa.select(sa.func.max(tickets.c.id)))
    plans.queries.clear()
    ticket = await ticket_for(plans.desk, anna, number)
    assert may_see(anna, ticket)
    plans.check("tickets", *PRIMARY)
    plans.queries.clear()

    await news_of(plans.desk, ticket, 0, 0)
    await thread_facts(plans.desk, ticket.id, anna.id)
    await messages_of(plans.desk, ticket.id)
    await customer_messages_of(plans.desk, ticket.id)
    await previous_tickets(plans.desk, anna, ticket)

    plans.check("events", "ix_events_ticket_id", AT_ONCE)
    plans.check("messages", "ix_messages_ticket_id", "ix_messages_thread", AT_ONCE, *PRIMARY)
    plans.check("attachments", "ix_attachments_message_id")
    plans.check("outbox", "ix_outbox_message_id")
    plans.check("tickets", "ix_tickets_customer")


async def test_no_page_of_a_long_thread_sorts_or_scans(plans, anna, monkeypatch):
    """Wherever it begins and whoever reads it, its keys are read from one index that has all of them."""
    monkeypatch.setattr(thread_pages, "PAGE", 2)
    longest = sa.select(messages.c.ticket_id).group_by(messages.c.ticket_id).order_by(sa.func.count().desc()).limit(1)
    ticket = await ticket_for(plans.desk, anna, await plans.desk.db.fetch_val(longest))
    written = await messages_of(plans.desk, ticket.id)
    place = ThreadPlace(written[2].created_ms, written[2].id)
    for reading in (BY_OPERATORS, BY_CUSTOMER):
        pages = ThreadPages(plans.desk, ticket.id, reading)
        plans.queries.clear()
        await pages.newest()
        await pages.before(place)
        await pages.after(place)
        await pages.after(None, place)
        await pages.around(place, ThreadPlace(NOW, 2**40))

        keys = [query for query in plans.queries if "text" not in query.selected_columns]
        texts = [query for query in plans.queries if "text" in query.selected_columns]
        plans.queries = [query for query in keys if "size_bytes" in query.selected_columns]
        plans.check("messages", reading.index)
        assert all(
            "COVERING" in line or "Using index" in line for _sql, lines in plans.of("messages") for line in lines
        )
        plans.queries = texts
        plans.check("messages", *PRIMARY)

    plans.queries.clear()
    await thread_of(plans.desk, ticket, Wanted(written[1].id))
    plans.queries = [query for query in plans.queries if "at_ms" in query.selected_columns]
    plans.check("events", "ix_events_ticket_at")
    plans.queries.clear()
    await read_usual_wait(plans.desk, NOW)
    plans.check("tickets", "ix_tickets_shelf_updated")
    plans.queries.clear()
    await said_solved(plans.desk, replace(ticket, status=Status.SOLVED))
    plans.check("events", "ix_events_ticket_id")
    plans.queries.clear()
    await last_answer_ms(plans.desk, ticket)
    plans.check("messages", "ix_messages_shown")
    plans.queries.clear()
    await customer_gone(plans.desk, ticket, 0)
    plans.check("events", "ix_events_ticket_id")


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
    "a person's acts of a kind": ({"operator_id": 1, "kind": "ticket.taken"}, "ix_events_operator_kind"),
    "a person's acts of a kind on a day": (
        {"operator_id": 1, "kind": "ticket.taken", **DAY},
        "ix_events_operator_kind",
        "ix_events_kind_at",  # SQLite: what others did of that kind, on those days alone
    ),
    "a ticket": ({"ticket_id": 1500}, "ix_events_ticket_at"),
    "a person on a ticket": ({"ticket_id": 1500, "operator_id": 1, "kind": "ticket.", **DAY}, "ix_events_ticket_at"),
    "a customer": ({"customer": "helena"}, "ix_events_ticket_at"),
    "words": ({"words": "arrival", "operator_id": 1}, "ix_events_ticket_at"),
    "words of a kind": ({"words": "arrival", "kind": "ticket.status", **DAY}, "ix_events_ticket_at"),
}


async def test_no_search_of_the_log_sorts_or_scans(plans):
    before = await last_event_id(plans.desk) - 500
    for asked, *indexes in SEARCHES.values():
        plans.queries.clear()
        await log_page(plans.desk, LogQuery(**asked, seeded=True))
        await log_page(plans.desk, LogQuery(**asked, seeded=True), before)
        # Not the cursor's, and not the tickets' that words are looked for in.
        plans.queries = [query for query in plans.queries if "moves" in getattr(query, "selected_columns", ())]
        plans.check("events", *indexes, sorts_few="customer" in asked or "words" in asked)


async def who_is_signed_in(plans, anna):
    token, _operator = await sign_in(plans.desk, anna.email, PASSWORD, "203.0.113.1", "", NOW)
    await roster(plans.desk)  # read once, whole: it is small
    plans.queries.clear()

    await operator_of_session(plans.desk, token, NOW)
    await operator_by_email(plans.desk, anna.email)

    plans.check("sessions", "sqlite_autoindex_sessions_1", "USING PRIMARY")
    plans.check("operators", "uq_operators_email_key", "sqlite_autoindex_operators_1", *PRIMARY)


async def what_is_due(plans):
    plans.queries.clear()
    await wake_due(plans.desk, NOW)
    await release_due(plans.desk, NOW)
    await due_mails(plans.desk, NOW, 50)

    plans.check("tickets", "ix_tickets_snoozed_until_ms", "ix_tickets_shelf_updated", "ix_tickets_counts")
    plans.check("messages", "ix_messages_held_until_ms")
    plans.check("outbox", "ix_outbox_state_due", "ix_outbox_state_kind_due", "ix_outbox_ticket_id")
    assert await operators(plans.desk)


async def what_a_mail_names(plans):
    came = {"mailbox": "pop3://desk@mail.example", "sha256": "1" * 64, "size_bytes": 1, "received_ms": NOW}
    rows = [
        {**came, "uid": f"named-{number}", "outcome": "appended", "mime_message_id": f"<{number}@guest.example>"}
        for number in range(400)
    ]
    await plans.desk.db.execute_many(sa.insert(inbound), rows)
    sent = {"recipients": "[]", "language": "en", "state": "sent", "due_ms": NOW, "created_ms": NOW, "kind": "answer"}
    rows = [
        {**sent, "mime_message_id": f"<t1.{number}@desk.example>", "relayed_id": f"{number}@relay.example"}
        for number in range(400)
    ]
    await plans.desk.db.execute_many(sa.insert(outbox), rows)
    plans.queries.clear()
    await mails_named(plans.desk, ["<t1.1@desk.example>", "<t1.2@desk.example>"])
    await names_before_relay(plans.desk, ["3@relay.example"])
    await kind_of_named(plans.desk, "t1.7")
    await tickets_of_senders(plans.desk, ["<5@guest.example>"], ["helena@guest.example"])
    message = await message_of_mail(plans.desk, 5)
    assert message is None

    plans.check("outbox", "ix_outbox_relayed_id", "mime_message_id", "sqlite_autoindex_outbox_1", sorts_few=True)
    plans.check("inbound", "ix_inbound_mime_message_id", "ix_inbound_from_email")
    plans.check("messages", "ix_messages_inbound_id", sorts_few=True)

    plans.queries.clear()
    await newest_with_details(plans.desk, "helena@guest.example")
    plans.check("tickets", "ix_tickets_customer")


async def what_an_answer_answers(plans):
    last = await plans.desk.db.fetch_val(sa.select(sa.func.max(messages.c.id)).where(messages.c.kind == "customer"))
    message = await message_by_id(plans.desk, last)
    mail = OutboundMail(
        **{**dict.fromkeys(OutboundMail.__slots__), "id": 2**40, "ticket_id": message.ticket_id, "created_ms": NOW},
    )
    plans.queries.clear()
    await conversation_with_customer(plans.desk, replace(mail, recipients=()))
    await conversation_with_others(plans.desk, replace(mail, recipients=("hotel@example.org",)))
    await last_from_customer(plans.desk, message.ticket_id, 2**40)
    await begins_ticket(plans.desk, message)

    plans.check("outbox", "ix_outbox_ticket_id", "ix_outbox_message_id", sorts_few=True)
    plans.check("messages", "ix_messages_ticket_id", AT_ONCE, *PRIMARY)
    plans.check("inbound", *PRIMARY, "ix_inbound_from_email", sorts_few=True)


async def what_strangers_are_sent(plans):
    plans.queries.clear()
    await room_for_stranger_ms(Change(plans.desk, NOW), "somebody@guest.example")
    plans.check("outbox", "ix_outbox_stranger", "ix_outbox_kind_due")


async def what_is_counted(plans):
    plans.queries.clear()
    await histories(plans.desk, range(1, 500))
    await histories_between(plans.desk, 0, 250)
    plans.check("events", "ix_events_ticket_id", sorts_few=True)


YEAR = Days(date(2024, 1, 1), date(2030, 1, 1))
SUMS = ("USING PRIMARY KEY", "USING PRIMARY", "ix_day_sums_measure")
ACTS = ("ix_counted_acts_measure", "ix_counted_acts_operator")


@pytest.fixture
async def counted(desk, group, anna, schema_url, monkeypatch):
    """Three hundred days of acts and their sums; of the last one the opened tickets are due."""
    first, days = YEAR.numbers[0], range(YEAR.numbers[0], YEAR.numbers[0] + 300)
    measures = [one.code for one in (Measure.OPENED, Measure.ANSWERED, Measure.FIRST_ANSWER, Measure.ENTERED)]
    acts = [
        CountedAct(day, code, anna.id + day % 3, group + day % 2, day - first + 1, day, 9, 1000 + day, 500)
        for day in days
        for code in measures
    ]
    sums = [one for one in day_sums(acts, {}) if (one.measure, one.day) != (measures[0], days[-1])]
    await desk.db.execute_many(sa.insert(counted_acts), [act._asdict() for act in acts])
    await desk.db.execute_many(sa.insert(day_sums_table), [one._asdict() for one in sums])
    await desk.db.execute(sa.insert(day_sums_due), {"measure": measures[0], "day": days[-1]})
    with engine(schema_url) as connected, connected.connect() as connection:
        if connected.dialect.name == "mysql":
            connection.exec_driver_sql("ANALYZE TABLE counted_acts, day_sums, day_sums_due")
    return Plans(desk, schema_url, monkeypatch)


async def test_figures_of_long_periods_are_read_from_the_sums_of_their_days_and_the_few_that_are_due(
    counted, anna, group
):
    wholes = (FigureScope(), FigureScope(group_id=group), FigureScope(operator_id=anna.id))
    for scope in wholes:
        for bucket in (None, Bucket.WEEK):
            await figures(counted.desk, Question((Measure.OPENED, Measure.ANSWERED), YEAR, scope, bucket=bucket))
        await durations(counted.desk, Question((Measure.FIRST_ANSWER,), YEAR, scope))
        await backlog(counted.desk, YEAR, scope, Bucket.MONTH)
    for by in (By.OPERATOR, By.GROUP, By.SOURCE, By.COUNTRY, By.CITY):
        await figures(counted.desk, Question((Measure.OPENED,), YEAR, FigureScope(), by=by))
    await durations(counted.desk, Question((Measure.FIRST_ANSWER,), YEAR, FigureScope(), by=By.OPERATOR))
    of_group = Question((Measure.FIRST_ANSWER,), YEAR, FigureScope(group_id=group), by=By.OPERATOR)
    await figures(counted.desk, of_group)
    await durations(counted.desk, of_group)
    await histogram(counted.desk, Cell(Measure.FIRST_ANSWER, YEAR, FigureScope()))

    plans = [(sql, lines) for sql, lines in counted.explained() if "counted_acts" in sql]
    assert len(plans) == len(counted.queries) == 3 * 4 + 9
    for sql, lines in plans:
        [due] = [place for place, line in enumerate(lines) if "day_sums_due" in line]
        [acts] = [place for place, line in enumerate(lines) if "counted_acts" in line]
        assert due < acts, (sql, lines)  # of the few to the many
        for table, indexes in (("day_sums ", SUMS), ("day_sums_due ", SUMS), ("counted_acts ", (*PRIMARY, *ACTS))):
            read = [line for line in lines if f"{table}" in f"{line} ".replace("SCAN TABLE", "SCAN")]
            assert read, (sql, lines)
            assert all(line.startswith("SEARCH") and any(index in line for index in indexes) for line in read), (
                sql,
                lines,
            )


async def test_no_other_figure_and_no_list_behind_one_scans_the_acts(counted, anna, group):
    both = FigureScope(group_id=group, operator_id=anna.id)
    hidden = FigureScope(hidden=frozenset({group + 7}), operator_id=anna.id)
    for scope in (both, hidden):
        await figures(counted.desk, Question((Measure.ANSWERED,), YEAR, scope, bucket=Bucket.WEEK))
        await durations(counted.desk, Question((Measure.FIRST_ANSWER,), YEAR, scope))
    await figures(counted.desk, Question((Measure.OPENED,), YEAR, FigureScope(group_id=group), by=By.WEEKDAY_HOUR))
    for counting in (Counting.TICKETS, Counting.CUSTOMERS):
        await figures(counted.desk, Question((Measure.REOPENED,), YEAR, FigureScope(), counting=counting))
    for cell in (Cell(Measure.ANSWERED, YEAR, FigureScope()), Cell(Measure.OPENED, YEAR, both, source="web")):
        await behind(counted.desk, cell)
    await behind(counted.desk, Cell(Measure.BACKLOG, YEAR, FigureScope()))

    plans = [(sql, lines) for sql, lines in counted.explained() if "counted_acts" in sql]
    assert len(plans) > 12
    for sql, lines in plans:
        read = [line for line in lines if "counted_acts" in line]
        assert all(not line.startswith("SCAN") for line in read), (sql, lines)
        assert all(any(index in line for index in (*ACTS, "ix_counted_acts_ticket")) for line in read), (sql, lines)
