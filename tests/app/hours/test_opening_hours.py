"""Opening hours: each figure is what somebody would count who looks at the clock on the wall every minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS
from app.hours.opening_hours import ALL_DAY, OpeningHours, SpecialDay

OFFICE = ((9 * 60, 17 * 60),)
NIGHT = ((22 * 60, 30 * 60),)
WEEKDAYS = (OFFICE,) * 5 + ((), ())


def at(zone, *moment):
    """Milliseconds of a time on the clocks of a zone."""
    return int(datetime(*moment, tzinfo=ZoneInfo(zone)).timestamp()) * 1000


# Days on which the clocks change: London and Tijuana an hour, Lord Howe half an hour, Kolkata and UTC never.
CHANGES = {
    "Europe/London": (date(2026, 3, 29), date(2026, 10, 25)),
    "Asia/Kolkata": (date(2026, 3, 29),),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "America/Tijuana": (date(2026, 3, 8), date(2026, 11, 1)),
    "UTC": (date(2026, 12, 31),),
}
MOMENTS = [(zone, day) for zone, days in CHANGES.items() for day in days]
minutes = st.integers(0, 24 * 60 - 1)
intervals = st.tuples(minutes, st.integers(1, 24 * 60)).map(lambda pair: (pair[0], pair[0] + pair[1]))
days = st.lists(intervals, max_size=3).map(tuple)
weeks = st.lists(days, min_size=7, max_size=7).map(tuple)


def counted_slowly(hours, start_ms, end_ms):
    """Look at the clock on the wall once a minute."""
    zone = ZoneInfo(hours.zone)
    special = {one.date: one.intervals for one in hours.special_days}

    def is_open(moment_ms):
        wall = datetime.fromtimestamp(moment_ms / 1000, zone)
        minute = wall.hour * 60 + wall.minute
        for day, shown in ((wall.date(), minute), (wall.date() - timedelta(days=1), minute + 24 * 60)):
            if any(begin <= shown < end for begin, end in special.get(day, hours.week[day.weekday()])):
                return True
        return False

    return sum(MINUTE_MS for moment in range(start_ms, end_ms, MINUTE_MS) if is_open(moment))


@given(
    place=st.sampled_from(MOMENTS),
    week=weeks,
    special=st.lists(st.tuples(st.integers(-1, 1), days), max_size=2, unique_by=lambda one: one[0]),
    begin_min=st.integers(-24 * 60, 24 * 60),
    length_min=st.integers(0, 36 * 60),
)
@example(("Europe/London", date(2026, 3, 29)), (ALL_DAY,) * 7, [(0, ((60, 120),))], -60, 300)
@example(("Australia/Lord_Howe", date(2026, 4, 5)), (((90, 125),),) * 7, [], -60, 600)
def test_it_counts_what_the_clock_on_the_wall_shows(place, week, special, begin_min, length_min):
    zone, day = place
    begin_ms = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000 + begin_min * MINUTE_MS
    end_ms = begin_ms + length_min * MINUTE_MS
    hours = OpeningHours(zone, week, tuple(SpecialDay(day + timedelta(days=by), own) for by, own in special))

    assert hours.open_ms_between(begin_ms, end_ms) == counted_slowly(hours, begin_ms, end_ms)


@given(
    zone=st.sampled_from(sorted(CHANGES)),
    week=weeks,
    start_ms=st.integers(at("UTC", 2025, 6, 1), at("UTC", 2027, 6, 1)),
    open_ms=st.integers(1, 40 * DAY_MS),
)
def test_what_is_due_was_open_exactly_so_long_and_not_a_moment_before(zone, week, start_ms, open_ms):
    hours = OpeningHours(zone, week)

    due_ms = hours.due_at(start_ms, open_ms)

    if due_ms is None:
        assert hours.open_ms_between(start_ms, start_ms + 2 * 366 * DAY_MS) < open_ms
    else:
        assert hours.open_ms_between(start_ms, due_ms) == open_ms
        assert hours.open_ms_between(start_ms, due_ms - 1) == open_ms - 1


@pytest.mark.parametrize(("zone", "day", "hours"), [
    ("Europe/London", (2026, 3, 29), 23), ("Europe/London", (2026, 10, 25), 25), ("Asia/Kolkata", (2026, 3, 29), 24),
    ("Australia/Lord_Howe", (2026, 10, 4), 23.5), ("Australia/Lord_Howe", (2026, 4, 5), 24.5),
    ("America/Tijuana", (2026, 3, 8), 23), ("America/Tijuana", (2026, 11, 1), 25),
])  # fmt: skip
def test_a_day_that_is_open_from_midnight_to_midnight_is_as_long_as_the_day(zone, day, hours):
    own = OpeningHours(zone, ((),) * 7, (SpecialDay(date(*day), ALL_DAY),))
    begin_ms = at(zone, *day)

    assert own.open_ms_between(begin_ms - 2 * DAY_MS, begin_ms + 3 * DAY_MS) == hours * HOUR_MS


def test_24_00_loses_no_minute_at_midnight():
    hours = OpeningHours("Asia/Kolkata", (ALL_DAY,) * 7, (SpecialDay(date(2026, 1, 1), ALL_DAY),))
    begin_ms = at("Asia/Kolkata", 2025, 12, 20)

    assert not hours.is_always_open
    assert hours.open_ms_between(begin_ms, begin_ms + 400 * DAY_MS) == 400 * DAY_MS


def test_a_night_shift_belongs_to_the_day_on_which_it_begins():
    hours = OpeningHours("Europe/London", ((), (), (), (), NIGHT, (), ()))  # Friday night

    assert hours.is_open_at(at("Europe/London", 2026, 6, 6, 5, 59))
    assert not hours.is_open_at(at("Europe/London", 2026, 6, 6, 6, 0))
    assert not hours.is_open_at(at("Europe/London", 2026, 6, 5, 5, 0))


def test_what_comes_on_friday_evening_is_due_on_monday_and_a_holiday_is_passed_over():
    hours = OpeningHours("Europe/London", WEEKDAYS, (SpecialDay(date(2026, 6, 8), name="Holiday"),))
    friday_ms = at("Europe/London", 2026, 6, 5, 16, 0)

    assert hours.due_at(friday_ms, HOUR_MS) == at("Europe/London", 2026, 6, 5, 17, 0)
    assert hours.due_at(friday_ms, 2 * HOUR_MS) == at("Europe/London", 2026, 6, 9, 10, 0)


def test_hours_that_never_open_owe_nothing():
    closed = OpeningHours("UTC", ((),) * 7)

    assert closed.is_never_open
    assert closed.due_at(0, MINUTE_MS) is None
    assert closed.open_ms_between(0, 400 * DAY_MS) == 0


def test_hours_come_back_from_their_row_as_they_went_in():
    hours = OpeningHours("America/Tijuana", (*WEEKDAYS[:6], NIGHT), (SpecialDay(date(2026, 12, 25), (), "Navidad"),))

    assert OpeningHours.from_text(hours.as_text()) == hours
    assert OpeningHours.from_text(hours.as_text()) is OpeningHours.from_text(hours.as_text())
    assert OpeningHours.always("Asia/Kolkata").as_text() is None
