"""The log of all actions, for administrators: by operator, action, ticket and date, newest first."""

from datetime import datetime, timedelta, tzinfo
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.errors import BadFields
from app.event import KINDS
from app.languages import _
from app.queries.events import LogQuery, search_log
from app.queries.people import groups, operators
from web.accepts import wants_json
from web.console.mail_words import MAIL_LABELS
from web.console.page import part_of, shell
from web.context import administrator_of, desk_of
from web.numbers import whole_number
from web.templating import render

PAGE = 100
FILTERS = ("operator", "action", "ticket", "from", "to")


async def show(request: Request) -> Response:
    """`GET /log?operator=&action=&ticket=&from=&to=&before=`. Days are the desk's. Part `rows`: the lines alone."""
    administrator_of(request)
    try:
        query, fault = read_query(request), ""
    except BadFields as error:
        if wants_json(request):
            raise
        query, fault = LogQuery(), str(error)
    before = _number(request.query_params.get("before", ""), "before")
    found = await search_log(desk_of(request), query, before, PAGE + 1)
    events, more = found[:PAGE], len(found) > PAGE
    if wants_json(request):
        next_before = events[-1].id if more else None
        return JSONResponse({"events": [event.as_json() for event in events], "before": next_before})
    context = {
        **await shell(request, "log"),
        **MAIL_LABELS,
        **await _choices(request, query),
        "events": events,
        "more_path": _path(request, events[-1].id) if more else None,
        "fault": fault,
    }
    return render(request, "console/log_part.html" if part_of(request) == "rows" else "console/log.html", context)


def read_query(request: Request) -> LogQuery:
    """What is asked for. Raises BadFields, naming the filter."""
    asked, zone = request.query_params, desk_of(request).settings.zone
    kind = asked.get("action", "")
    if kind and kind not in KINDS and kind not in _families():
        raise BadFields({"action": _("There is no such action.")})
    until = _day(asked.get("to", ""), "to", zone)
    return LogQuery(
        operator_id=_number(asked.get("operator", ""), "operator"),
        kind=kind or None,
        ticket_id=_number(asked.get("ticket", "").lstrip("#"), "ticket"),
        from_ms=_ms(_day(asked.get("from", ""), "from", zone)),
        until_ms=_ms(until + timedelta(days=1) if until else None),
    )


async def _choices(request: Request, query: LogQuery) -> dict[str, Any]:
    asked, desk = request.query_params, desk_of(request)
    people = await operators(desk, everybody=True)
    names = {person.id: person.name for person in people}
    group_names = {group.id: group.name for group in await groups(desk)}
    return {
        "asked": query,
        "people": people,
        "person_words": lambda number: names.get(number, _("somebody")),
        "group_words": lambda number: group_names.get(number, _("a group")),
        "kinds": [*_family_words().items(), *((kind, kind) for kind in KINDS)],
        "from_day": asked.get("from", ""),
        "to_day": asked.get("to", ""),
        "is_filtered": any(asked.get(name) for name in FILTERS) or "before" in asked,
    }


def _families() -> set[str]:
    return {f"{kind.partition('.')[0]}." for kind in KINDS}


def _family_words() -> dict[str, str]:
    words = {
        "ticket.": _("Tickets: all"),
        "message.": _("Messages and mail: all"),
        "person.": _("People, sign-ins: all"),
        "lock.": _("Asking for a ticket"),
    }
    return {family: text for family, text in words.items() if family in _families()}


def _path(request: Request, before: int) -> str:
    kept = {name: value for name, value in request.query_params.items() if name in FILTERS and value}
    return f"/log?{urlencode({**kept, 'before': before})}"


def _number(text: str, name: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    number = whole_number(text)
    if number is None:
        raise BadFields({name: _("This is not a number.")})
    return number


def _day(text: str, name: str, zone: tzinfo) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=zone)
    except ValueError:
        raise BadFields({name: _("Write the day as 2026-11-22.")}) from None


def _ms(moment: datetime | None) -> int | None:
    return int(moment.timestamp() * 1000) if moment else None
