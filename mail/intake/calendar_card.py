"""An invitation as people read it: what, when, where, by whom. The file with it stays beside the message."""

import re
from datetime import UTC, datetime
from html import escape
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from app.text.languages import _, current_language, pgettext
from mail.letter.letter import Invitation

_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}Z?)?")


def card_of(invitation: Invitation, zone: ZoneInfo) -> list[tuple[str, str]]:
    """The card's lines, each with its name, those without a value left out.

    A time in UTC is shown in `zone`, the desk's. One with its own zone is shown unchanged, with that zone's name:
    calendars name zones that nobody else knows, and a wrong guess would be a missed meeting.
    """
    lines = [
        (_heading(invitation.method), invitation.summary or _("(no subject)")),
        (_("Starts"), _moment(invitation.start, invitation.time_zone, zone)),
        (_("Ends"), _moment(invitation.end, invitation.time_zone, zone)),
        (_("Location"), invitation.location),
        (pgettext("sender", "From"), invitation.organizer),
        (_("Details"), invitation.description),
    ]
    return [(name, value) for name, value in lines if value]


def card_text(card: list[tuple[str, str]]) -> str:
    """The card as plain text."""
    return "\n".join(f"{name}: {value}" for name, value in card)


def card_html(card: list[tuple[str, str]]) -> str:
    """The card as a table, still to be cleaned together with the mail below it."""
    rows = (
        f"<tr><th align='left' valign='top' width='100'>{escape(name)}</th><td>{_broken(value)}</td></tr>"
        for name, value in card
    )
    return f"<table border='0' cellpadding='4' cellspacing='0'>{''.join(rows)}</table><br>"


def _broken(value: str) -> str:
    return escape(value).replace("\n", "<br>")


def _heading(method: str) -> str:
    return {
        "CANCEL": _("Cancelled meeting"),
        "REPLY": _("Answer to an invitation"),
        "COUNTER": _("New time proposed"),
    }.get(method, _("Invitation"))


def _moment(stamp: str, time_zone: str, zone: ZoneInfo) -> str:
    """The time in words; an impossible one (31 February) as it was written."""
    try:
        if not _MOMENT.fullmatch(stamp):
            return ""
        if "T" not in stamp:
            return format_date(datetime.fromisoformat(stamp).date(), "full", locale=_locale())
        moment = datetime.fromisoformat(stamp.removesuffix("Z"))
        named = time_zone
        if stamp.endswith("Z"):
            moment, named = moment.replace(tzinfo=UTC).astimezone(zone), zone.key
    except (ValueError, OverflowError):
        return stamp
    told = f"{format_date(moment.date(), 'full', locale=_locale())}, {format_time(moment.time(), 'short', locale=_locale())}"
    return f"{told} ({named})" if named else told


def _locale() -> str:
    return current_language().replace("-", "_")
