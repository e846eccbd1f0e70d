"""A group's opening hours, for administrators: set, tried out before they count, holidays put in."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.group.promising import set_hours
from app.core.clock import MINUTE_MS
from app.core.errors import BadFields
from app.hours.holidays import has_holidays, holiday_countries, public_holidays
from app.hours.opening_hours import OpeningHours
from app.hours.typed_form import WEEK, TypedHours
from app.nouns.group import Group
from app.queries.group.hours import group_by_id, hours_history
from app.text.languages import _
from web.console.frame.page import shell
from web.console.frame.time_zones import time_zone_names
from web.console.groups.group_words import date_words, day_names, hours_words, moment_words, target_words
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, id_in_path, moment_of
from web.requests.forms import PostedForm, read_form

MOST_HISTORY = 20
HOLIDAY_YEARS = 3  # this one and the next two


async def show(request: Request) -> Response:
    """`GET /groups/{id}/hours`: what they are, and what they were since when."""
    administrator_of(request)
    group = await group_by_id(desk_of(request), id_in_path(request))
    if not wants_json(request):
        return await _page(request, group, _typed_of(request, group))
    history = await hours_history(desk_of(request), group)
    earlier = [
        {"since_ms": one.since_ms, "hours": one.hours.as_json(), "answer_target_min": one.answer_target_min}
        for one in history.promises
    ]
    return JSONResponse({"hours": group.hours.as_json(), "always_open": group.hours.is_always_open, "history": earlier})


async def change(request: Request) -> Response:
    """`POST /groups/{id}/hours`: `always timezone day0` (Monday) to `day6 special_days` (a line each)."""
    administrator, form = administrator_of(request), await read_form(request)
    group, typed = await group_by_id(desk_of(request), id_in_path(request)), _typed(form)
    try:
        hours = typed.read()
        moved = await set_hours(desk_of(request), administrator, group.id, hours, moment_of(request))
    except BadFields as error:
        if wants_json(request):
            raise
        return await _page(request, group, typed, form, error.faults)
    if wants_json(request):
        return JSONResponse({"hours": hours.as_json(), "always_open": hours.is_always_open, "due_anew": moved})
    return RedirectResponse(f"/groups/{group.id}/hours?saved={moved}", status_code=303)


async def try_out(request: Request) -> Response:
    """`POST /groups/{id}/hours/try`: the same fields and `at` (2026-12-24T16:00, on the group's clocks): `{due_ms}`, null: never."""
    administrator_of(request)
    form = await read_form(request)
    group, typed = await group_by_id(desk_of(request), id_in_path(request)), _typed(form)
    try:
        hours = typed.read()
        came_ms = _moment(form.get("at"), hours)
    except BadFields as error:
        if wants_json(request):
            raise
        return await _page(request, group, typed, form, error.faults)
    due_ms = hours.due_at(came_ms, (group.answer_target_min or 0) * MINUTE_MS)
    if wants_json(request):
        return JSONResponse({"due_ms": due_ms, "words": _due_words(group, hours, due_ms)})
    return await _page(request, group, typed, form, answer=_due_words(group, hours, due_ms))


async def add_holidays(request: Request) -> Response:
    """`POST /groups/{id}/hours/holidays`: the same fields, `country` and `region`: the form with the holidays in it, not yet saved."""
    administrator_of(request)
    form = await read_form(request)
    group, typed = await group_by_id(desk_of(request), id_in_path(request)), _typed(form)
    try:
        lines = await _with_holidays(request, form, typed)
    except BadFields as error:
        if wants_json(request):
            raise
        return await _page(request, group, typed, form, error.faults)
    if wants_json(request):
        return JSONResponse({"special_days": lines})
    with_them = TypedHours(always=False, zone=typed.zone, week=typed.week, special_days=lines)
    return await _page(request, group, with_them, form, is_filled=True)


async def _with_holidays(request: Request, form: PostedForm, typed: TypedHours) -> str:
    if not has_holidays():
        raise BadFields({"country": _("Holidays need an extra: pip install 'deskbell[holidays]'.")})
    first = datetime.fromtimestamp(moment_of(request) / 1000, desk_of(request).settings.zone).year
    country, region = form.get("country").strip().upper(), form.get("region").strip()
    found = await asyncio.to_thread(public_holidays, country, region, range(first, first + HOLIDAY_YEARS))
    return typed.with_days(found)


def _typed(form: PostedForm) -> TypedHours:
    week = tuple(form.get(name) for name in WEEK)
    return TypedHours(form.get("always", "0") == "1", form.get("timezone"), week, form.get("special_days"))


def _typed_of(request: Request, group: Group) -> TypedHours:
    """The current hours. A group that has always been open starts with an ordinary week in the desk's zone."""
    if not group.hours.is_always_open:
        return TypedHours.of(group.hours)
    office = "09:00\u201317:00"
    return TypedHours(
        always=True, zone=desk_of(request).settings.timezone, week=(office,) * 5 + ("", ""), special_days=""
    )


def _moment(typed: str, hours: OpeningHours) -> int:
    """The time on the group's clocks. Raises BadFields(at)."""
    try:
        wall = datetime.fromisoformat(typed.strip()).replace(tzinfo=ZoneInfo(hours.zone))
        return int(wall.timestamp()) * 1000
    except (ValueError, OverflowError):
        raise BadFields({"at": _("Choose a date and a time.")}) from None


def _due_words(group: Group, hours: OpeningHours, due_ms: int | None) -> str:
    if group.answer_target_min is None:
        return _("Nothing is due: the group has no answer target.")
    if due_ms is None:
        return _("Never due: too few open hours in the next two years.")
    wall = datetime.fromtimestamp(due_ms / 1000, ZoneInfo(hours.zone))
    return _("It is due %(moment)s (%(zone)s).") % {"moment": moment_words(wall), "zone": hours.zone}


async def _page(
    request: Request,
    group: Group,
    typed: TypedHours,
    form: PostedForm | None = None,
    faults: dict[str, str] | None = None,
    *,
    answer: str = "",
    is_filled: bool = False,
) -> Response:
    history = await hours_history(desk_of(request), group)
    context = {
        **await shell(request, "groups"),
        "group": group,
        "typed": typed,
        "fields": form.fields if form else {},
        "faults": faults or {},
        "answer": answer,
        "is_filled": is_filled,
        "runs_out": group.hours.runs_out(moment_of(request)) and not is_filled,
        "due_anew": request.query_params.get("saved", "") if not form else "",
        "weekdays": list(zip(WEEK, day_names(), typed.week, strict=True)),
        "time_zones": await time_zone_names(),
        "countries": await asyncio.to_thread(holiday_countries),
        "history": list(reversed(history.promises))[:MOST_HISTORY],
        "hours_words": hours_words,
        "target_words": target_words,
        "date_words": date_words,
    }
    return render(request, "console/groups/hours.html", context, status_code=422 if faults else 200)
