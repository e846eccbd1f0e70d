"""Every figure is what counting by hand gives, on random histories, in zones whose days are not all as long."""

import dataclasses
import statistics
from collections import Counter, defaultdict
from datetime import date, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from app.actions.counting.counting import catch_up
from app.actions.counting.rebuilding import rebuild_figures
from app.core.clock import HOUR_MS
from app.counting.measure import DURATIONS, MEASURES_BY_CODE, PARTS, Measure, Unit
from app.counting.period import Bucket, Days
from app.queries.figures.behind import behind
from app.queries.figures.counts import figures
from app.queries.figures.durations import durations, histogram
from app.queries.figures.question import By, Counting, FigureScope, Question
from app.queries.figures.standing import backlog
from sql.tables import counted_acts
from tests.app.actions.counting.slowly import Hours, day_and_hour, epoch_day, happened, moment, tickets_of, times_of

ZONES = ("Europe/London", "Asia/Kolkata", "Australia/Lord_Howe", "America/Tijuana", "UTC")
SEEDS = (7, 21)
YEARS = Days(date(2026, 9, 28), date(2027, 6, 28))


def slow_tickets(lived):
    kept = [tuple(row) for row in lived.opening_hours]
    now = [(row.id, row.hours, row.answer_target_min) for row in lived.groups]
    tickets = tickets_of(happened(lived.events), Hours(kept, now))
    for ticket in tickets.values():
        ticket.count()
    return tickets


def by_hand(lived, tickets, zone):
    """Every row, with its day and hour in the zone."""
    rows = [row for ticket in tickets.values() for row in ticket.rows] + times_of(happened(lived.events), zone)
    return [placed(row, zone) for row in rows]


def placed(row, zone):
    day, hour = day_and_hour(row["at"], zone)
    left = {"amount": epoch_day(day_and_hour(row["left_at"], zone)[0])} if "left_at" in row else {}
    return {**row, "day": day, "hour": hour, **left}


def keys(rows):
    names = ("measure", "operator", "group", "ticket", "event", "hour", "amount", "open_ms")
    return Counter((epoch_day(row["day"]), *(row[name] for name in names)) for row in rows)


async def stored(desk):
    rows = await desk.db.fetch_all(select(counted_acts))
    return Counter((row.day, MEASURES_BY_CODE[row.measure].value, *tuple(row)[2:]) for row in rows)


async def in_zone(desk, zone):
    desk.settings = dataclasses.replace(desk.settings, timezone=zone)
    await catch_up(desk)


@pytest.mark.parametrize("lived", SEEDS, indirect=True)
async def test_every_row_is_what_counting_by_hand_gives_in_every_zone(desk, lived, put):
    await put(lived)
    tickets = slow_tickets(lived)

    for zone in ZONES:
        await in_zone(desk, zone)
        assert await stored(desk) == keys(by_hand(lived, tickets, zone))

    open_now = {row.id: (row.operator_id or 0, row.group_id or 0) for row in lived.tickets if row.shelf in OPEN}
    assert {number: at for number, one in tickets.items() if (at := one.was_open_at(10**18))} == open_now
    firsts = {row.id: row.first_answer_ms - row.created_ms for row in lived.tickets if row.first_answer_ms}
    told = {row["ticket"]: row["amount"] for row in by_hand(lived, tickets, "UTC") if row["measure"] == "first_answer"}
    assert len(told) > 5
    assert told.items() <= firsts.items()  # the others are spam or deleted


OPEN = {"active", "snoozed"}


@pytest.mark.parametrize("lived", SEEDS[:1], indirect=True)
async def test_reading_the_log_bit_by_bit_gives_the_same_rows_as_counting_all_of_it_anew(desk, lived, put):
    chance, place = Random(3), 25
    await put(lived, log=lived.events[:place])
    while place < len(lived.events):
        await catch_up(desk)
        some = lived.events[place : place + chance.randint(1, 60)]
        await put.go_on(some)
        place += len(some)
    await catch_up(desk)
    bit_by_bit = await stored(desk)

    assert await rebuild_figures(desk, lambda *_: None) == len(lived.tickets)

    assert await stored(desk) == bit_by_bit == keys(by_hand(lived, slow_tickets(lived), "UTC"))


class Asked:
    """A desk with its rows as they were counted by hand, in one zone."""

    def __init__(self, desk, lived, zone):
        self.desk, self.zone = desk, zone
        self.slow = slow_tickets(lived)
        self.rows = by_hand(lived, self.slow, zone)
        self.tickets = {row.id: row for row in lived.tickets}
        self.customers = {row.email_key: row.merged_into or row.id for row in lived.customers}

    def of(self, scope, measure, days=YEARS):
        names = {part.value for part in PARTS.get(measure, (measure,))}
        hidden = {number for number, row in self.tickets.items() if row.group_id in scope.hidden}
        return [
            row
            for row in self.rows
            if row["measure"] in names
            and days.first <= row["day"] < days.until
            and scope.group_id in {None, row["group"]}
            and scope.operator_id in {None, row["operator"]}
            and row["group"] not in scope.hidden
            and row["ticket"] not in hidden
        ]

    def bucket(self, day, bucket):
        first = {
            Bucket.DAY: day,
            Bucket.WEEK: day - timedelta(days=day.isoweekday() - 1),
            Bucket.MONTH: date(day.year, day.month, 1),
            Bucket.YEAR: date(day.year, 1, 1),
        }[bucket]
        return max(first, YEARS.first)

    def key(self, row, by):
        ticket = self.tickets.get(row["ticket"])
        return {
            By.OPERATOR: lambda: row["operator"],
            By.GROUP: lambda: row["group"],
            By.SOURCE: lambda: ticket.source,
            By.COUNTRY: lambda: ticket.country,
            By.CITY: lambda: ticket.city,
            By.WEEKDAY_HOUR: lambda: (row["day"].isoweekday() - 1, row["hour"]),
        }[by]()


def key_of(cell, by):
    if by is By.WEEKDAY_HOUR:
        return cell.weekday, cell.hour
    name = {By.OPERATOR: "operator_id", By.GROUP: "group_id"}.get(by, by.value)
    return getattr(cell, name)


async def check_behind(desk, cell, rows):
    """The list behind a figure has just these, page by page."""
    seen, cursor = [], None
    while True:
        page = await behind(desk, cell, cursor, limit=7)
        seen += [(line.ticket_id, line.event_id, line.operator_id, line.amount, line.open_ms) for line in page.lines]
        cursor = page.next_cursor
        assert page.count == len(rows)
        if cursor is None:
            break
    assert Counter(seen) == Counter(
        (row["ticket"], row["event"], row["operator"], row["amount"], row["open_ms"]) for row in rows
    )


COUNTED = [measure for measure in Measure if measure.unit is not Unit.LEVEL]
OF_TICKETS = {By.SOURCE, By.COUNTRY, By.CITY}


@pytest.fixture
async def asked(desk, lived, put):
    await put(lived)
    await in_zone(desk, "Australia/Lord_Howe")
    return Asked(desk, lived, "Australia/Lord_Howe")


@pytest.mark.parametrize("lived", SEEDS[:1], indirect=True)
async def test_counts_and_the_lists_behind_them_are_those_of_counting_by_hand(asked):
    scopes = (FigureScope(), FigureScope(group_id=2), FigureScope(operator_id=2), FigureScope(hidden=frozenset({1})))
    for place, measure in enumerate(COUNTED):
        scope = scopes[place % 4]
        for bucket in list(Bucket)[place % 2 :: 2]:
            question = Question((measure,), YEARS, scope, bucket=bucket)
            found = await figures(asked.desk, question)
            wanted = Counter(asked.bucket(row["day"], bucket) for row in asked.of(scope, measure))
            assert {one.cell.days.first: one.count for one in found} == wanted
            for one in found[::19]:
                await check_behind(asked.desk, one.cell, asked.of(scope, measure, one.cell.days))
        for by in list(By)[place % 2 :: 2]:
            found = await figures(asked.desk, Question((measure,), YEARS, scope, by=by))
            rows = [row for row in asked.of(scope, measure) if row["ticket"] or by not in OF_TICKETS]
            wanted = defaultdict(list)
            for row in rows:
                wanted[asked.key(row, by)].append(row)
            assert {key_of(one.cell, by): one.count for one in found} == {
                key: len(rows) for key, rows in wanted.items()
            }
            for one in found[::19]:
                await check_behind(asked.desk, one.cell, wanted[key_of(one.cell, by)])


@pytest.mark.parametrize("lived", SEEDS[:1], indirect=True)
async def test_what_each_operator_did_in_a_group_is_that_of_counting_by_hand(asked):
    for group_id in (1, 2):
        scope = FigureScope(group_id=group_id)
        found = await figures(asked.desk, Question(tuple(COUNTED), YEARS, scope, by=By.OPERATOR))
        assert {(one.cell.measure, one.cell.operator_id): one.count for one in found} == Counter(
            (measure, row["operator"]) for measure in COUNTED for row in asked.of(scope, measure)
        )
        for spread in await durations(asked.desk, Question(DURATIONS, YEARS, scope, by=By.OPERATOR)):
            rows = asked.of(scope, spread.cell.measure)
            theirs = [row["amount"] for row in rows if row["operator"] == spread.cell.operator_id]
            assert spread.n == len(theirs)
            check_quantiles(spread.clock, theirs)


@pytest.mark.parametrize("lived", SEEDS[:1], indirect=True)
async def test_tickets_and_customers_are_each_counted_once(asked):
    for measure in (Measure.REOPENED, Measure.FINISHED, Measure.ANSWERED):
        for bucket in (Bucket.MONTH,):
            of = defaultdict(set), defaultdict(set)
            for row in asked.of(FigureScope(), measure):
                first = asked.bucket(row["day"], bucket)
                of[0][first].add(row["ticket"])
                if customer := asked.customers.get(asked.tickets[row["ticket"]].email_key):
                    of[1][first].add(customer)
            for counting, wanted in zip((Counting.TICKETS, Counting.CUSTOMERS), of, strict=True):
                question = Question((measure,), YEARS, FigureScope(), bucket=bucket, counting=counting)
                found = {one.cell.days.first: one for one in await figures(asked.desk, question) if one.count}
                assert {first: one.count for first, one in found.items()} == {k: len(v) for k, v in wanted.items()}
                for one in list(found.values())[:3]:
                    assert (await behind(asked.desk, one.cell)).count == one.count


@pytest.mark.parametrize("lived", SEEDS[:1], indirect=True)
async def test_durations_histograms_and_the_backlog_are_those_of_counting_by_hand(asked):
    for measure in (*DURATIONS, Measure.ANSWERS_TO_FINISH):
        for by, bucket in ((None, Bucket.MONTH), (By.OPERATOR, None), (By.GROUP, None)):
            for spread in await durations(asked.desk, Question((measure,), YEARS, FigureScope(), bucket=bucket, by=by)):
                rows = asked.of(FigureScope(), measure, spread.cell.days)
                if by:
                    rows = [row for row in rows if asked.key(row, by) == key_of(spread.cell, by)]
                assert spread.n == len(rows)
                times = 1 if measure in DURATIONS else 1000  # thousandths of an answer
                check_quantiles(spread.clock, [row["amount"] * times for row in rows])
                if measure in DURATIONS:
                    check_quantiles(spread.opened, [row["open_ms"] for row in rows])
    (whole,) = await durations(asked.desk, Question((Measure.FIRST_ANSWER,), YEARS, FigureScope()))
    hours = [row["open_ms"] / HOUR_MS for row in asked.of(FigureScope(), Measure.FIRST_ANSWER)]
    edges = ((0, 1), (1, 4), (4, 8), (8, 24), (24, 10**9))
    bars = await histogram(asked.desk, whole.cell, within_hours=True)
    assert [bar.count for bar in bars] == [sum(low <= hour < high for hour in hours) for low, high in edges]
    assert [(await behind(asked.desk, bar.cell)).count for bar in bars] == [bar.count for bar in bars]

    for scope in (FigureScope(), FigureScope(group_id=2), FigureScope(operator_id=0)):
        for bucket in (Bucket.DAY, Bucket.MONTH):
            found = await backlog(asked.desk, YEARS, scope, bucket)
            for one in found if bucket is Bucket.MONTH else found[::29]:
                there = open_then(asked, one.cell.days.until, scope)
                assert one.count == len(there)
                lines = (await behind(asked.desk, one.cell, limit=200)).lines
                assert {line.ticket_id for line in lines} == there


def check_quantiles(found, values):
    exact = statistics.quantiles([*values, *values[-1:]] if len(values) == 1 else values, n=10, method="inclusive")
    assert abs(found.median_ms - statistics.median(values)) <= 1
    assert abs(found.p90_ms - exact[8]) <= 1


def open_then(asked, day, scope):
    """The tickets that were open when this day began, by their states alone."""
    end = moment(day, 0, ZoneInfo(asked.zone))
    there = {number: one.was_open_at(end) for number, one in asked.slow.items()}
    return {
        number
        for number, place in there.items()
        if place and scope.operator_id in {None, place[0]} and scope.group_id in {None, place[1]}
    }
