"""Dates that the field offers: spans people ask for, and what the beginning of a date can become."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.text.languages import _

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MONTH = re.compile(r"\d{4}-\d{2}")
YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class DateOffer:
    """A value for a date field, and its words."""

    value: str
    words: str


def date_offers(typed: str, today: date) -> list[DateOffer]:
    """What fits the typed beginning: usual spans, months of a year, a day with its open intervals, the end of one."""
    begin, dots, end = typed.strip().partition("..")
    if dots:
        return _ends(begin, today) if _is_date(begin) and not end else []
    if _is_date(begin):
        return _around(begin, today)
    if re.fullmatch(r"\d{4}-\d?", begin):
        months = [f"{begin[:4]}-{number:02}" for number in range(12, 0, -1)]
        return [DateOffer(month, month) for month in months if month.startswith(begin)]
    return _usual(today)


def _is_date(typed: str) -> bool:
    return any(pattern.fullmatch(typed) for pattern in (DAY, MONTH, YEAR))


def _usual(today: date) -> list[DateOffer]:
    first = today.replace(day=1)
    last_month = first - timedelta(days=1)
    return [
        DateOffer("today", _("today")),
        DateOffer("yesterday", _("yesterday")),
        DateOffer("7d", _("the last 7 days")),
        DateOffer("30d", _("the last 30 days")),
        DateOffer(f"{today:%Y-%m}", _("this month")),
        DateOffer(f"{last_month:%Y-%m}", _("last month")),
        DateOffer(f"{today:%Y}", _("this year")),
        DateOffer(f"{first}..", _("from %(day)s on") % {"day": first}),
    ]


def _around(begin: str, today: date) -> list[DateOffer]:
    # Translators: %(span)s is a day, such as 2026-11-22
    whole = _("on %(span)s") if DAY.fullmatch(begin) else _("all of %(span)s")
    return [
        DateOffer(begin, whole % {"span": begin}),
        DateOffer(f"{begin}..", _("from %(day)s on") % {"day": begin}),
        DateOffer(f"..{begin}", _("until %(day)s") % {"day": begin}),
        DateOffer(f"{begin}..{today}", _("%(begin)s to %(end)s") % {"begin": begin, "end": _("today")}),
    ]


def _ends(begin: str, today: date) -> list[DateOffer]:
    yesterday = today - timedelta(days=1)
    ends = ((str(today), _("today")), (str(yesterday), _("yesterday")), (f"{today:%Y-%m}", _("this month")))
    offers = [
        DateOffer(f"{begin}..{end}", _("%(begin)s to %(end)s") % {"begin": begin, "end": words}) for end, words in ends
    ]
    return [*offers, DateOffer(f"{begin}..", _("from %(day)s on") % {"day": begin})]
