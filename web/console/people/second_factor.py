"""One's own second factor: set up with a picture for the app, replaced, removed; each needs the password."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.change import by
from app.actions.people.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    remove_second_factor,
    renew_recovery_codes,
)
from app.config.desk_name import desk_name
from app.core.errors import BadFields, DeskError, TooMany
from app.credentials.codes import digest_of, grouped
from app.credentials.one_time_codes import setup_uri
from app.nouns.operator import Operator
from app.queries.people.second_factors import pending_secret, recovery_codes_left
from web.console.people.confirming import confirm_password
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.context import desk_of, moment_of, newcomer_of, operator_of
from web.requests.cookies import session_token
from web.requests.forms import read_form

PAGE = "/me/second-factor"


async def show(request: Request) -> Response:
    """`GET /me/second-factor`: whether there is one; the picture while one is being set up."""
    return await _page(request)


async def begin(request: Request) -> Response:
    """`POST /me/second-factor` (`current`): a new secret, for an authenticator app. JSON: `{secret, uri}`."""
    form = await read_form(request)
    try:
        await confirm_password(request, form)
    except (BadFields, TooMany) as error:
        return await _refused(request, error)
    setup = await begin_second_factor(desk_of(request), _whose(request), moment_of(request))
    if wants_json(request):
        return JSONResponse({"secret": setup.secret, "uri": setup.uri}, headers={"Cache-Control": "no-store"})
    return RedirectResponse(PAGE, status_code=303)


async def confirm(request: Request) -> Response:
    """`POST /me/second-factor/confirm` (`code`): from now on it counts. Answers with the recovery codes, this once."""
    form, operator = await read_form(request), _whose(request)
    session = digest_of(session_token(request) or "")
    try:
        codes = await confirm_second_factor(desk_of(request), operator, form.get("code"), moment_of(request), session)
    except DeskError as error:
        return await _refused(request, error)
    return await _codes(request, codes)


async def renew(request: Request) -> Response:
    """`POST /me/second-factor/recovery-codes` (`current`): new ones in the place of all earlier."""
    form = await read_form(request)
    try:
        await confirm_password(request, form)
        codes = await renew_recovery_codes(desk_of(request), _whose(request), moment_of(request))
    except DeskError as error:
        return await _refused(request, error)
    return await _codes(request, codes)


async def remove(request: Request) -> Response:
    """`POST /me/second-factor/remove` (`current`): the password alone signs in, where the role allows it."""
    form, operator = await read_form(request), _whose(request)
    try:
        await confirm_password(request, form)
        await remove_second_factor(desk_of(request), operator.id, moment_of(request), by(operator))
    except DeskError as error:
        return await _refused(request, error)
    return Response(status_code=204) if wants_json(request) else RedirectResponse(PAGE, status_code=303)


def _whose(request: Request) -> Operator:
    """Whoever asks, also before the rest of the desk is open to them. Raises SignedOut."""
    return newcomer_of(request) or operator_of(request)


async def _codes(request: Request, codes: Sequence[str]) -> Response:
    shown = [grouped(code) for code in codes]
    if wants_json(request):
        return JSONResponse({"recovery_codes": shown}, headers={"Cache-Control": "no-store"})
    return await _page(request, codes=shown)


async def _refused(request: Request, error: DeskError) -> Response:
    if wants_json(request):
        raise error
    return await _page(request, error)


async def _page(request: Request, error: DeskError | None = None, codes: Sequence[str] = ()) -> Response:
    desk, whose = desk_of(request), _whose(request)
    if wants_json(request):
        left = await recovery_codes_left(desk, whose.id)
        return JSONResponse({"second_factor": whose.has_second_factor, "recovery_codes_left": left})
    secret = None if codes else await pending_secret(desk, whose.id, moment_of(request))
    context: dict[str, Any] = {
        "whose": whose,
        "must": whose.must_have_second_factor(desk.settings.second_factor_for),
        "secret": secret,
        "picture": _picture(setup_uri(secret, whose.email, desk_name(desk.settings))) if secret else "",
        "codes": codes,
        "left": await recovery_codes_left(desk, whose.id),
        "faults": error.faults if isinstance(error, BadFields) else {},
        "error": None if isinstance(error, BadFields) else error,
    }
    return render(request, "second_factor/page.html", context, error.status if error else 200)


def _picture(uri: str) -> str:
    """The address of the QR code (ISO/IEC 18004), dark on light in every theme, or cameras do not read it."""
    import segno  # noqa: PLC0415  for one page, once in a person's time

    return segno.make(uri, error="m", micro=False).svg_data_uri(scale=4, border=3, dark="#000", light="#fff")
