"""Which kind of answer the other side wants."""

from starlette.requests import HTTPConnection


def wants_json(request: HTTPConnection) -> bool:
    """Whether a program asks: `Accept` names JSON and no HTML, or the address is the API's."""
    if request.url.path.startswith("/api/"):
        return True
    accept = request.headers.get("accept", "").lower()
    return "json" in accept and "text/html" not in accept


def wants_form(request: HTTPConnection) -> bool:
    """Whether a customers' page sends a form by script: it puts the form, drawn again, in the place of its own."""
    return request.headers.get("deskbell-part", "") == "form"


def wants_problem(request: HTTPConnection) -> bool:
    """Whether a form's fault is returned as a problem document: to a program, not to a page that sends by script."""
    return wants_json(request) and not wants_form(request)
