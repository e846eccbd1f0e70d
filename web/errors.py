"""What a person or a program gets instead of what they wanted: a page, or a problem document (RFC 9457)."""

import http
import secrets
from urllib.parse import urlencode

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.database import DatabaseBusy, is_momentary
from app.errors import Busy, DeskError, Forbidden, NotFound, SignedOut, TooLarge, TooMany
from app.languages import _, speaking
from web.accepts import wants_json
from web.local_paths import local_path
from web.logs import without_code
from web.templating import render

SAFE_METHODS = frozenset({"GET", "HEAD"})
log = structlog.get_logger("web")


def answer_error(request: Request, error: Exception) -> Response:
    """The answer to an error that a handler or the middleware raised. What nobody expected is logged."""
    with speaking(getattr(request.state, "language", "en")):
        outcome = outcome_of(error)
        if outcome is None:
            return _incident(request, error)
        if isinstance(outcome, SignedOut) and not wants_json(request):
            return _to_sign_in(request)
        return _answer(request, outcome, getattr(error, "headers", None))


def outcome_of(error: Exception) -> DeskError | None:
    """The desk's own name for an error; None for one that nobody expected."""
    if isinstance(error, DeskError):
        return error
    if isinstance(error, DatabaseBusy) or is_momentary(error):
        return Busy(_("The desk is very busy. Nothing was changed; try again in a moment."))
    if isinstance(error, HTTPException):
        return _of_http(error)
    return None


def _of_http(error: HTTPException) -> DeskError:
    known = {403: Forbidden(_("You may not do this.")), 404: NotFound(), 413: TooLarge(_("That is too much at once."))}
    if error.status_code in known:
        return known[error.status_code]
    phrase = http.HTTPStatus(error.status_code).phrase
    other = DeskError(error.detail or phrase)
    other.status = error.status_code
    other.slug = phrase.lower().replace(" ", "-")
    return other


def _to_sign_in(request: Request) -> Response:
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = local_path(wanted) if request.method in SAFE_METHODS else "/"
    query = f"?{urlencode({'next': back})}" if back != "/" else ""
    return RedirectResponse(f"/sign-in{query}", status_code=303)


def _answer(request: Request, error: DeskError, headers: dict[str, str] | None = None) -> Response:
    response = problem(error) if wants_json(request) else _page(request, error)
    for name, value in (headers or {}).items():
        response.headers[name] = value
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after_s)
    elif isinstance(error, Busy):
        response.headers["Retry-After"] = "2"
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


def _page(request: Request, error: DeskError, incident: str = "") -> Response:
    context = {"error": error, "title": title_of(error), "incident": incident}
    return render(request, "error.html", context, status_code=error.status)


def title_of(error: DeskError) -> str:
    """What happened, in a few words."""
    titles = {
        403: _("This is not possible"),
        404: _("There is nothing here"),
        409: _("Somebody was faster"),
        413: _("That is too large"),
        429: _("A short pause"),
        500: _("Something broke on our side"),
        503: _("One moment"),
        507: _("No room for this file"),
    }
    return titles.get(error.status, _("That did not work"))


def _incident(request: Request, error: Exception) -> Response:
    """Log the error under a number, and say the number and nothing else."""
    incident = secrets.token_hex(4)
    path = without_code(request.url.path)
    log.error("incident", incident=incident, method=request.method, path=path, exc_info=error)
    unexpected = Unexpected(_("Nothing you typed was the cause. Try again; if it stays, tell us the number below."))
    if wants_json(request):
        return problem(unexpected, incident=incident)
    return _page(request, unexpected, incident)


class Unexpected(DeskError):
    """A defect of ours. The log has the rest under the incident's number."""

    status = 500
    slug = "unexpected"
