"""What an operator sets about themselves."""

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.people.own_profile import change_profile, set_preferences
from app.actions.people.people import set_away
from app.html_safety import stored_html
from app.nouns.preferences import tells
from app.queries.people.people import operator_by_id
from app.queries.people.push import devices_of
from web.console.frame.page import shell
from web.console.frame.time_zones import time_zone_names
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import desk_of, moment_of, operator_of
from web.requests.forms import read_form


async def show(request: Request) -> Response:
    """`GET /me`: name, language, time zone, signature, what tells them something, how the console looks."""
    signature = stored_html(operator_of(request).signature)
    context: dict[str, Any] = {
        "tells": tells(),
        "signature": signature,
        "time_zones": await time_zone_names(),
        "push_key": "",
    }
    if push := desk_of(request).settings.push:
        devices = await devices_of(desk_of(request), operator_of(request).id)
        context |= {"push_key": push.public, "push_devices": devices}
    return render(request, "console/settings/me.html", {**await shell(request, "me"), **context})


async def change(request: Request) -> Response:
    """`POST /me` (`name language timezone signature`): those that came."""
    form, operator = await read_form(request), operator_of(request)
    await change_profile(desk_of(request), operator, form.fields, moment_of(request))
    if not wants_json(request):
        return RedirectResponse("/me", status_code=303)
    now = await operator_by_id(desk_of(request), operator.id) or operator
    names = ("name", "language", "timezone", "signature")
    return JSONResponse({name: getattr(now, name) for name in names})


async def change_preferences(request: Request) -> Response:
    """`POST /me/preferences`: those that came; `1` or `0`, and `theme` (empty, `light`, `dark`)."""
    form, operator = await read_form(request), operator_of(request)
    chosen = await set_preferences(desk_of(request), operator, form.fields, moment_of(request))
    if wants_json(request):
        return JSONResponse({"preferences": asdict(chosen)})
    return RedirectResponse("/me", status_code=303)


async def change_away(request: Request) -> Response:
    """`POST /me/away` (`away` 0 or 1): at the desk, or away from it."""
    form = await read_form(request)
    away_now = form.yes_or_no("away")
    await set_away(desk_of(request), operator_of(request), moment_of(request), away=away_now)
    if wants_json(request):
        return JSONResponse({"away": away_now})
    return RedirectResponse("/tickets", status_code=303)
