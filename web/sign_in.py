"""The console's door."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.signing import sign_in, sign_out
from app.errors import DeskError, TooMany
from app.languages import _, ngettext
from app.operator import Operator
from web.accepts import wants_json
from web.context import client_ip_of, desk_of, moment_of, signed_in
from web.cookies import forget_session, session_token, set_session
from web.forms import Form, read_form
from web.local_paths import local_path
from web.rates import SIGN_IN_ACCOUNT, SIGN_IN_ACCOUNT_IP, SIGN_IN_IP, Rates, ip_key, spoken_pause
from web.templating import render
from web.words import count_in_words

LONGEST_PASSWORD = 128  # characters; longer ones are nobody's


class WrongPassword(DeskError):
    """Address and password do not match; which of them, nobody is told."""

    status = 401
    slug = "wrong-password"


async def show(request: Request) -> Response:
    """The sign-in page; who is signed in already goes on."""
    wanted = local_path(request.query_params.get("next"))
    if signed_in(request):
        return RedirectResponse(wanted, status_code=303)
    return _page(request, Form({"next": wanted}), None)


async def enter(request: Request) -> Response:
    """Sign in: a new session in a cookie, then the wanted page; or the page again, saying why not."""
    form = await read_form(request)
    try:
        token, operator = await _try(request, form)
    except (WrongPassword, TooMany) as error:
        if wants_json(request):
            raise
        return _page(request, form, error)
    if earlier := session_token(request):  # a session from before the sign-in is not carried over (fixation)
        await sign_out(desk_of(request), earlier, moment_of(request))
    answer = _welcome(request, form, operator)
    set_session(answer, request.app.state.settings, token)
    return answer


async def leave(request: Request) -> Response:
    """Sign out. What the operator holds stays theirs."""
    if token := session_token(request):
        await sign_out(desk_of(request), token, moment_of(request))
    answer = Response(status_code=204) if wants_json(request) else RedirectResponse("/sign-in", status_code=303)
    forget_session(answer, request.app.state.settings)
    return answer


async def _try(request: Request, form: Form) -> tuple[str, Operator]:
    """Count the try, then verify. Raises TooMany or WrongPassword."""
    rates: Rates = request.app.state.rates
    account, ip = form.get("email").strip().lower()[:254], ip_key(client_ip_of(request))
    await rates.check(SIGN_IN_IP, ip)
    await rates.hit(SIGN_IN_ACCOUNT_IP, account, ip)
    await rates.hit(SIGN_IN_ACCOUNT, account)
    password = form.get("password")[: LONGEST_PASSWORD + 1]
    agent = request.headers.get("user-agent", "")
    found = await sign_in(desk_of(request), account, password, client_ip_of(request), agent, moment_of(request))
    if found is None:
        await rates.allows(SIGN_IN_IP, ip)
        raise WrongPassword(await _no_match(rates, account, ip))
    await rates.clear(SIGN_IN_ACCOUNT_IP, account, ip)
    await rates.clear(SIGN_IN_ACCOUNT, account)
    return found


async def _no_match(rates: Rates, account: str, ip: str) -> str:
    """What is wrong, and how many tries are left before which pause."""
    soon, long = await rates.left(SIGN_IN_ACCOUNT_IP, account, ip), await rates.left(SIGN_IN_ACCOUNT, account)
    rate, keys = (SIGN_IN_ACCOUNT_IP, (account, ip)) if soon <= long else (SIGN_IN_ACCOUNT, (account,))
    pause = spoken_pause(await rates.wait_s(rate, *keys))
    left = min(soon, long)
    if not left:
        return _("That address and password do not match. The next try is possible after %(pause)s.") % {"pause": pause}
    tries = ngettext(
        "That address and password do not match. One try is left before a pause of %(pause)s.",
        "That address and password do not match. %(count)s tries are left before a pause of %(pause)s.",
        left,
    )
    return tries % {"count": count_in_words(left), "pause": pause}


def _welcome(request: Request, form: Form, operator: Operator) -> Response:
    if wants_json(request):
        return JSONResponse({"operator": {"id": operator.id, "name": operator.name, "role": operator.role.value}})
    return RedirectResponse(local_path(form.get("next")), status_code=303)


def _page(request: Request, form: Form, error: DeskError | None) -> Response:
    is_set = request.query_params.get("password") == "set"  # by a link, a moment ago
    context = {"email": form.get("email"), "next": local_path(form.get("next")), "error": error, "is_set": is_set}
    answer = render(request, "sign_in.html", context, status_code=error.status if error else 200)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.retry_after_s)
    return answer
