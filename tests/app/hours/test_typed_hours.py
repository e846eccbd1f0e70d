"""Hours as people type them: read, written back the same, and each fault named with what to write instead."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import BadFields
from app.hours.holidays import public_holidays
from app.hours.opening_hours import ALL_DAY, OpeningHours, SpecialDay
from app.hours.typed import WrongHours, intervals_text, read_intervals
from app.hours.typed_form import TypedHours, read_special_days
from app.text.languages import speaking

OFFICE = "09:00-17:00"
starts = st.integers(0, 24 * 60 - 1)
some_intervals = st.lists(st.tuples(starts, st.integers(1, 24 * 60 - 1)), max_size=1).map(
    lambda found: tuple((begin, begin + length) for begin, length in found)
)


@pytest.mark.parametrize(("typed", "read"), [
    ("", ()), (" - ", ()), ("9-17", ((540, 1020),)), ("09:00-12:30, 13.30 - 18", ((540, 750), (810, 1080))),
    ("13-18; 9-12", ((540, 720), (780, 1080))), ("22:00-06:00", ((1320, 1800),)), ("0-24", ALL_DAY),
    ("18:00-24:00", ((1080, 1440),)), ("18:00\u201300:00", ((1080, 1440),)), ("\u0660\u0669:\u0660\u0660-\u0661\u0667:\u0660\u0660", ((540, 1020),)),
])  # fmt: skip
def test_a_days_hours_are_read(typed, read):
    assert read_intervals(typed) == read


@pytest.mark.parametrize(
    "typed", ["9 to 5", "25:00-26:00", "09:75-10:00", "9-9", "24:00-6:00", "9-12, 11-13", "x" * 300]
)
def test_what_are_no_hours_is_refused_with_words(typed):
    with pytest.raises(WrongHours) as wrong:
        read_intervals(typed)

    assert str(wrong.value)


@given(some_intervals)
def test_what_is_shown_can_be_typed_again(intervals):
    assert read_intervals(intervals_text(intervals)) == intervals


def test_special_days_are_lines_with_a_date_hours_and_a_name():
    typed = "2026-12-25 Christmas Day\n\n2026-12-24 09:00-14:00 Christmas Eve\n2026-12-31 9-12, 13-15\n2027-01-01 1st of the year"

    assert read_special_days(typed) == (
        SpecialDay(date(2026, 12, 24), ((540, 840),), "Christmas Eve"),
        SpecialDay(date(2026, 12, 25), (), "Christmas Day"),
        SpecialDay(date(2026, 12, 31), ((540, 720), (780, 900))),
        SpecialDay(date(2027, 1, 1), (), "1st of the year"),
    )


@pytest.mark.parametrize(("typed", "says"), [
    ("Christmas", "Line 1: Start with the date"), ("2026-02-30 Never", "Line 1: Start with the date"),
    ("2026-12-25\n2026-12-25 again", "Line 2: 2026-12-25 is already listed"),
    ("2026-12-24 9 to 14 Eve", "Line 1: Start with the date"), ("2026-12-25 9-9 odd", "Line 1: Start and end must differ"),
])  # fmt: skip
def test_a_line_at_fault_is_named(typed, says):
    with pytest.raises(WrongHours, match=says):
        read_special_days(typed)


def test_everything_at_fault_is_named_at_once_and_always_open_forgives_the_rest():
    typed = TypedHours(False, "Mars/Base", ("x", OFFICE, "", "", "", "", "9-9"), "soon")

    with pytest.raises(BadFields) as fault:
        typed.read()

    assert set(fault.value.faults) == {"timezone", "day0", "day6", "special_days"}
    assert TypedHours(True, "UTC", ("x",) * 7, "soon").read() == OpeningHours.always()


def test_hours_come_back_as_they_were_typed():
    typed = TypedHours(
        False, "Europe/London", ("22:00\u201306:00", *["09:00\u201324:00"] * 6), "2026-12-24 09:00\u201314:00 Eve"
    )

    assert TypedHours.of(typed.read()) == typed


def test_public_holidays_join_the_days_that_stand_there():
    typed = TypedHours(
        False, "Europe/Berlin", ("",) * 7, "2026-11-11 09:00\u201312:00 St Martin's\n2026-12-25 10:00\u201311:00 ours"
    )

    with speaking("de"):
        lines = typed.with_days(public_holidays("DE", "BY", [2026])).splitlines()

    assert "2026-01-06 Heilige Drei Könige" in lines
    assert "2026-12-25 10:00\u201311:00 ours" in lines
    assert lines == sorted(lines)


@pytest.mark.parametrize(("country", "region", "field"), [("XX", "", "country"), ("DE", "Mordor", "region")])
def test_an_unknown_country_or_region_is_named(country, region, field):
    with pytest.raises(BadFields) as fault:
        public_holidays(country, region, [2026])

    assert set(fault.value.faults) == {field}
