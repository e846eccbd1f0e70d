"""What an operator sets about themselves."""

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.oneself import change_oneself, set_preferences
from app.actions.people import set_away
from app.html_safety import stored_html
from app.languages import _
from app.queries.people import operator_by_id
from web.accepts import wants_json
from web.console.page import shell
from web.context import desk_of, moment_of, operator_of
from web.forms import read_form
from web.templating import render


async def show(request: Request) -> Response:
    """`GET /me`: name, language, signature, what tells them something, how the console looks."""
    context = {"tells": _tells(), "signature": stored_html(operator_of(request).signature)}
    return render(request, "console/me.html", {**await shell(request, "me"), **context})


async def change(request: Request) -> Response:
    """`POST /me` (`name language signature`): those that came."""
    form, operator = await read_form(request), operator_of(request)
    await change_oneself(desk_of(request), operator, form.fields, moment_of(request))
    if not wants_json(request):
        return RedirectResponse("/me", status_code=303)
    now = await operator_by_id(desk_of(request), operator.id) or operator
    return JSONResponse({"name": now.name, "language": now.language, "signature": now.signature})


async def prefer(request: Request) -> Response:
    """`POST /me/preferences`: those that came; `1` or `0`, and `theme` (empty, `light`, `dark`)."""
    form, operator = await read_form(request), operator_of(request)
    chosen = await set_preferences(desk_of(request), operator, form.fields, moment_of(request))
    if wants_json(request):
        return JSONResponse({"preferences": asdict(chosen)})
    return RedirectResponse("/me", status_code=303)


async def away(request: Request) -> Response:
    """`POST /me/away` (`away` 0 or 1): at the desk, or away from it."""
    form = await read_form(request)
    away_now = form.yes_or_no("away")
    await set_away(desk_of(request), operator_of(request), moment_of(request), away=away_now)
    if wants_json(request):
        return JSONResponse({"away": away_now})
    return RedirectResponse("/tickets", status_code=303)


def _tells() -> tuple[tuple[str, str], ...]:
    return (
        ("tell_reply", _("Somebody writes on a ticket that I hold")),
        ("tell_assigned", _("I am put on a ticket, or one is taken from me")),
        ("tell_asked", _("Somebody asks for a ticket of mine, or answers me")),
        ("tell_opened", _("A new ticket comes in my groups")),
    )
