"""The set-up page of a new desk, opened with the token `serve` prints; not found without it, and afterwards."""

from starlette.requests import Request
from starlette.responses import Response

from app.actions.desk.first_run import FirstAdministrator, is_first_run, set_up_desk
from app.actions.people.signing import prove_password
from app.config.mail_place import PORTS
from app.core.errors import BadFields, NotFound
from web.console.frame.time_zones import time_zone_names
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import client_ip_of, desk_of, moment_of
from web.requests.forms import PostedForm, read_form
from web.sign_in.first_mail import read_first_mail
from web.sign_in.sign_in import LONGEST_PASSWORD, begin, welcome

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


async def show(request: Request) -> Response:
    """`GET /setup/{token}`: the form; reading it uses nothing up."""
    if not await is_first_run(desk_of(request), request.path_params["token"], moment_of(request)):
        raise NotFound
    return await _page(request, PostedForm(), {})


async def set_up(request: Request) -> Response:
    """`POST /setup/{token}` (`name email password desk_name timezone group smtp_… mailbox_…`): the first three suffice."""
    form, token = await read_form(request), request.path_params["token"]
    if not await is_first_run(desk_of(request), token, moment_of(request)):
        raise NotFound
    password = form.get("password")[: LONGEST_PASSWORD + 1]
    who = FirstAdministrator(form.get("name"), form.get("email"), password, request.state.language)
    try:
        mail = read_first_mail(desk_of(request).settings, form)
        await set_up_desk(desk_of(request), token, who, form.fields, form.get("group"), moment_of(request), mail.keep)
    except BadFields as error:
        if wants_json(request):
            raise
        return await _page(request, form, error.faults)
    proved = await prove_password(desk_of(request), who.email, password, client_ip_of(request), moment_of(request))
    if proved is None:
        raise NotFound
    return await welcome(request, proved, await begin(request, proved, ""), "/settings")


async def _page(request: Request, form: PostedForm, faults: dict[str, str]) -> Response:
    context = {
        "typed": form,
        "faults": faults,
        "time_zones": await time_zone_names(),
        "token": request.path_params["token"],
        "ports": PORTS,
        "form_address": f"{desk_of(request).settings.base_url}/new",
    }
    return render(request, "set_up.html", context, 422 if faults else 200, PRIVATE)
