"""Days, weeks, months and years as a page of statistics writes them."""

from datetime import date
from typing import Literal

from babel.dates import format_interval, format_skeleton, get_day_names

from app.counting.period import Bucket, Days, Period
from app.text.formats import formats_of
from app.text.languages import _, current_language

LEAST_YEAR = 365  # days


def period_words(period: Period) -> str:
    """`November 2026`, `22 Nov 2026`, `Week 47, 16 - 22 Nov 2026`, `2026`, `3 Aug - 4 Sep 2026`."""
    days = period.days
    match period.whole:
        case Bucket.MONTH:
            return _formatted("yMMMM", days.first)
        case Bucket.YEAR:
            return str(days.first.year)
        case Bucket.WEEK:
            return _("Week %(number)s, %(days)s") % {"number": days.first.isocalendar().week, "days": days_words(days)}
        case _:
            return days_words(days)


def days_words(days: Days) -> str:
    """`22 Nov 2026`, or `1 - 22 Oct 2026`."""
    if days.count == 1:
        return _formatted("yMMMd", days.first)
    return str(format_interval(days.first, days.last, "yMMMd", locale=formats_of(current_language())))


def bucket_words(bucket: Bucket, days: Days) -> str:
    """The bucket in full, as its words are heard: `Tue, 3 Nov`, `2 - 8 Nov 2026`, `November 2026`."""
    match bucket:
        case Bucket.DAY:
            return _formatted("MMMEd", days.first)
        case Bucket.YEAR if days.count >= LEAST_YEAR:
            return str(days.first.year)
        case Bucket.MONTH if days.first.day == 1 and (days.until.day == 1):
            return _formatted("yMMMM", days.first)
        case _:
            return days_words(days)


def bucket_label(bucket: Bucket, days: Days, today: date) -> str:
    """The bucket below its bar: short, and `Today` for today."""
    match bucket:
        case Bucket.DAY:
            return _("Today") if days.first == today else _formatted("MMMd", days.first)
        case Bucket.WEEK:
            return _formatted("MMMd", days.first)
        case Bucket.MONTH:
            return _formatted("MMM" if days.first.month > 1 else "yMMM", days.first)
        case _:
            return str(days.first.year)


def size_words(bucket: Bucket) -> str:
    """The day, the week … as one chooses it."""
    return {
        Bucket.DAY: _("Day"),
        Bucket.WEEK: _("Week"),
        Bucket.MONTH: _("Month"),
        Bucket.YEAR: _("Year"),
    }[bucket]


def weekday_names(width: Literal["abbreviated", "wide"] = "abbreviated") -> list[str]:
    """Monday to Sunday."""
    names = get_day_names(width, locale=formats_of(current_language()))
    return [str(names[number]) for number in range(7)]


def hour_words(hour: int) -> str:
    """An hour of the day, `09:00 - 10:00`."""
    return f"{hour:02}:00 \N{EN DASH} {hour + 1:02}:00"


def _formatted(skeleton: str, day: date) -> str:
    return str(format_skeleton(skeleton, day, locale=formats_of(current_language())))
