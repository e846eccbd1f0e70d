"""In which language the desk answers, in `request.state.language`, and for `_` while the request lasts."""

from babel.core import negotiate_locale
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.languages import DEFAULT, available, speaking
from web.context import signed_in
from web.cookies import chosen_language


class ReaderLanguage:
    """The operator's; else the one chosen on the page; else what the browser asks for. English where none is known."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        request.state.language = reader_language(request, available())
        with speaking(request.state.language):
            await self.app(scope, receive, send)


def reader_language(request: Request, known: list[str]) -> str:
    """One of the known languages."""
    operator = signed_in(request)
    wishes = [operator.language if operator else "", chosen_language(request)]
    wanted = next((wish for wish in wishes if wish in known), None)
    return wanted or accepted_language(request.headers.get("accept-language", ""), known)


def accepted_language(header: str, known: list[str]) -> str:
    """The known language that `Accept-Language` (RFC 9110 §12.5.4) likes best."""
    ranges = [part.split(";") for part in header[:500].split(",")[:20]]
    weighed = [(_weight(parameters), tag.strip().replace("-", "_")) for tag, *parameters in ranges if tag.strip()]
    wanted = [tag for weight, tag in sorted(weighed, key=lambda pair: -pair[0]) if weight > 0]
    found = negotiate_locale(wanted, known, sep="_") or negotiate_locale([tag[:2] for tag in wanted], known)
    return found or DEFAULT


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _equals, value = parameter.strip().partition("=")
        if name == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
