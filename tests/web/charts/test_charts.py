"""Charts: round axes, bars as long as their values, labels with room, and lines with gaps."""

import re

import pytest

from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS
from web.charts.bars import HEIGHT, BarChart, BarColumn, BarPart
from web.charts.lines import LineChart, Moment, spark
from web.charts.scale import count_step, places_of_labels, span_step
from web.charts.week_map import DAYS, HOURS, LEVELS, WeekMap


@pytest.mark.parametrize(
    ("largest", "step"), [(0, 0), (1, 1), (7, 4), (20, 10), (22, 12), (66, 40), (161, 100), (1000, 500), (2001, 1200)]
)
def test_two_even_steps_hold_the_largest(largest, step):
    assert count_step(largest) == step
    assert 2 * step >= largest


@pytest.mark.parametrize(
    ("largest", "step"),
    [(1, MINUTE_MS), (50 * MINUTE_MS, 30 * MINUTE_MS), (5 * HOUR_MS, 3 * HOUR_MS), (100 * DAY_MS, 50 * DAY_MS)],
)
def test_steps_of_durations_are_round_on_a_clock(largest, step):
    assert span_step(largest) == step


def test_labels_are_written_in_even_steps_and_today_always():
    assert places_of_labels(22, 8, last=True) == [0, 3, 6, 9, 12, 15, 18, 21]
    assert places_of_labels(20, 8, last=True) == [0, 3, 6, 9, 12, 15, 19]
    assert places_of_labels(5, 8, last=False) == [0, 1, 2, 3, 4]
    assert places_of_labels(0, 8, last=True) == []


def column(label, up, down, **more):
    return BarColumn(
        label, (BarPart(up, "in", f"{up} in", "/in"),), (BarPart(down, "out", f"{down} out", "/out"),), **more
    )


def length_of(bar):
    """How far its outline reaches from the axis."""
    heights = [float(y) for y in re.findall(r"M[\d.]+ ([\d.]+)|V([\d.]+)", bar.path)[0] if y]
    end = float(re.search(r"V([\d.]+)", bar.path)[1])
    return abs(heights[0] - end)


def test_bars_are_as_long_as_their_values_say():
    chart = BarChart.of(
        [column("1", 40, 20), column("2", 20, 0, before=30), column("3", 0, 40, before=10, is_now=True)]
    )

    up, down, half, nothing = chart.bars[:4]

    assert length_of(up) - length_of(half) == pytest.approx(length_of(down), abs=3.2)  # its corners are round
    assert nothing.path == ""
    assert nothing.part.href == "/out"  # what is nothing can be asked for too
    assert [tick.text for tick in chart.ticks] == ["40", "20", "0", "20", "40"]
    assert chart.line.count("L") == 1
    assert chart.now is not None
    assert all(0 <= float(y) <= HEIGHT for tick in chart.ticks for y in [tick.y])


def test_a_line_has_a_gap_where_nothing_ended():
    def moment(minutes):
        taken = minutes * MINUTE_MS if minutes is not None else None
        return Moment("", taken, taken, "", "/list")

    chart = LineChart.of([moment(10), moment(20), moment(None), moment(30)])

    assert chart.median.count("M") == 2
    assert len(chart.points) == 3
    assert spark([1]) == ("", "")
    assert spark([0, 0])[0].startswith("M")


def test_the_week_shows_each_hour_and_when_the_desk_is_open():
    counts = [[0] * HOURS for _day in range(DAYS)]
    counts[0][9], counts[6][23] = 10, 1
    night = ((22 * 60, 30 * 60),)  # until six on the next day
    week = (((9 * 60, 17 * 60),), (), (), (), (), (), night)

    chart = WeekMap.of(
        counts, week, lambda day, hour, count: f"{day} {hour} {count}", lambda day, hour: f"/{day}/{hour}"
    )

    assert sum(len(row) for row in chart.rows) == DAYS * HOURS
    assert chart.rows[0][9].level == LEVELS
    assert chart.rows[6][23].level == 1
    assert chart.rows[3][3].level == 0
    assert chart.rows[6][23].href == "/6/23"
    assert len(chart.opened) == 3  # Monday's hours, Sunday night, and its end on Monday morning
