"""Figures, and what is behind them, on a few rows that can be counted by hand."""

from dataclasses import replace
from datetime import date

import pytest

from app.core.clock import HOUR_MS
from app.core.errors import BadFields, Forbidden, NotFound
from app.counting.measure import Measure, Unit
from app.counting.period import Bucket, Days, Period, day_number
from app.queries.figures.behind import behind
from app.queries.figures.counts import figures
from app.queries.figures.durations import durations, histogram
from app.queries.figures.question import By, Cell, Counting, FigureScope, Question, read_cell, scope_of
from app.queries.figures.standing import backlog
from tests.app.conftest import HELENA, opened

NOVEMBER = Days(date(2026, 11, 1), date(2026, 12, 1))
DESK = FigureScope()


async def test_a_figure_counts_by_bucket_and_by_operator(desk, counted):
    await counted(Measure.ANSWERED, "2026-10-31", operator=1)
    await counted(Measure.ANSWERED, "2026-11-01", operator=1)
    await counted(Measure.ANSWERED, "2026-11-02", operator=2)
    await counted(Measure.ANSWERED, "2026-11-30", operator=2)
    await counted(Measure.ANSWERED, "2026-12-01", operator=2)

    by_week = await figures(desk, Question((Measure.ANSWERED,), NOVEMBER, DESK, bucket=Bucket.WEEK))
    by_operator = await figures(desk, Question((Measure.ANSWERED,), NOVEMBER, DESK, by=By.OPERATOR))
    both = await figures(desk, Question((Measure.ANSWERED,), NOVEMBER, DESK, bucket=Bucket.WEEK, by=By.OPERATOR))

    assert [(one.cell.days.first.day, one.cell.days.count, one.count) for one in by_week] == [
        (1, 1, 1),
        (2, 7, 1),
        (30, 1, 1),
    ]
    assert [(one.cell.operator_id, one.count) for one in by_operator] == [(1, 1), (2, 2)]
    assert [(one.cell.days.first.day, one.cell.operator_id, one.count) for one in both] == [
        (1, 1, 1),
        (2, 2, 1),
        (30, 2, 1),
    ]


async def test_finished_is_the_sum_of_its_statuses_and_a_ticket_can_be_counted_once(desk, counted):
    for measure in (Measure.SOLVED, Measure.CLOSED, Measure.CLOSED):
        await counted(measure, "2026-11-05", ticket=7)
    await counted(Measure.UNSOLVED, "2026-11-06", ticket=8)

    async def count(measure, counting):
        return [one.count for one in await figures(desk, Question((measure,), NOVEMBER, DESK, counting=counting))]

    assert await count(Measure.FINISHED, Counting.ACTS) == [4]
    assert await count(Measure.FINISHED, Counting.TICKETS) == [2]
    assert await count(Measure.CLOSED, Counting.TICKETS) == [1]
    assert await count(Measure.MERGED, Counting.ACTS) == [0]


async def test_tickets_are_divided_by_where_they_came_from(desk, group, counted):
    lisbon = await opened(desk, customer=replace(HELENA, city="Lisbon", country="PT"))
    porto = await opened(
        desk, customer=replace(HELENA, city="Porto", country="PT", email="b@example.com"), source="mail"
    )
    for ticket in (lisbon, porto):
        await counted(Measure.OPENED, "2026-11-05", ticket=ticket.id, hour=9)

    async def divided(by):
        found = await figures(desk, Question((Measure.OPENED,), NOVEMBER, DESK, by=by))
        for one in found:
            assert (await behind(desk, one.cell)).count == one.count
        return [one.cell for one in found], [one.count for one in found]

    assert [(cell.country, cell.source) for cell in (await divided(By.COUNTRY))[0]] == [("PT", None)]
    assert (await divided(By.COUNTRY))[1] == [2]
    assert [cell.city for cell in (await divided(By.CITY))[0]] == ["Lisbon", "Porto"]
    assert [cell.source for cell in (await divided(By.SOURCE))[0]] == ["mail", "web"]
    assert [(cell.weekday, cell.hour) for cell in (await divided(By.WEEKDAY_HOUR))[0]] == [(3, 9)]
    customers = await figures(desk, Question((Measure.OPENED,), NOVEMBER, DESK, counting=Counting.CUSTOMERS))
    assert customers[0].count == 2 == (await behind(desk, customers[0].cell)).count


async def test_durations_have_their_n_and_are_what_a_spreadsheet_computes(desk, counted):
    for hours in (1, 2, 4, 30):
        await counted(Measure.FIRST_ANSWER, "2026-11-05", amount=hours * HOUR_MS, open_ms=hours * HOUR_MS // 2)

    (spread,) = await durations(desk, Question((Measure.FIRST_ANSWER,), NOVEMBER, DESK))
    bars = await histogram(desk, spread.cell)

    assert spread.n == 4
    assert (spread.clock.median_ms, spread.opened.median_ms) == (3 * HOUR_MS, 3 * HOUR_MS // 2)
    assert spread.clock.p90_ms == 4 * HOUR_MS + 26 * HOUR_MS * 7 // 10
    assert [bar.count for bar in bars] == [0, 2, 1, 0, 1]
    assert [(await behind(desk, bar.cell)).count for bar in bars] == [0, 2, 1, 0, 1]


async def test_the_backlog_is_what_stands_at_the_end_of_each_bucket(desk, counted):
    third = day_number(date(2026, 11, 3))
    await counted(Measure.ENTERED, "2026-10-20", ticket=1, amount=third)
    await counted(Measure.ENTERED, "2026-11-02", ticket=2, operator=5)
    await counted(Measure.LEFT, "2026-11-03", ticket=1)

    months = await backlog(desk, Days(date(2026, 10, 1), date(2026, 12, 1)), DESK, Bucket.MONTH)
    days = await backlog(desk, Days(date(2026, 11, 1), date(2026, 11, 5)), DESK, Bucket.DAY)
    mine = await backlog(desk, NOVEMBER, FigureScope(operator_id=5), Bucket.MONTH)

    assert [one.count for one in months] == [1, 1]
    assert [one.count for one in days] == [1, 2, 1, 1]
    assert [one.count for one in mine] == [1]
    for one in [*months, *days, *mine]:
        found = await behind(desk, one.cell)
        assert found.count == one.count == len(found.lines)


async def test_a_list_goes_on_where_its_page_ended(desk, counted):
    for number in range(1, 8):
        await counted(Measure.SOLVED if number % 2 else Measure.CLOSED, f"2026-11-{20 - number:02}", ticket=number)
    cell, seen, cursor = Cell(Measure.FINISHED, NOVEMBER, DESK), [], None

    while True:
        page = await behind(desk, cell, cursor, limit=3)
        seen += [line.ticket_id for line in page.lines]
        cursor = page.next_cursor
        assert page.count == 7
        if cursor is None:
            break

    assert seen == [1, 2, 3, 4, 5, 6, 7]
    with pytest.raises(BadFields):
        await behind(desk, cell, "1.2.x")


async def test_a_link_leads_back_to_its_cell(ada):
    cell = Cell(
        Measure.FIRST_ANSWER, NOVEMBER, scope_of(ada, 3, 4), city="Lisbon", weekday=0, hour=9, at_least_ms=0, below_ms=5
    )
    link = replace(cell, within_hours=True, counting=Counting.TICKETS)

    assert read_cell(link.parameters, ada) == link
    assert link.parameters | {"to": "2026-11-30", "operator": "4", "group": "3"} == link.parameters
    for wrong in ({"to": "2026-10-01"}, {"from": "x"}, {"measure": "x"}, {"hour": "-1"}):
        with pytest.raises(BadFields):
            read_cell(link.parameters | wrong, ada)


async def test_operators_see_their_own_figures_and_nothing_of_groups_closed_to_them(desk, anna, ada, counted):
    hidden = replace(anna, hidden_group_ids=frozenset({9}))

    assert scope_of(anna).operator_id == anna.id
    with pytest.raises(Forbidden):
        scope_of(anna, operator_id=ada.id)
    with pytest.raises(NotFound):
        scope_of(hidden, 9)
    assert scope_of(ada) == FigureScope(sees_deleted=True)

    for number in (9, 0, 3):
        await counted(Measure.ANSWERED, "2026-11-05", operator=anna.id, group=number)
    seen = await figures(desk, Question((Measure.ANSWERED,), NOVEMBER, scope_of(hidden), by=By.GROUP))
    assert [one.cell.group_id for one in seen] == [0, 3]


def test_the_period_before_is_over_the_same_elapsed_days():
    november = Period.of(Bucket.MONTH, date(2026, 11, 22), "UTC")

    assert november.elapsed(date(2026, 11, 22)) == Days(date(2026, 11, 1), date(2026, 11, 23))
    assert november.before(date(2026, 11, 22)) == Days(date(2026, 10, 1), date(2026, 10, 23))
    assert november.before(date(2026, 11, 30)) == Days(date(2026, 10, 1), date(2026, 10, 31))
    assert november.before(date(2026, 12, 1)) == Days(date(2026, 10, 1), date(2026, 11, 1))
    assert november.before(date(2026, 12, 5)) == Days(date(2026, 10, 1), date(2026, 11, 1))
    march = Period.of(Bucket.MONTH, date(2026, 3, 30), "UTC")
    assert march.before(date(2026, 3, 30)) == Days(date(2026, 2, 1), date(2026, 3, 1))
    some = Period.between(date(2026, 11, 3), date(2026, 11, 5), "UTC")
    assert some.before(date(2026, 11, 9)) == Days(date(2026, 10, 31), date(2026, 11, 3))


def test_weeks_are_iso_weeks_also_across_the_year():
    week = Period.of(Bucket.WEEK, date(2027, 1, 1), "UTC").days

    assert week == Days(date(2026, 12, 28), date(2027, 1, 4))
    assert week.first.isocalendar().week == 53
    assert [one.count for one in Days(date(2026, 12, 30), date(2027, 1, 6)).buckets(Bucket.WEEK)] == [5, 2]


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/London", date(2026, 3, 29), 23),
        ("Europe/London", date(2026, 10, 25), 25),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("Asia/Kolkata", date(2026, 3, 29), 24),
        ("America/Tijuana", date(2026, 3, 8), 23),
        ("Africa/Cairo", date(2026, 4, 24), 23),  # midnight itself is skipped
    ],
)
def test_days_are_as_long_as_the_clocks_of_the_zone_make_them(zone, day, hours):
    period = Period.of(Bucket.DAY, day, zone)

    assert (period.end_ms - period.begin_ms) / HOUR_MS == hours


def test_every_measure_has_a_number_a_name_and_a_definition():
    known = [measure for measure in Measure if measure.unit is not Unit.LEVEL]

    assert all(measure.label and measure.definition.endswith(".") for measure in Measure)
    assert len({measure.codes for measure in known}) == len(known)
