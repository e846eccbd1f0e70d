"""What an axis shows: even steps that hold the largest value, and which of many labels have room."""

from collections.abc import Sequence

from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS

SMALL = 10  # each number up to it is round enough
STEPS = (12, 15, 20, 25, 30, 40, 50, 60, 80, 100)
SPANS_MS = (
    *(minutes * MINUTE_MS for minutes in (1, 2, 5, 10, 15, 30)),
    *(hours * HOUR_MS for hours in (1, 2, 3, 4, 6, 12)),
    *(days * DAY_MS for days in (1, 2, 5, 7, 14, 30)),
)


def count_step(largest: int) -> int:
    """The smallest round step, two of which hold `largest`."""
    half, power = -(-largest // 2), 1
    if half <= SMALL:
        return half
    while True:
        for step in STEPS:
            if step * power >= half:
                return step * power
        power *= 10


def span_step(largest_ms: int) -> int:
    """The same for a duration: in milliseconds, and round on a clock."""
    for step in SPANS_MS:
        if 2 * step >= largest_ms:
            return step
    return count_step(-(-largest_ms // DAY_MS)) * DAY_MS


def places_of_labels(count: int, most: int, *, last: bool) -> Sequence[int]:
    """Which of `count` columns have their label written, in even steps. `last`: the last one has, whatever comes."""
    stride = max(1, -(-count // most))
    places = list(range(0, count, stride))
    if last and count and places[-1] != count - 1:
        if count - 1 - places[-1] < stride and len(places) > 1:
            places.pop()
        places.append(count - 1)
    return places


def spot(number: float) -> str:
    """A place in a drawing: a tenth of a pixel is enough."""
    return f"{number:.1f}".removesuffix(".0")
