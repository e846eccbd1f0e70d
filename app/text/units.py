"""Short units of time, each with its number still to be put in: `hours_form(3) % {"count": 3}` is "3 h"."""

from app.text.languages import ngettext


def seconds_form(count: int) -> str:
    """Of "40 s"."""
    # Translators: seconds, as short as they are commonly written
    return ngettext("%(count)s s", "%(count)s s", count)


def minutes_form(count: int) -> str:
    """Of "12 m", in a narrow column."""
    # Translators: minutes, as short as possible: in the column of a list, beside hours and days
    return ngettext("%(count)s m", "%(count)s m", count)


def min_form(count: int) -> str:
    """Of "12 min"."""
    # Translators: minutes, as they are commonly abbreviated
    return ngettext("%(count)s min", "%(count)s min", count)


def hours_form(count: int) -> str:
    """Of "3 h"."""
    # Translators: hours, as short as they are commonly written
    return ngettext("%(count)s h", "%(count)s h", count)


def days_form(count: int) -> str:
    """Of "2 d"."""
    # Translators: days, as short as possible: in the column of a list, beside hours and minutes
    return ngettext("%(count)s d", "%(count)s d", count)
