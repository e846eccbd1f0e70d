"""A day's opening hours as people type and read them: "09:00-12:30, 13:30-18:00", "22:00-06:00", "0-24"."""

import re
from itertools import pairwise

from app.hours.opening_hours import DAY_MIN, Interval, Intervals
from app.text.digits import plain_digits
from app.text.languages import _, ngettext

DASH = "\u2013"  # as ranges are printed
MOST_A_DAY = 8
LONGEST = 200  # characters
_TIME = r"\d{1,2}(?:[:.h]\d{2})?"
INTERVAL = rf"{_TIME}\s*[-{DASH}\u2014]\s*{_TIME}"
_INTERVAL = re.compile(INTERVAL)
_DASHES = re.compile(rf"[-{DASH}\u2014]")
_PARTS = re.compile(r"[,;]|\n")


class WrongHours(ValueError):
    """What was typed are no hours: with words for who typed it."""


def read_intervals(typed: str) -> Intervals:
    """The intervals of one day, in order; none for nothing and for a dash. One that ends before it begins ends on the next day.

    Raises WrongHours.
    """
    text = plain_digits(typed.strip().lower())
    if text in {"", "-", DASH}:
        return ()
    if len(text) > LONGEST:
        raise WrongHours(_("That is too long for one day."))
    found = tuple(sorted(_interval(part) for part in _PARTS.split(text) if part.strip()))
    if len(found) > MOST_A_DAY:
        words = ngettext("The limit is %(most)d interval a day.", "The limit is %(most)d intervals a day.", MOST_A_DAY)
        raise WrongHours(words % {"most": MOST_A_DAY})
    if any(early[1] > late[0] for early, late in pairwise(found)):
        raise WrongHours(_("Two of these intervals overlap."))
    return found


def intervals_text(intervals: Intervals) -> str:
    """The intervals as they can be typed again; "" where there is none."""
    return ", ".join(f"{_clock(begin)}{DASH}{_clock(end, ends=True)}" for begin, end in intervals)


def _interval(typed: str) -> Interval:
    if not _INTERVAL.fullmatch(typed.strip()):
        words = _("“%(typed)s” is not an interval. Write 09:00-17:00, or 22:00-06:00 past midnight.")
        raise WrongHours(words % {"typed": typed.strip()})
    begin, end = map(_minutes, _DASHES.split(typed))
    if begin == DAY_MIN:
        raise WrongHours(_("24:00 can only end an interval."))
    if begin == end:
        raise WrongHours(_("Start and end must differ. All day is 00:00-24:00."))
    return begin, end if end > begin else end + DAY_MIN


def _minutes(typed: str) -> int:
    hour, _point, minute = re.sub("[.h]", ":", typed.strip()).partition(":")
    minutes = int(hour) * 60 + int(minute or 0)
    if minutes > DAY_MIN or int(minute or 0) >= 60:  # noqa: PLR2004  minutes of an hour
        raise WrongHours(_("“%(time)s” is not a valid time.") % {"time": typed.strip()})
    return minutes


def _clock(minutes: int, *, ends: bool = False) -> str:
    shown = minutes if minutes == DAY_MIN and ends else minutes % DAY_MIN
    return f"{shown // 60:02}:{shown % 60:02}"
