"""What a group's page shows about it, in words and in fields."""

from datetime import date, datetime

from babel.dates import format_date, format_skeleton, format_time, get_day_names

from app.hours.opening_hours import ALL_DAY, OpeningHours
from app.hours.typed import DASH, intervals_text
from app.nouns.group import Group
from app.text.languages import _, current_language, locale_of, ngettext

TARGET_UNITS = {"min": 1, "h": 60, "d": 24 * 60}


def in_units(minutes: int | None) -> tuple[str, str]:
    """An answer target as a number and its unit: the largest that leaves it whole. Nothing: no target, in hours."""
    if minutes is None:
        return "", "h"
    unit = next(one for one in ("d", "h", "min") if minutes % TARGET_UNITS[one] == 0)
    return str(minutes // TARGET_UNITS[unit]), unit


def target_words(group: Group) -> str:
    """Its answer target as "4 hours"; "" without one."""
    number, unit = in_units(group.answer_target_min)
    if not number:
        return ""
    count = int(number)
    if unit == "d":
        return ngettext("%(num)s day", "%(num)s days", count) % {"num": count}
    if unit == "h":
        return ngettext("%(num)s hour", "%(num)s hours", count) % {"num": count}
    return ngettext("%(num)s minute", "%(num)s minutes", count) % {"num": count}


def hours_words(hours: OpeningHours) -> str:
    """As "Mon-Fri 09:00-17:00, Sat 10:00-14:00": neighbours with the same hours together, closed days left out."""
    if hours.is_always_open or all(day == ALL_DAY for day in hours.week):
        return _("Always open")
    if hours.is_never_open:
        return _("Never open")
    names = get_day_names("abbreviated", locale=locale_of(current_language()))
    runs: list[list[int]] = []
    for day in range(7):
        if runs and hours.week[runs[-1][0]] == hours.week[day]:
            runs[-1].append(day)
        else:
            runs.append([day])
    shown = ((names[run[0]], names[run[-1]], intervals_text(hours.week[run[0]])) for run in runs if hours.week[run[0]])
    return ", ".join(
        f"{first} {text}" if first == last else f"{first}{DASH}{last} {text}" for first, last, text in shown
    )


def day_names() -> list[str]:
    """The days of the week in the reader's language, Monday first."""
    names = get_day_names("wide", context="stand-alone", locale=locale_of(current_language()))
    return [names[day].capitalize() for day in range(7)]


def moment_words(wall: datetime) -> str:
    """A time with its weekday, in its zone."""
    locale = locale_of(current_language())
    return f"{format_skeleton('yMMMEd', wall, locale=locale)}, {format_time(wall, 'short', locale=locale)}"


def date_words(day: date) -> str:
    """A date in the reader's language."""
    return str(format_date(day, "long", locale=locale_of(current_language())))


def fields_of(group: Group | None) -> dict[str, str]:
    """The fields of a group's form, as a browser would send them; none of one that is only being made."""
    if group is None:
        return {}
    number, unit = in_units(group.answer_target_min)
    switches = ("members_only", "default_for_form", "default_for_mail")
    return {
        "name": group.name,
        "hue": str(group.hue),
        "sender_name": group.sender_name,
        "sender_email": group.sender_email,
        "signature_foot": group.signature_foot,
        "answer_target": number,
        "answer_target_unit": unit,
        **{name: "1" for name in switches if getattr(group, name)},
    }
