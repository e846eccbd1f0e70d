"""Choosing the language of the public pages."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.languages import available
from web.cookies import set_language_cookie
from web.forms import read_form
from web.local_paths import local_path


async def choose(request: Request) -> Response:
    """Remember the language in a cookie, and go back to the page."""
    form = await read_form(request)
    answer = RedirectResponse(local_path(form.get("next")), status_code=303)
    if form.get("language") in available():
        set_language_cookie(answer, request.app.state.settings, form.get("language"))
    return answer
