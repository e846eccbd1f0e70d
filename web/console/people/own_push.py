"""The operator's own devices that show notifications while the console is closed."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.actions.people.push_devices import forget_device, keep_device, renew_device
from app.core.errors import NotFound
from app.credentials.push_subscription import Subscription
from web.requests.context import desk_of, moment_of, operator_of
from web.requests.cookies import session_digest
from web.requests.forms import PostedForm, read_form


async def keep(request: Request) -> Response:
    """`POST /me/push` (`endpoint p256dh auth` of the browser's subscription; `hides_text` 0 or 1): notify me here."""
    form = await _form(request)
    subscription = Subscription.typed(form.fields)
    await keep_device(
        desk_of(request),
        operator_of(request),
        session_digest(request),
        subscription,
        moment_of(request),
        hides_text=form.yes_or_no("hides_text"),
    )
    return JSONResponse({"on": True})


async def renew(request: Request) -> Response:
    """`POST /me/push/renew` (`endpoint`): I am signed in here, with this session; `{on}`: whether I am notified here."""
    form = await _form(request)
    desk, endpoint = desk_of(request), form.get("endpoint")
    is_on = await renew_device(desk, operator_of(request), session_digest(request), endpoint, moment_of(request))
    return JSONResponse({"on": is_on})


async def forget(request: Request) -> Response:
    """`POST /me/push/off` (`endpoint`; none: all my devices): notify me no more."""
    form = await _form(request)
    await forget_device(desk_of(request), operator_of(request), form.get("endpoint"))
    return Response(status_code=204)


async def _form(request: Request) -> PostedForm:
    """What came, for an operator. Raises SignedOut, and NotFound at a desk that sends no notifications."""
    operator_of(request)
    if desk_of(request).settings.push is None:
        raise NotFound
    return await read_form(request)
