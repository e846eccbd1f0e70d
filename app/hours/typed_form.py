"""A group's opening hours as an administrator types them: a line for each weekday, and one for each special day."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.core.errors import BadFields
from app.hours.opening_hours import Intervals, OpeningHours, SpecialDay
from app.hours.typed import INTERVAL, WrongHours, intervals_text, read_intervals
from app.text.digits import plain_digits
from app.text.languages import _, ngettext
from app.text.one_line import one_line

WEEK = tuple(f"day{number}" for number in range(7))  # Monday first
MOST_SPECIAL_DAYS = 400
NAME_CHARS = 80
_HOURS = rf"{INTERVAL}(?:\s*[,;]\s*{INTERVAL})*"
_NO_HOURS = r"(?!\d{1,2}\s*(?:[:.h]\d|[-\u2013\u2014,;]|to\b|$))"  # a name may begin with a number, not with a time
_LINE = re.compile(
    rf"(?P<date>\d{{4}}-\d{{2}}-\d{{2}})(?:\s+(?P<hours>{_HOURS}))?(?:\s+{_NO_HOURS}(?P<name>.+))?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class TypedHours:
    """What was typed. `always`: always open, whatever else was entered."""

    always: bool
    zone: str
    week: tuple[str, ...]
    special_days: str  # a line each: 2026-12-24 09:00-14:00 Christmas Eve; closed where no hours stand

    @classmethod
    def of(cls, hours: OpeningHours) -> "TypedHours":
        """Hours as they could have been typed."""
        lines = "\n".join(line_of(day) for day in hours.special_days)
        return cls(hours.is_always_open, hours.zone, tuple(intervals_text(day) for day in hours.week), lines)

    def read(self) -> OpeningHours:
        """The hours. Raises BadFields (timezone, day0 to day6, special_days) that names everything at fault."""
        zone = _zone(self.zone)
        if self.always and zone:
            return OpeningHours.always(zone)
        faults = {} if zone else {"timezone": _("Unknown time zone. Use a name such as Europe/Berlin.")}
        week: list[Intervals] = []
        for name, typed in zip(WEEK, self.week, strict=True):
            try:
                week.append(read_intervals(typed))
            except WrongHours as wrong:
                faults[name] = str(wrong)
        try:
            special = read_special_days(self.special_days)
        except WrongHours as wrong:
            faults["special_days"] = str(wrong)
        if faults:
            raise BadFields(faults)
        return OpeningHours(zone, tuple(week), special)

    def with_days(self, more: Mapping[date, SpecialDay]) -> str:
        """The lines of the special days with these added, in order; a day already listed stays unchanged.

        Raises BadFields(special_days).
        """
        try:
            own = {day.date: day for day in read_special_days(self.special_days)}
        except WrongHours as wrong:
            raise BadFields({"special_days": str(wrong)}) from None
        return "\n".join(line_of(day) for _date, day in sorted((dict(more) | own).items()))


def line_of(day: SpecialDay) -> str:
    """The special day as a line that can be typed again."""
    return " ".join(filter(None, (day.date.isoformat(), intervals_text(day.intervals), day.name)))


def read_special_days(typed: str) -> tuple[SpecialDay, ...]:
    """The days of these lines, in order. Raises WrongHours that names the line."""
    days: dict[date, SpecialDay] = {}
    for number, line in enumerate(plain_digits(typed).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            day = _special_day(line.strip())
        except WrongHours as wrong:
            raise WrongHours(_("Line %(number)d: %(fault)s") % {"number": number, "fault": wrong}) from None
        if day.date in days:
            words = _("Line %(number)d: %(day)s is already listed.")
            raise WrongHours(words % {"number": number, "day": day.date.isoformat()})
        days[day.date] = day
    if len(days) > MOST_SPECIAL_DAYS:
        words = ngettext(
            "The limit is %(most)d special day. Remove past ones.",
            "The limit is %(most)d special days. Remove past ones.",
            MOST_SPECIAL_DAYS,
        )
        raise WrongHours(words % {"most": MOST_SPECIAL_DAYS})
    return tuple(days[one] for one in sorted(days))


def _special_day(line: str) -> SpecialDay:
    matched = _LINE.fullmatch(line)
    try:
        day = date.fromisoformat(matched["date"]) if matched else None
    except ValueError:
        day = None
    if matched is None or day is None:
        raise WrongHours(_("Start with the date, then hours and a name: 2026-12-24 09:00-14:00 Christmas Eve."))
    return SpecialDay(day, read_intervals(matched["hours"] or ""), one_line(matched["name"] or "")[:NAME_CHARS])


def _zone(typed: str) -> str:
    """The zone's name, "" for one there is not."""
    try:
        return ZoneInfo(typed.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
