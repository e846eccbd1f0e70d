"""Durations and numbers as a page of statistics writes them."""

from functools import lru_cache

from babel.numbers import format_decimal

from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS
from app.text.formats import formats_of
from app.text.languages import current_language
from app.text.units import days_form, hours_form, min_form, minutes_form
from web.console.figures.tables import minutes_of

HOUR_MIN, DAY_MIN = 60, 24 * 60


def number_words(number: float) -> str:
    """A number with the separators of the reader's language."""
    return _written(number, current_language())


@lru_cache(maxsize=16_384)
def _written(number: float, language: str) -> str:
    return str(format_decimal(number, locale=formats_of(language)))


def span_words(span_ms: int | None) -> str:
    """`14 min`, `1 h 55 min`, `3 d 4 h`; a dash for none. Rounded to minutes, from two days on to hours."""
    if span_ms is None:
        return "\N{EN DASH}"
    minutes = minutes_of(span_ms)
    if minutes < HOUR_MIN:
        return min_form(minutes) % {"count": minutes}
    if minutes < 2 * DAY_MIN:
        hours, rest = divmod(minutes, HOUR_MIN)
        return _both(hours_form(hours) % {"count": hours}, min_form(rest) % {"count": rest} if rest else "")
    days, rest_hours = divmod(round(minutes / HOUR_MIN), 24)
    day_words = days_form(days) % {"count": number_words(days)}
    return _both(day_words, hours_form(rest_hours) % {"count": rest_hours} if rest_hours else "")


def short_span(span_ms: int) -> str:
    """A step of an axis, which is round: `30 m`, `2 h`, `5 d`."""
    minutes, hours, days = span_ms // MINUTE_MS, span_ms // HOUR_MS, span_ms // DAY_MS
    if not hours:
        return minutes_form(minutes) % {"count": minutes}
    return hours_form(hours) % {"count": hours} if not days else days_form(days) % {"count": number_words(days)}


def _both(large: str, small: str) -> str:
    return f"{large} {small}" if small else large
