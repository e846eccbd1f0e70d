"""The access code is lost: number and mail address, and the link goes to that address."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.actions.lost_code import send_code_again
from app.errors import TooMany
from web.accepts import wants_json
from web.context import client_ip_of, desk_of, moment_of
from web.forms import Form, read_form
from web.numbers import whole_number
from web.public.code_entry import NO_REFERRER
from web.rates import LOST_LINK, PUBLIC_FORM_IP, Rates, ip_key
from web.templating import render


async def show(request: Request) -> Response:
    """The form."""
    number = request.query_params.get("number", "")
    return _page(request, Form({"number": number if whole_number(number) is not None else ""}))


async def send(request: Request) -> Response:
    """Send the link again if number and address belong together. The answer is the same if they do not."""
    form = await read_form(request)
    try:
        await _send(request, form)
    except TooMany as error:
        if wants_json(request):
            raise
        return _page(request, form, error=error)
    if wants_json(request):
        return JSONResponse({"sent": "if they belong together"}, status_code=202, headers=NO_REFERRER)
    return _page(request, form, sent=True)


async def _send(request: Request, form: Form) -> None:
    rates: Rates = request.app.state.rates
    email = form.get("email").strip()[:254]
    await rates.hit(PUBLIC_FORM_IP, ip_key(client_ip_of(request)))
    await rates.hit(LOST_LINK, email.lower())
    number = form.get("number").strip().lstrip("#").strip()
    await send_code_again(desk_of(request), whole_number(number) or 0, email, moment_of(request))


def _page(request: Request, form: Form, *, sent: bool = False, error: TooMany | None = None) -> Response:
    context = {"number": form.get("number"), "email": form.get("email"), "sent": sent, "error": error}
    answer = render(request, "public/lost.html", context, error.status if error else 200, NO_REFERRER)
    if error:
        answer.headers["Retry-After"] = str(error.retry_after_s)
    return answer
