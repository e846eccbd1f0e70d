"""On which day of the desk, and in which hour of it, a moment is: by arithmetic, for a million events."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache

from app.core.clock import DAY_MS, HOUR_MS
from app.hours.wall_clock import stretches


class DeskDays:
    """The days of a zone (IANA)."""

    def __init__(self, zone: str) -> None:
        self.zone = zone

    def day_and_hour(self, moment_ms: int) -> tuple[int, int]:
        """The day, counted from 1970-01-01, and the hour that the clocks show then."""
        day, into_ms = divmod(moment_ms + self._offset_ms(moment_ms), DAY_MS)
        return day, into_ms // HOUR_MS

    def by_day(self, begin_ms: int, end_ms: int) -> Iterator[tuple[int, int]]:
        """Each day of a span, as its first moment within the span, and how much of the span is in it."""
        while begin_ms < end_ms:
            until_ms = min(self._next_day_ms(begin_ms), end_ms)
            yield begin_ms, until_ms - begin_ms
            begin_ms = until_ms

    def _next_day_ms(self, moment_ms: int) -> int:
        """When the next day begins. Clocks that are set within a day are met on the way."""
        day, _hour = self.day_and_hour(moment_ms)
        begins, _offsets = _offsets_around(self.zone, moment_ms)
        wanted = (day + 1) * DAY_MS - self._offset_ms(moment_ms)
        place = bisect_right(begins, moment_ms)
        while place < len(begins) and begins[place] < wanted:
            change_ms = begins[place]
            if self.day_and_hour(change_ms)[0] > day:
                return change_ms
            wanted = (day + 1) * DAY_MS - self._offset_ms(change_ms)
            place += 1
        return wanted

    def _offset_ms(self, moment_ms: int) -> int:
        begins, offsets = _offsets_around(self.zone, moment_ms)
        return offsets[max(bisect_right(begins, moment_ms) - 1, 0)]


def _offsets_around(zone: str, moment_ms: int) -> tuple[list[int], list[int]]:
    return _offsets(zone, datetime.fromtimestamp(moment_ms / 1000, UTC).year)


@lru_cache(maxsize=256)
def _offsets(zone: str, year: int) -> tuple[list[int], list[int]]:
    """Since when, in this UTC year and a few days more, the clocks show how much more than UTC."""
    begin = int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * 1000
    found = stretches(zone, begin, begin + 370 * DAY_MS)
    return [one.begin_ms for one in found], [one.offset_ms for one in found]
