"""The desk's settings, for administrators: those that the console changes, and where the environment has the last word."""

import asyncio
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.settling import change_settings
from app.console_settings import CHANGEABLE, LEAST_MIN, MOST_MIN
from app.errors import BadFields
from app.queries.kept_settings import settings_now
from app.settings import UNDO_SECONDS
from web.accepts import wants_json
from web.console.page import shell
from web.console.setting_words import new_ticket_words
from web.context import administrator_of, desk_of, moment_of
from web.forms import read_form
from web.templating import render


async def show(request: Request) -> Response:
    """`GET /settings`."""
    administrator_of(request)
    if wants_json(request):
        return JSONResponse({"settings": await _settings_json(request)})
    return await _page(request, {}, {})


async def change(request: Request) -> Response:
    """`POST /settings`: `release_after_min` (0: never), `undo_seconds`, `timezone`, `mail_new_tickets`: those that came."""
    operator, form = administrator_of(request), await read_form(request)
    try:
        await change_settings(desk_of(request), operator, form.fields, moment_of(request))
    except BadFields as error:
        if wants_json(request):
            raise
        return await _page(request, form.fields, error.faults)
    if wants_json(request):
        return JSONResponse({"settings": await _settings_json(request)})
    return RedirectResponse("/settings?saved=1", status_code=303)


@cache
def _time_zones() -> tuple[str, ...]:
    """By name. The library opens the file of each, some six hundred."""
    return tuple(sorted(available_timezones()))


async def _settings_json(request: Request) -> dict[str, Any]:
    """Each with its value, and whether the environment fixes it."""
    settings = await settings_now(desk_of(request).db, desk_of(request).settings)
    return {one.name: {"value": one.of(settings), "fixed": one.is_fixed(settings)} for one in CHANGEABLE}


async def _page(request: Request, typed: dict[str, str], faults: dict[str, str]) -> Response:
    now = await _settings_json(request)
    context = {
        **await shell(request, "settings"),
        "values": {name: typed.get(name, fact["value"]) for name, fact in now.items()},
        "variables": {one.name: one.variable for one in CHANGEABLE if now[one.name]["fixed"]},
        "faults": faults,
        "is_saved": "saved" in request.query_params and not faults,
        "least_min": LEAST_MIN,
        "most_min": MOST_MIN,
        "most_seconds": UNDO_SECONDS[1],
        "time_zones": await asyncio.to_thread(_time_zones),
        "new_tickets": new_ticket_words(),
    }
    return render(request, "console/settings.html", context, status_code=422 if faults else 200)
