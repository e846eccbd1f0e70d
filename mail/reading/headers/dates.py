"""The Date header (RFC 5322 §3.3) as UTC milliseconds."""

import re
from calendar import timegm
from datetime import UTC, datetime
from email.utils import parsedate_tz
from typing import Final

from mail.reading.headers.months import month_named

_EARLIEST_YEAR: Final = 1971
_LATEST_YEAR: Final = 2200
_LONGEST_CHARS: Final = 120
_COLON_IN_ZONE: Final = re.compile(r"([+-]\d\d):(\d\d)(?=\s|\(|$)")
_FRACTION: Final = re.compile(r"(:\d\d)[.,]\d{1,9}(?=\s|$)")
_ZONE_WORD: Final = re.compile(r"\b(?:(?:GMT|UTC)([+-])(\d{1,2}):?(\d\d)?|([A-Z]{3,4}))\s*$")
_ZONES: Final = {
    "WEST": "+0100", "BST": "+0100", "CET": "+0100", "MET": "+0100", "MEZ": "+0100", "CEST": "+0200", "MEST": "+0200", "MESZ": "+0200",
    "EET": "+0200", "EEST": "+0300", "MSK": "+0300", "TRT": "+0300", "JST": "+0900", "KST": "+0900", "HKT": "+0800", "NZST": "+1200", "NZDT": "+1300",
}  # fmt: skip
"""Zones that mail programs name, and of which there is one only; RFC 5322 knows those of North America alone."""

_WORD: Final = r"(?P<word>[^\s\d,/]{2,20})"
_DAYS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d)(?P<day>\d{{1,2}})[.ºª]?[ -]{{1,2}}(?:de |d['\u2019])?{_WORD}[ -]{{1,2}}(?:de |del )?(?P<year>\d{{4}})(?!\d)",
        rf"(?<!\d)(?P<year>\d{{4}})\.?[ -]{{1,2}}{_WORD}[ -]{{1,2}}(?P<day>\d{{1,2}})(?!\d)",
        r"(?<!\d)(?P<day>\d{1,2})\.[ ]?(?P<month>\d{1,2})\.[ ]?(?P<year>\d{4})(?!\d)",
        r"(?<!\d)(?P<year>\d{4})[./年-][ ]?(?P<month>\d{1,2})[./月-][ ]?(?P<day>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<one>\d{1,2})(?P<sign>[/-])(?P<other>\d{1,2})(?P=sign)(?P<year>\d{4})(?!\d)",
    )
)
"""A day beyond RFC 5322: its month in another language, or in numbers."""
_TIME: Final = re.compile(
    r"[^\d:]{0,20}(?P<hour>\d{1,2})[:.h時](?P<minute>\d\d)(?:[:.分](?P<second>\d\d))?(?!\d)[ ]?(?P<half>[AP]\.?M\b\.?)?",
    re.IGNORECASE,
)
_ZONE: Final = re.compile(r"[ ]{0,3}([+-]\d{4}|[A-Z]{1,4})\b")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HALF_DAY: Final = 12


def date_ms(text: str) -> int | None:
    """Return the time in a Date header, None if it has none that a mail can have.

    One without a zone is taken for UTC.
    """
    text = text.strip()[:_LONGEST_CHARS]
    try:
        plain = _plain(text)
        parsed = parsedate_tz(plain) or parsedate_tz(_in_english(plain))
        if parsed is not None and _EARLIEST_YEAR <= parsed[0] <= _LATEST_YEAR:
            return (timegm((*parsed[:6], 0, 1, 0)) - (parsed[9] or 0)) * 1000
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    if not _EARLIEST_YEAR <= moment.year <= _LATEST_YEAR:
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def _plain(text: str) -> str:
    """The same date with its zone in digits and without parts of a second, as the standard library reads it."""
    text = _FRACTION.sub(r"\1", _COLON_IN_ZONE.sub(r"\1\2", text))
    return _ZONE_WORD.sub(_zone, text) if ":" in text else text


def _zone(word: re.Match[str]) -> str:
    sign, hours, minutes, name = word.groups()
    return _ZONES.get(name, name) if name else f"{sign}{hours:0>2}{minutes or '00'}"


def _in_english(text: str) -> str:
    """The same date as RFC 5322 writes it, or an empty string: `Di, 3. März 2026 10:00 +0100`, `03.03.2026 10.00`."""
    for pattern in _DAYS:
        day = pattern.search(text)
        if day is None or (time := _TIME.match(text, day.end())) is None:
            continue
        date = _day_and_month(day.groupdict())
        hour = _hour(time)
        if date is not None and hour is not None:
            zone = _ZONE.match(text, time.end())
            clock = f"{hour:02}:{int(time['minute']):02}:{int(time['second'] or 0):02}"
            return f"{date[0]} {_MONTHS[date[1] - 1]} {int(day['year'])} {clock} {zone[1] if zone else '+0000'}"
    return ""


def _day_and_month(named: dict[str, str]) -> tuple[int, int] | None:
    """Day and month, None where they are none, or where an American and anyone else would read two days."""
    if "one" in named:
        one, other = int(named["one"]), int(named["other"])
        if one != other and max(one, other) <= len(_MONTHS):
            return None
        return _possible(max(one, other), min(one, other))
    month = month_named(named["word"]) if "word" in named else int(named["month"])
    return _possible(int(named["day"]), month or 0)


def _possible(day: int, month: int) -> tuple[int, int] | None:
    return (day, month) if 1 <= month <= len(_MONTHS) and 1 <= day <= 31 else None  # noqa: PLR2004


def _hour(time: re.Match[str]) -> int | None:
    hour, half = int(time["hour"]), time["half"]
    if half:
        hour = hour % _HALF_DAY + (_HALF_DAY if half[0] in "pP" else 0)
    return hour if hour < 2 * _HALF_DAY and int(time["minute"]) < 60 else None  # noqa: PLR2004
