"""What an address asks for: whole months and ranges, the period before, steps, and what is refused."""

from datetime import date

import pytest

from app.core.errors import BadFields
from app.counting.period import Bucket
from web.console.figures.asked import buckets_to_choose, read_asked

TODAY = date(2026, 11, 22)
ZONE = "Europe/London"


def asked(**query):
    return read_asked({name.rstrip("_"): value for name, value in query.items()}, TODAY, ZONE)


def test_nothing_asks_for_this_month_and_for_the_same_days_of_the_last():
    month = asked()

    assert month.whole is Bucket.MONTH
    assert (month.period.days.first, month.period.days.last) == (date(2026, 11, 1), date(2026, 11, 30))
    assert month.elapsed.last == TODAY
    assert (month.before.first, month.before.last) == (date(2026, 10, 1), date(2026, 10, 22))
    assert month.query() == "from=2026-11-01&to=2026-11-30"
    assert month.step(back=True) == "from=2026-10-01&to=2026-10-31"
    assert month.of_size(Bucket.WEEK) == "period=week"


def test_dates_that_are_a_whole_year_are_a_year_and_others_a_range():
    year = asked(from_="2025-01-01", to="2025-12-31", group="3")
    some = asked(from_="2026-11-05", to="2026-11-14", operator="7")

    assert (year.whole, year.bucket) == (Bucket.YEAR, Bucket.MONTH)
    assert year.of_size(Bucket.MONTH) == "from=2025-12-01&to=2025-12-31&group=3"
    assert (some.whole, some.bucket) == (None, Bucket.DAY)
    assert some.step(back=True) == "from=2026-10-26&to=2026-11-04&operator=7"
    assert (some.before.first, some.before.last) == (date(2026, 10, 26), date(2026, 11, 4))
    running = asked(from_="2026-11-20", to="2026-11-26")  # three of its seven days have begun
    assert (running.before.first, running.before.last) == (date(2026, 11, 13), date(2026, 11, 15))


def test_a_week_over_new_year_is_a_week():
    week = asked(from_="2026-12-28", to="2027-01-03")

    assert week.whole is Bucket.WEEK
    assert not week.has_begun


def test_steps_follow_from_the_length_unless_they_are_asked_for():
    assert asked(from_="2026-01-01", to="2026-06-30").bucket is Bucket.WEEK
    assert asked(from_="2020-01-01", to="2026-06-30").bucket is Bucket.MONTH
    assert asked(from_="2000-01-01", to="2026-06-30").bucket is Bucket.YEAR
    chosen = asked(from_="2026-01-01", to="2026-06-30", bucket="day")
    assert chosen.bucket is Bucket.DAY
    assert "bucket=day" in chosen.query()
    assert Bucket.DAY not in buckets_to_choose(asked(from_="2000-01-01", to="2026-06-30").period)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "2026-13-01"}, "from"),
        ({"from": "20261101"}, "from"),
        ({"from": "0001-01-01"}, "from"),
        ({"to": "9999-12-31"}, "to"),
        ({"from": "2026-11-02", "to": "2026-11-01"}, "to"),
        ({"period": "decade"}, "period"),
        ({"bucket": "hour"}, "bucket"),
        ({"from": "2000-01-01", "to": "2026-01-01", "bucket": "day"}, "bucket"),
        ({"group": "x"}, "group"),
        ({"operator": "-1"}, "operator"),
    ],
)
def test_what_is_no_period_is_refused_by_name(query, field):
    with pytest.raises(BadFields) as refused:
        read_asked(query, TODAY, ZONE)

    assert list(refused.value.faults) == [field]
