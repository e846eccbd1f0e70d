"""The second step of signing in: the code, after the right password."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.people.second_factor import CodeNeeded, WrongCode
from app.core.errors import DeskError, TooMany
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import desk_of
from web.requests.cookies import half_way_value
from web.requests.forms import read_form
from web.requests.local_paths import local_path
from web.sign_in.half_way import proved_before
from web.sign_in.sign_in import WrongPassword, begin, welcome


async def show(request: Request) -> Response:
    """`GET /sign-in/code`: the form; back to the first step for whoever has not passed it."""
    if await proved_before(desk_of(request), half_way_value(request)) is None:
        return RedirectResponse("/sign-in", status_code=303)
    return _page(request, local_path(request.query_params.get("next")))


async def enter(request: Request) -> Response:
    """`POST /sign-in/code` (`code next`): a code of the app, or a recovery code."""
    form = await read_form(request)
    proved = await proved_before(desk_of(request), half_way_value(request))
    if proved is None:
        if wants_json(request):
            raise CodeNeeded
        return RedirectResponse("/sign-in", status_code=303)
    try:
        token = await begin(request, proved, form.get("code"))
    except (CodeNeeded, WrongCode, WrongPassword, TooMany) as error:
        if wants_json(request):
            raise
        return _page(request, local_path(form.get("next")), error)
    return await welcome(request, proved, token, form.get("next"))


def _page(request: Request, wanted: str, error: DeskError | None = None) -> Response:
    context = {"next": wanted, "error": error}
    answer = render(request, "second_factor/code.html", context, error.status if error else 200)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.retry_after_s)
    return answer
