"""The desk's settings, for administrators: found by words, changed in sections, undone."""

from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.desk.default_groups import DEFAULT_GROUPS
from app.actions.desk.settings import change_settings, undo_settings
from app.config.console_settings import CHANGEABLE
from app.core.errors import BadFields, Conflict
from app.queries.desk.checklist import setup_checklist
from app.queries.desk.kept_settings import settings_now
from app.text.languages import _
from web.console.frame.page import fragment_of, shell
from web.console.frame.setting_words import STEP_PAGES, step_words
from web.console.frame.time_zones import time_zone_names
from web.console.settings.sections import sections
from web.console.settings.setting_fields import SettingSection
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, moment_of, roster_of
from web.requests.forms import read_form
from web.requests.typed_numbers import whole_number

NOT_SETTINGS = frozenset({"q"})  # fields of the form beside them
ASKED_CHARS = 200


async def show(request: Request) -> Response:
    """`GET /settings`, `?q=`: those alone that its words fit (fragment `settings`: the sections). `?saved=` names events to undo."""
    administrator_of(request)
    if wants_json(request):
        return JSONResponse({"settings": await _settings_json(request)})
    return await _page(request, {}, {}, request.query_params.get("q", ""))


async def change(request: Request) -> Response:
    """`POST /settings`: the settings that came, by name (docs/settings.md); for never, 0. `{settings, events}`.

    Multipart, `logo` is a picture; as text it is empty, and takes the logo away.
    """
    operator, form = administrator_of(request), await read_form(request, keep_files=True)
    typed = {name: value for name, value in form.fields.items() if name not in NOT_SETTINGS}
    try:
        logo = next(iter(form.uploads("logo")), None)
        numbers = await change_settings(desk_of(request), operator, typed, moment_of(request), logo)
    except BadFields as error:
        if wants_json(request):
            raise
        return await _page(request, typed, error.faults, form.get("q"))
    return await _done(request, "saved", numbers)


async def undo(request: Request) -> Response:
    """`POST /settings/undo` (`events`: numbers, separated by commas): what they changed is as it was before. `{settings, events}`."""
    operator, form = administrator_of(request), await read_form(request)
    numbers = _numbers(form.get("events"))
    if not numbers:
        raise BadFields({"events": _("Which changes? Give their event numbers.")})
    try:
        undone = await undo_settings(desk_of(request), operator, numbers, moment_of(request))
    except Conflict as error:
        if wants_json(request):
            raise
        return await _page(request, {}, {"": str(error)}, "", status=error.status)
    return await _done(request, "undone", undone)


async def _done(request: Request, what: str, numbers: list[int]) -> Response:
    if wants_json(request):
        return JSONResponse({"settings": await _settings_json(request), "events": numbers})
    return RedirectResponse(f"/settings?{what}={','.join(map(str, numbers)) or 0}", status_code=303)


def _numbers(typed: str) -> list[int]:
    """The numbers of events that a list names, without what is none."""
    found = (whole_number(one.strip()) for one in typed.split(","))
    return [one for one in found if one]


async def _settings_json(request: Request) -> dict[str, Any]:
    """Each with its value, and whether the environment fixes it."""
    settings = await settings_now(desk_of(request).db, desk_of(request).settings)
    told = {one.name: {"value": one.of(settings), "fixed": one.is_fixed(settings)} for one in CHANGEABLE}
    known = (await roster_of(request)).groups
    for name, mark in DEFAULT_GROUPS.items():
        chosen = next((one.id for one in known if getattr(one, mark)), None)
        told[name] = {"value": chosen, "fixed": False}
    return told


async def _page(
    request: Request, typed: dict[str, str], faults: dict[str, str], asked: str, status: int | None = None
) -> Response:
    now = await _settings_json(request)
    asked = asked[:ASKED_CHARS].strip()
    context = {
        **await shell(request, "settings"),
        "sections": await _found(request, "" if faults else asked),
        "asked": asked,
        "values": {name: typed.get(name, fact["value"]) for name, fact in now.items()},
        "fixed": {one.name for one in CHANGEABLE if now[one.name]["fixed"]},
        "faults": faults,
        "undoable": _numbers(request.query_params.get("saved", "")),
        "is_undone": "undone" in request.query_params,
        "is_saved": "saved" in request.query_params,
        "time_zones": await time_zone_names(),
        "still_to_do": await _still_to_do(request),
    }
    if fragment_of(request) == "settings":
        return render(request, "console/settings/sections_fragment.html", context)
    return render(request, "console/settings/settings.html", context, status_code=status or (422 if faults else 200))


async def _still_to_do(request: Request) -> list[tuple[str, str]]:
    """What is left to set up, each with the address of the page for it; "" where no page can."""
    steps = await setup_checklist(desk_of(request), moment_of(request))
    return [(step_words(one.name), STEP_PAGES.get(one.name, "")) for one in steps if not one.is_done]


async def _found(request: Request, asked: str) -> list[SettingSection]:
    """The sections with what was asked for, each field with its variable."""
    variables = {one.name: one.variable for one in CHANGEABLE}
    every = [
        replace(one, fields=tuple(replace(field, variable=variables.get(field.name, "")) for field in one.fields))
        for one in sections((await roster_of(request)).groups)
    ]
    found = [one.found_by(asked) for one in every]
    return [one for one in found if one.fields]
