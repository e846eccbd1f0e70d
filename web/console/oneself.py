"""What an operator sets about themselves."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.people import set_away
from web.accepts import wants_json
from web.context import desk_of, moment_of, operator_of
from web.forms import read_form


async def away(request: Request) -> Response:
    """`POST /me/away` (`away` 0 or 1): at the desk, or away from it."""
    form = await read_form(request)
    away_now = form.yes_or_no("away")
    await set_away(desk_of(request), operator_of(request), moment_of(request), away=away_now)
    if wants_json(request):
        return JSONResponse({"away": away_now})
    return RedirectResponse("/tickets", status_code=303)
