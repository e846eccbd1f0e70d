"""One's own password: changing it needs the one that holds now, and ends every other session."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.passwords import change_own_password
from app.actions.signing import digest_of
from app.errors import BadFields, DeskError, TooMany
from web.accepts import wants_json
from web.console.page import shell
from web.context import desk_of, moment_of, operator_of
from web.cookies import session_token
from web.forms import Form, read_form
from web.rates import SIGN_IN_ACCOUNT, Rates
from web.sign_in import LONGEST_PASSWORD
from web.templating import render


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


async def _change(request: Request, form: Form) -> None:
    """Count the try, then verify: a desk left open is no way to guess its owner's password."""
    operator, rates = operator_of(request), _rates(request)
    account = operator.email.lower()
    await rates.hit(SIGN_IN_ACCOUNT, account)
    current, password = (form.get(name)[: LONGEST_PASSWORD + 1] for name in ("current", "password"))
    session = digest_of(session_token(request) or "")
    await change_own_password(desk_of(request), operator, current, password, moment_of(request), session)
    await rates.clear(SIGN_IN_ACCOUNT, account)


def _rates(request: Request) -> Rates:
    rates: Rates = request.app.state.rates
    return rates


async def _page(request: Request, error: DeskError | None = None, *, done: bool = False) -> Response:
    faults = error.faults if isinstance(error, BadFields) else {}
    context = {**await shell(request, "me"), "faults": faults, "error": None if faults else error, "done": done}
    return render(request, "console/own_password.html", context, error.status if error else 200)
