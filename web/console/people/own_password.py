"""One's own password: changing it needs the one that holds now, and ends every other session."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.people.passwords import change_own_password
from app.core.errors import BadFields, DeskError, TooMany
from web.console.frame.page import shell
from web.console.people.confirming import own_try
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import desk_of, moment_of, operator_of
from web.requests.forms import PostedForm, read_form
from web.requests.rates import rates_of
from web.sign_in.sign_in import LONGEST_PASSWORD


async def show(request: Request) -> Response:
    """`GET /me/password`: the form."""
    operator_of(request)
    return await _page(request, done="done" in request.query_params)


async def change(request: Request) -> Response:
    """`POST /me/password` (`current password`): set it; this session goes on, all others end."""
    form = await read_form(request)
    try:
        await _change(request, form)
    except (BadFields, TooMany) as error:
        if wants_json(request):
            raise
        return await _page(request, error)
    return Response(status_code=204) if wants_json(request) else RedirectResponse("/me/password?done", status_code=303)


async def _change(request: Request, form: PostedForm) -> None:
    """Count the try, then verify: a desk left open is no way to guess its owner's password.

    Each session has its own count, which the right present password clears, also where the new one is no good.
    """
    operator, rates, one = operator_of(request), rates_of(request), own_try(request)
    await rates.guess(one)
    current, password = (form.get(name)[: LONGEST_PASSWORD + 1] for name in ("current", "password"))
    try:
        await change_own_password(desk_of(request), operator, current, password, moment_of(request), one.by)
    except BadFields as error:
        if "current" not in error.faults:
            await rates.clear_guess(one)
        raise
    await rates.clear_guess(one)


async def _page(request: Request, error: DeskError | None = None, *, done: bool = False) -> Response:
    faults = error.faults if isinstance(error, BadFields) else {}
    context = {**await shell(request, "me"), "faults": faults, "error": None if faults else error, "done": done}
    return render(request, "console/settings/own_password.html", context, error.status if error else 200)
