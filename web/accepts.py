"""Which kind of answer the other side wants."""

from starlette.requests import HTTPConnection


def wants_json(request: HTTPConnection) -> bool:
    """Whether a program asks: `Accept` names JSON and no HTML, or the address is the API's."""
    if request.url.path.startswith("/api/"):
        return True
    accept = request.headers.get("accept", "").lower()
    return "json" in accept and "text/html" not in accept
