"""Choosing the language of the public pages."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.ticket.editing import choose_language
from app.core.errors import BadFields
from app.text.languages import _, available
from web.public.arriving import Arrival, done, with_right
from web.requests.context import desk_of, moment_of, signed_in
from web.requests.cookies import set_language_cookie
from web.requests.forms import read_form
from web.requests.local_paths import local_path


async def choose(request: Request) -> Response:
    """Remember the language in a cookie, and go back to the page."""
    form = await read_form(request)
    answer = RedirectResponse(local_path(form.get("next")), status_code=303)
    if form.get("language") in available():
        set_language_cookie(answer, request.app.state.settings, form.get("language"))
    return answer


@with_right
async def choose_for_ticket(request: Request, came: Arrival) -> Response:
    """`POST /t/{id}/language`: kept with the ticket, so its emails follow. Raises BadFields, TooMany."""
    if came.refusal:
        raise came.refusal
    language = came.form.get("language")
    if language not in available():
        raise BadFields({"language": _("Choose a language from the list.")})
    await choose_language(desk_of(request), came.ticket.id, language, moment_of(request), signed_in(request))
    answer = done(request, f"/t/{came.ticket.id}", {"ticket": {"id": came.ticket.id, "language": language}})
    if signed_in(request) is None:
        set_language_cookie(answer, request.app.state.settings, language)
    return answer
