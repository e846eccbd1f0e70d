"""One person beside the list: what is set about them, where they are signed in, what they hold."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.change import by
from app.actions.people.changing import FIELDS, change_person
from app.actions.people.handing_over import hand_over_all
from app.actions.people.second_factor import remove_second_factor
from app.actions.people.sessions import end_all_sessions, end_session
from app.core.errors import BadFields, Conflict
from app.credentials.codes import digest_of
from app.queries.lists.people_page import people
from app.queries.people.holdings import newest_held
from app.text.languages import _, ngettext
from web.console.frame.page import fragment_of
from web.console.frame.time_zones import time_zone_names
from web.console.people.confirming import confirm_password
from web.console.people.people import changed, list_context
from web.console.people.shapes import device_json, devices_of, person_json, person_of
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import administrator_of, desk_of, id_in_path, moment_of, roster_of
from web.requests.cookies import session_token
from web.requests.forms import PostedForm, read_form

SHOWN_TICKETS = 5


async def show(request: Request) -> Response:
    """`GET /people/{id}` (fragment `panel`: the person alone, without the list)."""
    administrator_of(request)
    return await _page(request, id_in_path(request), None, {})


async def change(request: Request) -> Response:
    """`POST /people/{id}` (`name email role groups language timezone`): those that came; groups by number.

    `current`: your own password, where it is your own address that changes.
    """
    administrator, number, form = administrator_of(request), id_in_path(request), await read_form(request)
    try:
        if number == administrator.id and form.get("email", administrator.email) != administrator.email:
            await confirm_password(request, form)
        typed = {name: form.fields[name] for name in FIELDS if name in form.fields}
        await change_person(desk_of(request), number, typed, _groups(form), moment_of(request), by(administrator))
    except BadFields as error:
        if wants_json(request):
            raise
        return await _page(request, number, form, error.faults)
    return await changed(request, number)


async def hand_over(request: Request) -> Response:
    """`POST /people/{id}/hand-over` (`to`: a person's number; empty: back to the groups): all active tickets they hold."""
    administrator, number, form = administrator_of(request), id_in_path(request), await read_form(request)
    done = await hand_over_all(desk_of(request), administrator, number, form.number("to"), moment_of(request))
    if wants_json(request):
        words = ngettext("%(count)s ticket handed over", "%(count)s tickets handed over", done.moved)
        said = words % {"count": done.moved}
        if done.stayed:
            stay = ngettext(
                "%(count)s was not handed over: they have no access to its group",
                "%(count)s were not handed over: they have no access to their groups",
                done.stayed,
            )
            said = f"{said} · {stay % {'count': done.stayed}}"
        return JSONResponse({"moved": done.moved, "stayed": done.stayed, "words": said})
    return RedirectResponse(f"/people/{number}", status_code=303)


async def reset_second_factor(request: Request) -> Response:
    """`POST /people/{id}/second-factor/reset`: who has lost phone and codes signs in with the password; all sessions end."""
    administrator, number = administrator_of(request), id_in_path(request)
    if number == administrator.id:
        raise Conflict(_("Remove your own second factor in your preferences."))
    await remove_second_factor(desk_of(request), number, moment_of(request), by(administrator))
    return await changed(request, number)


async def end_one(request: Request) -> Response:
    """`POST /people/{id}/sessions/{session}/end`: sign the person out there; their windows close within a second."""
    administrator, number = administrator_of(request), id_in_path(request)
    session = request.path_params["session"]
    await end_session(desk_of(request), number, session, moment_of(request), by(administrator))
    return await changed(request, number)


async def end_all(request: Request) -> Response:
    """`POST /people/{id}/sessions/end`: sign the person out everywhere (yourself: everywhere but here)."""
    administrator, number = administrator_of(request), id_in_path(request)
    this = digest_of(session_token(request) or "") if number == administrator.id else ""
    await end_all_sessions(desk_of(request), number, moment_of(request), by(administrator), but_session=this)
    return await changed(request, number)


def _groups(form: PostedForm) -> set[int] | None:
    """The groups that came; an empty one says that there may be none. Raises BadFields."""
    if "groups" not in form.lists:
        return None
    numbers = [value for value in form.all("groups") if value.strip()]
    if not all(value.isascii() and value.isdigit() and len(value) < 19 for value in numbers):  # noqa: PLR2004  64 bits
        raise BadFields({"groups": _("Give groups by their numbers.")})
    return {int(value) for value in numbers}


async def _page(request: Request, number: int, form: PostedForm | None, faults: dict[str, str]) -> Response:
    this = digest_of(session_token(request) or "")
    person = await person_of(request, number)
    devices = await devices_of(request, number, this)
    if wants_json(request):
        return JSONResponse({"person": person_json(person), "sessions": [device_json(one) for one in devices]})
    context: dict[str, Any] = {
        **await list_context(request),
        "person": person,
        "devices": devices,
        "typed": form,
        "chosen_groups": form.all("groups") if form else tuple(map(str, person.operator.group_ids)),
        "faults": faults,
        "held": await newest_held(desk_of(request), number, SHOWN_TICKETS) if person.holds else [],
        "others": [one for one in (await roster_of(request)).active if one.id != number],
        "time_zones": await time_zone_names(),
    }
    status_code = 422 if faults else 200
    if fragment_of(request) == "panel":
        return render(request, "console/people/person.html", context, status_code)
    context["people"] = await people(desk_of(request), moment_of(request))
    return render(request, "console/people/page.html", context, status_code)
