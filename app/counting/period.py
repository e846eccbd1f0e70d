"""Days, weeks, months and years on the desk's calendar: half-open, by the clocks of an IANA zone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

EPOCH = date(1970, 1, 1)


class Bucket(StrEnum):
    """How a period is divided. Weeks are ISO weeks: they begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    def first_day(self, day: date) -> date:
        """The first day of the bucket that this day is in."""
        match self:
            case Bucket.DAY:
                return day
            case Bucket.WEEK:
                return day - timedelta(days=day.weekday())
            case Bucket.MONTH:
                return day.replace(day=1)
            case Bucket.YEAR:
                return day.replace(month=1, day=1)

    def next_first_day(self, day: date) -> date:
        """The first day of the bucket after that of this day."""
        first = self.first_day(day)
        return self.first_day(first + timedelta(days={"day": 1, "week": 7, "month": 31, "year": 366}[self.value]))


@dataclass(frozen=True, slots=True)
class Days:
    """From the day `first` until before the day `until`."""

    first: date
    until: date

    @property
    def count(self) -> int:
        """How many days."""
        return (self.until - self.first).days

    @property
    def last(self) -> date:
        """Its last day."""
        return self.until - timedelta(days=1)

    @property
    def numbers(self) -> tuple[int, int]:
        """First day and the day behind the last, counted from 1970 as in `counted_acts`."""
        return day_number(self.first), day_number(self.until)

    def buckets(self, bucket: Bucket) -> "Iterator[Days]":
        """Its buckets in order; the first and last may be cut off by its ends."""
        first = self.first
        while first < self.until:
            until = min(bucket.next_first_day(first), self.until)
            yield Days(first, until)
            first = until


@dataclass(frozen=True, slots=True)
class Period:
    """Some days on a desk's calendar. `whole`: it is one day, week, month or year; None: any range."""

    days: Days
    zone: str  # IANA
    whole: Bucket | None = None

    @classmethod
    def of(cls, bucket: Bucket, day: date, zone: str) -> "Period":
        """The day, week, month or year that this day is in."""
        return cls(Days(bucket.first_day(day), bucket.next_first_day(day)), zone, bucket)

    @classmethod
    def between(cls, first: date, last: date, zone: str) -> "Period":
        """From one day to another, both included. Raises ValueError if the last is before the first."""
        if last < first:
            raise ValueError("the last day is before the first")
        return cls(Days(first, last + timedelta(days=1)), zone)

    def elapsed(self, today: date) -> Days:
        """Its days up to and including today; all of them once it is over, its first where it has not begun."""
        until = min(self.days.until, max(today + timedelta(days=1), self.days.first + timedelta(days=1)))
        return Days(self.days.first, until)

    def before(self, today: date) -> Days:
        """The period before over the same elapsed days: on 22 November, 1 to 22 October; of a range, as many days before it."""
        if self.whole is None:
            begun = self.days.first - timedelta(days=self.days.count)
            return Days(begun, begun + timedelta(days=self.elapsed(today).count))
        first = self.whole.first_day(self.days.first - timedelta(days=1))
        if today > self.days.last:
            return Days(first, self.days.first)
        return Days(first, min(first + timedelta(days=self.elapsed(today).count), self.days.first))

    @property
    def begin_ms(self) -> int:
        """Its first moment, UTC."""
        return begin_ms(self.days.first, self.zone)

    @property
    def end_ms(self) -> int:
        """The first moment behind it, UTC."""
        return begin_ms(self.days.until, self.zone)


def day_number(day: date) -> int:
    """The day, counted from 1970-01-01."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The day with this number."""
    return EPOCH + timedelta(days=number)


def local_day(moment_ms: int, zone: str) -> date:
    """The day at this moment on the zone's clocks."""
    return datetime.fromtimestamp(moment_ms / 1000, ZoneInfo(zone)).date()


def begin_ms(day: date, zone: str) -> int:
    """When the day begins on the zone's clocks, UTC; where they skip midnight, at the moment at which they do."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp()) * 1000
