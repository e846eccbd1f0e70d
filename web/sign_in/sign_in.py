"""The console's door."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.people.second_factor import CodeNeeded, WrongCode
from app.actions.people.signing import ProvedPassword, begin_session, prove_password, sign_out
from app.core.errors import DeskError, TooMany
from app.nouns.operator import Operator
from app.queries.people.people import stored_password
from app.text.languages import _, ngettext
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import client_ip_of, desk_of, moment_of, newcomer_of, signed_in
from web.requests.cookies import forget_half_way, forget_session, session_token, set_half_way, set_session
from web.requests.forms import PostedForm, read_form
from web.requests.guards import (
    SECOND_FACTOR,
    SIGN_IN_ACCOUNT,
    SIGN_IN_ACCOUNT_IP,
    SIGN_IN_DOOR,
    SIGN_IN_IP,
    TriesLeft,
    Try,
)
from web.requests.local_paths import local_path
from web.requests.rates import ip_key, rates_of, spoken_pause
from web.sign_in.demo_accounts import demo_accounts
from web.sign_in.doors import door_to, has_door, open_door
from web.sign_in.half_way import half_way

LONGEST_PASSWORD = 128  # characters; longer ones are nobody's


class WrongPassword(DeskError):
    """Address and password do not match; which of the two is not revealed."""

    status = 401
    slug = "wrong-password"


async def show(request: Request) -> Response:
    """The sign-in page; who is signed in already goes on."""
    wanted = local_path(request.query_params.get("next"))
    if signed_in(request):
        return RedirectResponse(wanted, status_code=303)
    if newcomer_of(request):
        return RedirectResponse("/me/second-factor", status_code=303)
    return _page(request, PostedForm({"next": wanted}), None)


async def enter(request: Request) -> Response:
    """Sign in: a new session in a cookie, then the wanted page; or the page again, saying why not."""
    form = await read_form(request)
    try:
        proved = await _try(request, form)
        token = await begin(request, proved, form.get("code"))
    except CodeNeeded:
        if wants_json(request):
            raise
        return to_second_step(request, proved, form.get("next"))
    except (WrongPassword, WrongCode, TooMany) as error:
        if wants_json(request):
            raise
        return _page(request, form, error)
    return await welcome(request, proved, token, form.get("next"))


async def begin(request: Request, proved: ProvedPassword, code: str) -> str:
    """The session after the right password and, if required, the right code. Raises CodeNeeded, WrongCode, TooMany.

    Wrong codes of an account are counted together, wherever they come from: whoever enters them knows the password. Only
    a known browser has its own count.
    """
    count, rates = Try(SECOND_FACTOR, door_to_proved(request, proved), "all"), rates_of(request)
    if code.strip():
        await rates.guess(count)
    agent = request.headers.get("user-agent", "")
    token = await begin_session(desk_of(request), proved, code, client_ip_of(request), agent, moment_of(request))
    if token is None:
        raise WrongPassword(_("That address and password do not match."))
    if code.strip():
        await rates.clear_guess(count)
    return token


def door_to_proved(request: Request, proved: ProvedPassword) -> str:
    """Under which name this browser's tries at the account are counted."""
    return door_to(request, proved.operator.email.lower(), proved.stored) or str(proved.operator.id)


async def welcome(request: Request, proved: ProvedPassword, token: str, wanted: str) -> Response:
    """Signed in: the session's cookie, a door to the account, and on to the wanted page."""
    if earlier := session_token(request):  # a session from before the sign-in is not carried over (fixation)
        await sign_out(desk_of(request), earlier, moment_of(request))
    answer = _welcome(request, wanted, proved.operator)
    set_session(answer, request.app.state.settings, token)
    forget_half_way(answer, request.app.state.settings)
    open_door(answer, request, proved.operator.email.strip().lower()[:254], proved.stored)
    return answer


def to_second_step(request: Request, proved: ProvedPassword, wanted: str) -> Response:
    """On to the page that asks for the code."""
    query = urlencode({"next": local_path(wanted)})
    answer = RedirectResponse(f"/sign-in/code?{query}", status_code=303)
    set_half_way(answer, request.app.state.settings, half_way(request.app.state.settings, proved))
    return answer


async def leave(request: Request) -> Response:
    """Sign out. What the operator holds stays theirs."""
    if token := session_token(request):
        await sign_out(desk_of(request), token, moment_of(request))
    answer = Response(status_code=204) if wants_json(request) else RedirectResponse("/sign-in", status_code=303)
    forget_session(answer, request.app.state.settings)
    return answer


def account_in(form: PostedForm) -> str:
    """The account that is tried, as it is counted: one name, however it is typed."""
    return form.get("email").strip().lower()[:254]


async def _try(request: Request, form: PostedForm) -> ProvedPassword:
    """Count the try, then verify the password. Raises TooMany or WrongPassword."""
    rates = rates_of(request)
    account = account_in(form)
    tries = await _tries(request, account)
    standing = await rates.guess(*tries)
    password = form.get("password")[: LONGEST_PASSWORD + 1]
    found = await prove_password(desk_of(request), account, password, client_ip_of(request), moment_of(request))
    if found is None:
        raise WrongPassword(_no_match(standing))
    for one in tries:
        await (rates.release_guess if one.guard is SIGN_IN_IP else rates.clear_guess)(one)
    return found


async def _tries(request: Request, account: str) -> tuple[Try, ...]:
    """What counts a try: the browser's own door to the account alone, if it has one; else address and account."""
    if has_door(request, account):
        door = door_to(request, account, await stored_password(desk_of(request), account))
        if door:
            return (Try(SIGN_IN_DOOR, door, door),)
    ip = ip_key(client_ip_of(request))
    return (
        Try(SIGN_IN_IP, ip, ip),
        Try(SIGN_IN_ACCOUNT_IP, f"{ip} {account}", ip),
        Try(SIGN_IN_ACCOUNT, account, ip),
    )


def _no_match(standing: TriesLeft) -> str:
    """What is wrong, and how many tries are left before which pause."""
    left, pause = standing.left, spoken_pause(standing.pause_s)
    if not left:
        return _("That address and password do not match. Try again in %(pause)s.") % {"pause": pause}
    tries = ngettext(
        "That address and password do not match. %(count)s more try before a pause of %(pause)s.",
        "That address and password do not match. %(count)s more tries before a pause of %(pause)s.",
        left,
    )
    return tries % {"count": left, "pause": pause}


def _welcome(request: Request, wanted: str, operator: Operator) -> Response:
    if wants_json(request):
        return JSONResponse({"operator": {"id": operator.id, "name": operator.name, "role": operator.role.value}})
    return RedirectResponse(local_path(wanted), status_code=303)


def _page(request: Request, form: PostedForm, error: DeskError | None) -> Response:
    is_set = request.query_params.get("password") == "set"  # by a link, a moment ago
    accounts, password = demo_accounts(desk_of(request).settings)
    context = {
        "email": form.get("email"),
        "next": local_path(form.get("next")),
        "error": error,
        "is_set": is_set,
        "accounts": accounts,
        "demo_password": password,
    }
    answer = render(request, "sign_in.html", context, status_code=error.status if error else 200)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.retry_after_s)
    return answer
