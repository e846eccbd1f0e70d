"""Medians and percentiles of many values that come as days, each in order: without sorting all of them anew."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

Ordered = Sequence[int]

LONG: Final = 64  # values of a part: of shorter ones, to sort all values is quicker than to look for places in each
STRIDE: Final = 16  # every so many-th value of each part is looked at first
MARGIN: Final = 8  # of these, how far on both sides the wanted one is looked for


@dataclass(frozen=True, slots=True)
class Quantiles:
    """As spreadsheets compute them: between two values in proportion, rounded to ms; of answers in thousandths."""

    median_ms: int
    p90_ms: int


def quantiles(parts: Sequence[Ordered]) -> Quantiles:
    """Of all values of these parts, each of which is in order; there is one at least."""
    if sum(map(len, parts)) < LONG * len(parts):
        parts = [sorted(chain.from_iterable(parts))]
    sample = sorted(chain.from_iterable(part[STRIDE // 2 :: STRIDE] for part in parts)) if len(parts) > 1 else []
    return Quantiles(_quantile(parts, sample, 50), _quantile(parts, sample, 90))


def _quantile(parts: Sequence[Ordered], sample: Ordered, percent: int) -> int:
    """The value below which so many per cent are: between its two neighbours in proportion (PERCENTILE.INC), half rounded up."""
    count = sum(map(len, parts))
    place, rest = divmod((count - 1) * percent, 100)
    low, high = _neighbours(parts, sample, place, min(place + 1, count - 1))
    return low + ((high - low) * rest + 50) // 100


def _neighbours(parts: Sequence[Ordered], sample: Ordered, first: int, last: int) -> tuple[int, int]:
    """The values at these two places of the order of all."""
    if len(parts) == 1:
        return parts[0][first], parts[0][last]
    margin = MARGIN
    while True:
        begin, end = first // STRIDE - margin, last // STRIDE + margin
        above = sample[begin] if 0 <= begin < len(sample) else None  # None: no limit there
        below = sample[end] if 0 <= end < len(sample) else None
        cuts = [
            (
                0 if above is None else bisect_left(part, above),
                len(part) if below is None else bisect_right(part, below),
            )
            for part in parts
        ]
        before = sum(cut[0] for cut in cuts)
        if before <= first and last < sum(cut[1] for cut in cuts):
            middle = sorted(chain.from_iterable(part[a:b] for part, (a, b) in zip(parts, cuts, strict=True)))
            return middle[first - before], middle[last - before]
        margin *= 2
