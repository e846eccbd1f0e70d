"""Medians and percentiles of values that come day by day."""

import statistics
from random import Random

from app.counting.day_sum import pack, unpack
from app.counting.quantiles import quantiles


def test_quantiles_of_many_days_are_those_of_all_values_in_order():
    chance = Random(4)
    for days, most in ((1, 1), (1, 2), (3, 1), (40, 3), (7, 400), (120, 150), (400, 90)):
        for spread in (3, 10**9):  # many that are equal, and hardly any
            parts = [
                unpack(pack(chance.randint(0, spread) for _value in range(chance.randint(most // 2 + 1, most))))
                for _day in range(days)
            ]
            values = [value for part in parts for value in part]

            found = quantiles(parts)

            tenths = statistics.quantiles(
                [*values, *values[-1:]] if len(values) == 1 else values, n=10, method="inclusive"
            )
            assert abs(found.median_ms - statistics.median(values)) <= 1
            assert abs(found.p90_ms - tenths[8]) <= 1


def test_days_without_a_value_and_days_that_do_not_overlap_change_nothing():
    early, late = tuple(range(2000)), tuple(range(10**6, 10**6 + 1000))

    found = quantiles([(), early, (), late])

    assert (found.median_ms, found.p90_ms) == (1500, 10**6 + 699)
