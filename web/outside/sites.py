"""Scripts of other sites (CORS, Fetch §3.2): only those that the form names may read what the desk answers."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import DeskError, NotFound
from app.queries.api.forms import form_by_key
from app.site_forms.site_form import SiteForm
from web.middleware.language import speak_as_asked
from web.pages.errors import answer_error
from web.requests.context import desk_of

ASKED_AGAIN_S = 600
Handler = Callable[[Request, SiteForm], Awaitable[Response]]


def of_form(handle: Handler, revoked: Handler | None = None) -> Callable[[Request], Awaitable[Response]]:
    """A handler that gets the form of its address, speaks its language, and lets its sites read every answer.

    `revoked` answers for a form that takes nothing any more. Raises NotFound for an unknown key, and without it for such
    a form.
    """

    async def serve(request: Request) -> Response:
        form = await form_by_key(desk_of(request), request.path_params["key"])
        answering = handle if form and form.is_open else revoked
        if form is None or answering is None:
            raise NotFound
        speak_as_asked(request, form.language)
        try:
            answer = await answering(request, form)
        except DeskError as error:
            answer = answer_error(request, error)
        return _readable(request, form, answer)

    return serve


async def preflight(request: Request, form: SiteForm) -> Response:
    """`OPTIONS`: what a script of the form's sites may send."""
    allowed = {"Access-Control-Allow-Methods": "POST, GET", "Access-Control-Allow-Headers": "Content-Type, Accept"}
    is_named = _origin_of(request) in form.origins
    return Response(
        status_code=204, headers={**allowed, "Access-Control-Max-Age": str(ASKED_AGAIN_S)} if is_named else {}
    )


def _readable(request: Request, form: SiteForm, answer: Response) -> Response:
    answer.headers.add_vary_header("Origin")
    if (origin := _origin_of(request)) in form.origins:
        answer.headers["Access-Control-Allow-Origin"] = origin
        answer.headers["Access-Control-Expose-Headers"] = "Retry-After"
    return answer


def _origin_of(request: Request) -> str:
    return request.headers.get("origin", "").lower()
