"""Who is signed in, in `request.state.operator`."""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.actions.signing import operator_of_session
from web.context import desk_of, moment_of
from web.cookies import session_token

WITHOUT_SESSION = ("/static/", "/healthz", "/readyz", "/metrics", "/api/", "/forms/")


class OperatorSession:
    """Looks the session cookie up in the database, at every request: a session that was ended is over at once."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] == "http":
            request = Request(scope)
            request.state.operator = None
            token = None if scope["path"].startswith(WITHOUT_SESSION) else session_token(request)
            if token:
                request.state.operator = await operator_of_session(desk_of(request), token, moment_of(request))
        await self.app(scope, receive, send)
