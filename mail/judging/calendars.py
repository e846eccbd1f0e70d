"""Invitations: the one event of a calendar part, read for its card (RFC 5545, RFC 5546)."""

import re
from typing import Final

from app.text.one_line import header_line
from mail.letter import limits
from mail.letter.letter import Invitation
from mail.reading.decoding.cleaning import clean_body

_STAMP: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z?))?")
_ESCAPES: Final = re.compile(r"\\([\\;,nN])")
_INTERESTING: Final = frozenset({"SUMMARY", "DTSTART", "DTEND", "LOCATION", "ORGANIZER", "DESCRIPTION", "UID"})
_LINE_CHARS: Final = 500
_DESCRIPTION_CHARS: Final = 4000


def read_invitation(text: str) -> Invitation | None:
    """Return the first event in an iCalendar text, None where there is none."""
    method = ""
    found: dict[str, tuple[str, str]] = {}
    inside = 0
    for name, parameters, value in _content_lines(text[: limits.CALENDAR_CHARS]):
        if name == "METHOD":
            method = value.strip().upper()
        elif name == "BEGIN":
            inside += 1 if inside or value.strip().upper() in {"VEVENT", "VTODO"} else 0
        elif name == "END" and inside:
            inside -= 1
            if not inside:
                break
        elif inside == 1 and name in _INTERESTING:
            found.setdefault(name, (parameters, value))
    if not found:
        return None
    return _invitation(method, found)


def _invitation(method: str, found: dict[str, tuple[str, str]]) -> Invitation:
    def line(name: str) -> str:
        return header_line(_unescaped(found.get(name, ("", ""))[1]), _LINE_CHARS)

    start_parameters, start = found.get("DTSTART", ("", ""))
    organizer_parameters, organizer = found.get("ORGANIZER", ("", ""))
    return Invitation(
        method=header_line(method, 20) or "PUBLISH",
        summary=line("SUMMARY"),
        start=_moment(start),
        end=_moment(found.get("DTEND", ("", ""))[1]),
        time_zone=header_line(_parameter(start_parameters, "TZID"), 100),
        location=line("LOCATION"),
        organizer=header_line(
            _parameter(organizer_parameters, "CN") or organizer.lower().removeprefix("mailto:"), _LINE_CHARS
        ),
        description=clean_body(_unescaped(found.get("DESCRIPTION", ("", ""))[1]))[:_DESCRIPTION_CHARS].strip(),
        uid=line("UID"),
    )


def _content_lines(text: str) -> list[tuple[str, str, str]]:
    """Return (name, parameters, value) of each line, folds undone (RFC 5545 §3.1)."""
    unfolded = text.replace("\n ", "").replace("\n\t", "")
    return [line for raw in unfolded.split("\n") if (line := _content_line(raw)) is not None]


def _content_line(raw: str) -> tuple[str, str, str] | None:
    quoted = False
    for at, char in enumerate(raw[: limits.CALENDAR_CHARS]):
        if char == '"':
            quoted = not quoted
        elif char == ":" and not quoted:
            name, _, parameters = raw[:at].partition(";")
            return name.strip().upper(), parameters, raw[at + 1 :]
    return None


def _parameter(parameters: str, name: str) -> str:
    for pair in parameters.split(";"):
        key, _, value = pair.partition("=")
        if key.strip().upper() == name:
            return value.strip().strip('"')
    return ""


def _unescaped(value: str) -> str:
    return _ESCAPES.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def _moment(value: str) -> str:
    match = _STAMP.match(value.strip())
    if match is None:
        return ""
    year, month, day, hour, minute, _, utc = match.groups()
    date = f"{year}-{month}-{day}"
    return f"{date}T{hour}:{minute}{utc}" if hour else date
