"""In which language the desk answers, in `request.state.language`, and for `_` while the request lasts."""

from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.text.choosing import accepted_language, nearest
from app.text.languages import DEFAULT, available, set_language, speaking
from web.requests.context import signed_in
from web.requests.cookies import chosen_language


class ReaderLanguage:
    """The operator's; else the one chosen on the page; else what the browser asks for; else the desk's."""

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
    return operator.language if operator and operator.language in known else browser_language(request, known)


def browser_language(connection: HTTPConnection, known: list[str]) -> str:
    """The same for whoever has no language set: chosen in this browser, or asked for by it. Of a websocket too."""
    chosen = chosen_language(connection)
    if chosen in known:
        return chosen
    desk = getattr(connection.app.state, "desk", None)
    otherwise = desk.settings.language if desk else DEFAULT
    return accepted_language(connection.headers.get("accept-language", ""), known, otherwise)


def speak_as_asked(request: Request, language: str) -> None:
    """For the rest of the request: this language (a ticket's, a form's) if the desk has it or one near; else as before."""
    if found := nearest(language, available()):
        request.state.language = found
        set_language(found)
