"""A day of one operator, hour by hour: what they did, and when they did nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.core.clock import MINUTE_MS
from app.core.errors import BadFields, NotFound
from app.nouns.event import Event
from app.nouns.operator import Operator
from app.queries.activity.log_pages import LogLine, log_page
from app.queries.activity.log_query import LogQuery
from app.text.languages import _, pgettext
from web.console.desk.log import line_json, log_words
from web.console.desk.log_query import ms_of, read_day, read_number
from web.console.figures.spans import span_words
from web.console.frame.page import shell
from web.pages.templating import draw
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, moment_of, roster_of

MOST = 2000  # events of a day
PAUSE_MS = 30 * MINUTE_MS  # so long without an act is said


@dataclass(frozen=True, slots=True)
class DayLine:
    """A line of the day: the first of an hour says so, and after a pause how many minutes it was."""

    line: LogLine
    hour_ms: int | None  # where an hour begins with it
    pause_min: int


async def show(request: Request) -> Response:
    """`GET /log/day?operator=N&day=2026-11-22`: oldest first. Without a day today, without an operator the reader."""
    administrator = administrator_of(request)
    zone = desk_of(request).settings.zone
    person = await _person(request, administrator)
    try:
        day, fault = _day(request, zone), ""
    except BadFields as error:
        if wants_json(request):
            raise
        day, fault = _today(request, zone), str(error)
    query = LogQuery(operator_id=person.id, from_ms=ms_of(day), until_ms=ms_of(day + timedelta(days=1)))
    page = await log_page(desk_of(request), query, limit=MOST)
    lines = page.lines[::-1]
    if wants_json(request):
        return JSONResponse({"events": [line_json(line) for line in lines], "complete": page.before is None})
    context = {
        **await shell(request, "log"),
        **await log_words(request),
        "person": person,
        "day": day.date().isoformat(),
        "day_ms": query.from_ms,
        "today": _today(request, zone).date().isoformat(),
        "before_day": (day - timedelta(days=1)).date().isoformat(),
        "after_day": (day + timedelta(days=1)).date().isoformat(),
        "day_lines": _timeline(lines, zone),
        "figures": _figures([line.event for line in lines]),
        "is_complete": page.before is None,
        "most": MOST,
        "span_words": span_words,
        "fault": fault,
    }
    return await draw(request, "console/settings/log_day.html", context)


async def _person(request: Request, reader: Operator) -> Operator:
    """Who is asked for. Raises NotFound."""
    number = read_number(request.query_params.get("operator", ""), "operator")
    if number is None:
        return reader
    for person in (await roster_of(request)).everybody:
        if person.id == number:
            return person
    raise NotFound


def _today(request: Request, zone: ZoneInfo) -> datetime:
    now = datetime.fromtimestamp(moment_of(request) / 1000, zone)
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _day(request: Request, zone: ZoneInfo) -> datetime:
    """Its midnight. Raises BadFields."""
    return read_day(request.query_params.get("day", ""), "day", zone) or _today(request, zone)


def _timeline(lines: Sequence[LogLine], zone: ZoneInfo) -> list[DayLine]:
    found: list[DayLine] = []
    hour = last_ms = None
    for line in lines:
        at_ms = line.event.at_ms
        moment = datetime.fromtimestamp(at_ms / 1000, zone).replace(minute=0, second=0, microsecond=0)
        begins = moment != hour
        pause_ms = at_ms - last_ms if last_ms is not None else 0
        found.append(
            DayLine(line, ms_of(moment) if begins else None, pause_ms // MINUTE_MS if pause_ms >= PAUSE_MS else 0)
        )
        hour, last_ms = moment, at_ms
    return found


def _figures(events: Sequence[Event]) -> list[tuple[str, int]]:
    """What was done how often; nothing that was not done."""
    counted = Counter(_counted_as(event) for event in events)
    words: dict[str, Any] = {
        "taken": pgettext("figure", "Taken"),
        "answered": pgettext("figure", "Answered"),
        "noted": pgettext("figure", "Notes"),
        "dropped": pgettext("figure", "Dropped"),
        "assigned": pgettext("figure", "Assigned"),
        "finished": _("Status changed"),
        "deleted": pgettext("figure", "Deleted"),
    }
    return [(words[name], counted[name]) for name in words if counted[name]]


def _counted_as(event: Event) -> str:
    if event.kind == "message.added":
        return {"answer": "answered", "note": "noted"}.get(event.details.get("message_kind") or "", "")
    return {
        "ticket.taken": "taken",
        "ticket.dropped": "dropped",
        "ticket.assigned": "assigned",
        "ticket.status": "finished",
        "ticket.deleted": "deleted",
    }.get(event.kind, "")
