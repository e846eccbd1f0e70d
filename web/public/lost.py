"""The access code is lost: number and mail address, and the link goes to that address."""

import structlog
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.actions.ticket.lost_code import send_code_again
from app.core.errors import TooMany
from app.desk import Desk
from web.pages.templating import render
from web.public.code_entry import NO_REFERRER
from web.requests.accepts import wants_json
from web.requests.context import client_ip_of, desk_of, moment_of
from web.requests.forms import PostedForm, read_form
from web.requests.rates import LOST_LINK, PUBLIC_FORM_IP, ip_key, rates_of
from web.requests.typed_numbers import typed_number, whole_number

log = structlog.get_logger("web")


async def show(request: Request) -> Response:
    """The form."""
    number = request.query_params.get("number", "")
    return _page(request, PostedForm({"number": number if whole_number(number) is not None else ""}))


async def send(request: Request) -> Response:
    """Send the link again if number and address belong together. The answer is the same if they do not.

    Whether they do is looked up when the answer has left: its time cannot tell.
    """
    form = await read_form(request)
    try:
        await _count(request, form)
    except TooMany as error:
        if wants_json(request):
            raise
        return _page(request, form, error=error)
    answer = (
        JSONResponse({"sent": "if they belong together"}, status_code=202, headers=NO_REFERRER)
        if wants_json(request)
        else _page(request, form, sent=True)
    )
    answer.background = BackgroundTask(_send, desk_of(request), form, moment_of(request))
    return answer


async def _count(request: Request, form: PostedForm) -> None:
    rates = rates_of(request)
    await rates.hit(PUBLIC_FORM_IP, ip_key(client_ip_of(request)))
    await rates.hit(LOST_LINK, _email(form).lower())


async def _send(desk: Desk, form: PostedForm, now_ms: int) -> None:
    """The response has been sent: errors here go to the log."""
    number = typed_number(form.get("number"))
    try:
        await send_code_again(desk, whole_number(number) or 0, _email(form), now_ms)
    except Exception:
        log.exception("an access code could not be sent again")


def _email(form: PostedForm) -> str:
    return form.get("email").strip()[:254]


def _page(request: Request, form: PostedForm, *, sent: bool = False, error: TooMany | None = None) -> Response:
    context = {"number": form.get("number"), "email": form.get("email"), "sent": sent, "error": error}
    answer = render(request, "public/lost.html", context, error.status if error else 200, NO_REFERRER)
    if error:
        answer.headers["Retry-After"] = str(error.retry_after_s)
    return answer
