"""Setting a password with a link from a mail, and asking for one."""

import structlog
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.people.password_links import send_reset_link
from app.actions.people.passwords import LinkOver, set_password_by_link
from app.core.errors import BadFields, TooMany
from app.credentials.link_tokens import linked_token
from app.desk import Desk
from app.queries.people.password_links import PasswordLink, password_link
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import client_ip_of, desk_of, moment_of
from web.requests.forms import PostedForm, read_form
from web.requests.rates import PUBLIC_FORM_IP, RESET_ACCOUNT, Rates, ip_key
from web.sign_in.sign_in import LONGEST_PASSWORD

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
log = structlog.get_logger("web")


async def lost(request: Request) -> Response:
    """`GET /password/lost`: the form that asks for a link."""
    return _asking(request)


async def send(request: Request) -> Response:
    """`POST /password/lost` (`email`): the same answer after the same time, whoever it is that asks.

    Whether there is such a person is looked up when the answer has left: its time cannot tell.
    """
    form = await read_form(request)
    email = form.get("email").strip()[:254]
    rates: Rates = request.app.state.rates
    try:
        await rates.hit(PUBLIC_FORM_IP, ip_key(client_ip_of(request)))
        await rates.hit(RESET_ACCOUNT, email.lower())
    except TooMany as error:
        if wants_json(request):
            raise
        return _asking(request, form, error=error)
    answer = (
        JSONResponse({"sent": "if somebody signs in with it"}, headers=PRIVATE)
        if wants_json(request)
        else _asking(request, form, sent=True)
    )
    answer.background = BackgroundTask(_send, desk_of(request), email, moment_of(request))
    return answer


async def show(request: Request) -> Response:
    """`GET /password/{token}`: the form that sets it; reading it uses nothing up (mail scanners follow links)."""
    link = await password_link(desk_of(request), linked_token(request.path_params["token"]), moment_of(request))
    if link is None:
        return _over(request)
    return _setting(request, link, {})


async def set_password(request: Request) -> Response:
    """`POST /password/{token}` (`password`): set it; the link is used up, and every session of the person ends."""
    form, token = await read_form(request), linked_token(request.path_params["token"])
    password = form.get("password")[: LONGEST_PASSWORD + 1]
    try:
        await set_password_by_link(desk_of(request), token, password, moment_of(request))
    except LinkOver:
        return _over(request)
    except BadFields as error:
        link = await password_link(desk_of(request), token, moment_of(request))
        if wants_json(request) or link is None:
            raise
        return _setting(request, link, error.faults)
    if wants_json(request):
        return Response(status_code=204, headers=PRIVATE)
    return RedirectResponse("/sign-in?password=set", status_code=303, headers=PRIVATE)


async def _send(desk: Desk, email: str, now_ms: int) -> None:
    try:
        await send_reset_link(desk, email, now_ms)
    except Exception:  # the answer has left: who asked asks again
        log.exception("a link for a new password was not sent")


def _asking(
    request: Request, form: PostedForm | None = None, *, sent: bool = False, error: TooMany | None = None
) -> Response:
    context = {"email": form.get("email") if form else "", "sent": sent, "error": error, "is_over": False}
    answer = render(request, "password_lost.html", context, error.status if error else 200, PRIVATE)
    if error:
        answer.headers["Retry-After"] = str(error.retry_after_s)
    return answer


def _over(request: Request) -> Response:
    if wants_json(request):
        raise LinkOver
    context = {"email": "", "sent": False, "error": None, "is_over": True}
    return render(request, "password_lost.html", context, LinkOver.status, PRIVATE)


def _setting(request: Request, link: PasswordLink, faults: dict[str, str]) -> Response:
    context = {"link": link, "faults": faults}
    return render(request, "password_set.html", context, 422 if faults else 200, PRIVATE)
