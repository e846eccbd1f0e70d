"""What a person or a program gets instead of what they wanted: a page, or a problem document (RFC 9457)."""

import http
import secrets
from urllib.parse import urlencode

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.core.errors import Away, Busy, DeskError, Forbidden, NotFound, SignedOut, StorageFull, TooLarge, TooMany
from app.database import DatabaseBusy, is_away, is_full, is_momentary
from app.text.languages import _, speaking
from web.pages.problem_kinds import PROBLEMS
from web.pages.templating import render
from web.requests.accepts import wants_json
from web.requests.local_paths import local_path
from web.requests.logs import path_without_code

SAFE_METHODS = frozenset({"GET", "HEAD"})
log = structlog.get_logger("web")


def answer_error(request: Request, error: Exception) -> Response:
    """The response to an error raised by a handler or the middleware. Unexpected ones are logged."""
    with speaking(getattr(request.state, "language", "en")):
        outcome = outcome_of(error)
        if outcome is None:
            return _incident(request, error)
        if isinstance(outcome, SignedOut) and not wants_json(request):
            return _to_sign_in(request)
        return _answer(request, outcome, getattr(error, "headers", None))


def outcome_of(error: Exception) -> DeskError | None:
    """The desk's own error for it; None for an unexpected one."""
    if isinstance(error, DeskError):
        return error
    if is_full(error):
        return StorageFull(_("The server's disk is full, so nothing was saved. Keep your text and try again later."))
    if is_away(error):
        return Away(_("The database cannot be reached right now. Try again in a moment."))
    if isinstance(error, DatabaseBusy) or is_momentary(error):
        return Busy(_("The server is very busy and nothing was changed. Try again in a moment."))
    if isinstance(error, HTTPException):
        return _of_http(error)
    return None


def _of_http(error: HTTPException) -> DeskError:
    known = {
        403: Forbidden(_("You don't have permission to do this.")),
        404: NotFound(),
        413: TooLarge(_("This is larger than the server accepts. Send less at once.")),
    }
    if error.status_code in known:
        return known[error.status_code]
    phrase = http.HTTPStatus(error.status_code).phrase
    other = DeskError(error.detail or phrase)
    other.status = error.status_code
    other.slug = phrase.lower().replace(" ", "-")
    return other


def _to_sign_in(request: Request) -> Response:
    back = local_path(_wanted(request)) if request.method in SAFE_METHODS else "/"
    query = f"?{urlencode({'next': back})}" if back != "/" else ""
    return RedirectResponse(f"/sign-in{query}", status_code=303)


def _wanted(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _answer(request: Request, error: DeskError, headers: dict[str, str] | None = None) -> Response:
    response = problem(error, **_leading(request, error)) if wants_json(request) else _page(request, error)
    for name, value in (headers or {}).items():
        response.headers[name] = value
    if isinstance(error, TooMany | Busy):
        response.headers["Retry-After"] = str(error.retry_after_s)
    if isinstance(error, Busy) and request.method == "GET" and not wants_json(request):
        response.headers["Refresh"] = str(error.retry_after_s)  # of Retry-After browsers know nothing
    response.headers["Cache-Control"] = "no-store"
    return response


def problem(error: DeskError, **members: object) -> Response:
    """The error as a problem document."""
    content = {
        "type": f"urn:deskbell:{error.slug}",
        "title": http.HTTPStatus(error.status).phrase,
        "status": error.status,
        "detail": str(error),
        **error.extra(),
        **members,
    }
    return JSONResponse(content, status_code=error.status, media_type="application/problem+json")


def _leading(request: Request, error: DeskError) -> dict[str, str]:
    """To programs the kind of a problem is the address of the page that explains it, and has that page's title."""
    if not request.url.path.startswith("/api/"):
        return {}
    kind = {"type": f"{request.app.state.settings.base_url}/api/problems/{error.slug}"}
    return {**kind, "title": PROBLEMS[error.slug].title} if error.slug in PROBLEMS else kind


def _page(request: Request, error: DeskError, incident: str = "") -> Response:
    here = local_path(_wanted(request))
    context = {"error": error, "title": title_of(error), "incident": incident, "here": here}
    return render(request, "error.html", context, status_code=error.status)


def title_of(error: DeskError) -> str:
    """What happened, in a few words."""
    titles = {
        403: _("This is not possible"),
        404: _("Page not found"),
        409: _("Someone got there first"),
        413: _("Too large"),
        429: _("Please wait a moment"),
        500: _("Something went wrong on our side"),
        503: _("One moment"),
        507: _("No space left"),
    }
    return titles.get(error.status, _("That did not work"))


def _incident(request: Request, error: Exception) -> Response:
    """Log the error under a number, and say the number and nothing else."""
    incident = secrets.token_hex(4)
    path = path_without_code(request.url.path)
    log.error("incident", incident=incident, method=request.method, path=path, exc_info=error)
    unexpected = Unexpected(
        _("This is our fault, not yours. Try again. If it keeps happening, send us the number below.")
    )
    if wants_json(request):
        return problem(unexpected, incident=incident, **_leading(request, unexpected))
    return _page(request, unexpected, incident)


class Unexpected(DeskError):
    """A defect of ours. The log has the rest under the incident's number."""

    status = 500
    slug = "unexpected"
