"""Where oneself is signed in."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.change import by
from app.actions.people.sessions import end_all_sessions, end_session
from web.console.frame.page import fragment_of, shell
from web.console.people.shapes import device_json, devices_of
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import desk_of, moment_of, operator_of
from web.requests.cookies import session_digest


async def show(request: Request) -> Response:
    """`GET /me/sessions` (fragment `rows`: the list alone): every device that is signed in, this one first named."""
    operator = operator_of(request)
    devices = await devices_of(request, operator.id, session_digest(request))
    if wants_json(request):
        return JSONResponse({"sessions": [device_json(one) for one in devices]})
    if fragment_of(request) == "rows":
        return render(request, "console/people/devices.html", {"devices": devices, "ends": "/me/sessions"})
    context = {**await shell(request, "me"), "devices": devices, "ends": "/me/sessions"}
    return render(request, "console/settings/own_sessions.html", context)


async def end_one(request: Request) -> Response:
    """`POST /me/sessions/{session}/end`: sign out there."""
    operator = operator_of(request)
    await end_session(desk_of(request), operator.id, request.path_params["session"], moment_of(request), by(operator))
    return _done(request)


async def end_others(request: Request) -> Response:
    """`POST /me/sessions/end`: sign out everywhere but here."""
    operator = operator_of(request)
    await end_all_sessions(
        desk_of(request), operator.id, moment_of(request), by(operator), but_session=session_digest(request)
    )
    return _done(request)


def _done(request: Request) -> Response:
    if wants_json(request):
        return Response(status_code=204)
    return RedirectResponse("/me/sessions", status_code=303)
