"""When a group is open: intervals of each weekday on the clocks of its zone, and days that differ.

An interval belongs to the day on which it begins and may end on the next (22:00 to 06:00). It is open whenever
the local clock shows a time of an interval: an hour that occurs twice counts twice, one that is skipped not at all.
Nothing is stored in UTC, because in summer the same hours are different UTC times.
"""

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from app.core.clock import DAY_MS, MINUTE_MS
from app.hours.wall_clock import stretches

DAY_MIN = 24 * 60
GIVE_UP_MS = 2 * 366 * DAY_MS  # nobody waits longer: hours that are so rarely open are a mistake
CALENDAR_DAYS = 3  # so many special days in a year are its holidays
SOON = timedelta(days=60)
EPOCH = date(1970, 1, 1)
EPOCH_WEEKDAY = EPOCH.weekday()

Interval = tuple[int, int]  # minutes after midnight; the second beyond 1,440 where it ends on the next day
Intervals = tuple[Interval, ...]
ALL_DAY: Intervals = ((0, DAY_MIN),)


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day whose intervals are not its weekday's: none on a holiday."""

    date: date
    intervals: Intervals = ()
    name: str = ""


@dataclass(frozen=True)
class OpeningHours:
    """The intervals of a week (Monday first) in a zone, and special days. Times and durations are milliseconds."""

    zone: str  # IANA
    week: tuple[Intervals, ...]
    special_days: tuple[SpecialDay, ...] = ()

    @classmethod
    def always(cls, zone: str = "UTC") -> "OpeningHours":
        """Open at any time: the default of a group."""
        return cls(zone, (ALL_DAY,) * 7)

    @classmethod
    def from_text(cls, text: str | None) -> "OpeningHours":
        """The hours as a row keeps them; None: always open. Always the same object for the same text."""
        return _from_text(text)

    def as_text(self) -> str | None:
        """What a row keeps; None where it is always open."""
        return None if self.is_always_open else json.dumps(self.as_json(), ensure_ascii=False)

    def as_json(self) -> dict[str, Any]:
        """`{zone, week: [[[from, until]…]…], days: [{date, hours, name}]}`, in minutes after midnight."""
        days = [{"date": one.date.isoformat(), "hours": one.intervals, "name": one.name} for one in self.special_days]
        return {"zone": self.zone, "week": self.week, "days": days}

    @cached_property
    def is_always_open(self) -> bool:
        """Whether it is always open."""
        return not self.special_days and all(day == ALL_DAY for day in self.week)

    @property
    def is_never_open(self) -> bool:
        """Whether no interval is set at all, so nothing is ever due."""
        return not any(self.week) and not any(one.intervals for one in self.special_days)

    @property
    def last_holiday(self) -> date | None:
        """The last day of the calendar of holidays that is listed; None where none is: a day or two a year are no calendar."""
        last = max((one.date for one in self.special_days), default=None)
        if last is None or sum(one.date.year == last.year for one in self.special_days) < CALENDAR_DAYS:
            return None
        return last

    def runs_out(self, now_ms: int) -> bool:
        """Whether the holidays that are listed end soon, or have ended: further ones are to be added."""
        today = datetime.fromtimestamp(now_ms / 1000, ZoneInfo(self.zone)).date()
        return self.last_holiday is not None and self.last_holiday < today + SOON

    def is_open_at(self, moment_ms: int) -> bool:
        """Whether this moment is open."""
        return self.open_ms_between(moment_ms, moment_ms + 1) == 1

    def open_ms_between(self, start_ms: int, end_ms: int) -> int:
        """How long it is open from `start_ms` until before `end_ms`; 0 where the end is not behind the start."""
        if self.is_always_open or end_ms <= start_ms:
            return max(end_ms - start_ms, 0)
        years = [self._in_year(year) for year in range(_year_of(start_ms), _year_of(end_ms) + 1)]
        return sum(year.open_ms_until(end_ms) - year.open_ms_until(start_ms) for year in years)

    def spans_between(self, start_ms: int, end_ms: int) -> list[tuple[int, int]]:
        """When it is open from `start_ms` until before `end_ms`, in order."""
        years = [self._in_year(year) for year in range(_year_of(start_ms), _year_of(end_ms) + 1)]
        spans = (span for year in years for span in zip(year.begins, year.ends, strict=True))
        clipped = ((max(begin, start_ms), min(end, end_ms)) for begin, end in spans)
        return [(begin, end) for begin, end in clipped if begin < end]

    def due_at(self, start_ms: int, open_ms: int) -> int | None:
        """The earliest time by which it has been open for `open_ms` since `start_ms`; None if that takes over two years."""
        last_ms = start_ms + GIVE_UP_MS
        if open_ms <= 0 or self.is_always_open:
            return start_ms + max(open_ms, 0)
        left_ms = open_ms
        for year in range(_year_of(start_ms), _year_of(last_ms) + 1):
            spans = self._in_year(year)
            before_ms = spans.open_ms_until(start_ms)
            if left_ms <= spans.total_ms - before_ms:
                due_ms = spans.moment_after(before_ms + left_ms)
                return due_ms if due_ms <= last_ms else None
            left_ms -= spans.total_ms - before_ms
        return None

    @cached_property
    def _special(self) -> Mapping[int, Intervals]:
        """By day, counted from 1970."""
        return {(one.date - EPOCH).days: one.intervals for one in self.special_days}

    @cached_property
    def _years(self) -> "dict[int, _Spans]":
        return {}

    def _in_year(self, year: int) -> "_Spans":
        if year not in self._years:
            self._years[year] = _Spans.of(self._moments(_begin_of(year), _begin_of(year + 1)))
        return self._years[year]

    def _moments(self, begin_ms: int, end_ms: int) -> Iterator[tuple[int, int]]:
        """When it opens and closes between two times; intervals may touch and overlap."""
        for begin, end, offset in stretches(self.zone, begin_ms, end_ms):
            for day in range((begin + offset) // DAY_MS - 1, (end + offset) // DAY_MS + 1):
                midnight = day * DAY_MS - offset
                for opens, closes in self._special.get(day, self.week[(day + EPOCH_WEEKDAY) % 7]):
                    moment = max(midnight + opens * MINUTE_MS, begin), min(midnight + closes * MINUTE_MS, end)
                    if moment[0] < moment[1]:
                        yield moment


class _Spans(NamedTuple):
    """A year's open spans, sorted and apart, with how long it was open before each."""

    begins: list[int]
    ends: list[int]
    open_before: list[int]  # one more than there are spans: the last is the whole year's

    @classmethod
    def of(cls, moments: Iterator[tuple[int, int]]) -> "_Spans":
        """Those intervals, joined where they touch."""
        begins: list[int] = []
        ends: list[int] = []
        for begin, end in sorted(moments):
            if ends and begin <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                begins.append(begin)
                ends.append(end)
        lengths = (end - begin for begin, end in zip(begins, ends, strict=True))
        return cls(begins, ends, list(accumulate(lengths, initial=0)))

    @property
    def total_ms(self) -> int:
        """How long it is open in the year."""
        return self.open_before[-1]

    def open_ms_until(self, moment_ms: int) -> int:
        """How long it is open in the year before this time."""
        place = bisect_right(self.begins, moment_ms) - 1
        if place < 0:
            return 0
        return self.open_before[place] + min(moment_ms, self.ends[place]) - self.begins[place]

    def moment_after(self, open_ms: int) -> int:
        """The earliest time by which it was open that long in the year; `open_ms` is more than 0, and not too much."""
        place = bisect_right(self.open_before, open_ms - 1) - 1
        return self.begins[place] + open_ms - self.open_before[place]


@lru_cache(maxsize=256)
def _from_text(text: str | None) -> OpeningHours:
    if text is None:
        return OpeningHours.always()
    kept = json.loads(text)
    days = (SpecialDay(date.fromisoformat(one["date"]), _pairs(one["hours"]), one["name"]) for one in kept["days"])
    return OpeningHours(kept["zone"], tuple(_pairs(day) for day in kept["week"]), tuple(days))


def _pairs(kept: list[list[int]]) -> Intervals:
    return tuple((begin, end) for begin, end in kept)


def _year_of(moment_ms: int) -> int:
    return datetime.fromtimestamp(moment_ms / 1000, UTC).year


def _begin_of(year: int) -> int:
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * 1000
