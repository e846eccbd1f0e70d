"""Who is signed in, in `request.state.operator`; and as of which event, in `request.state.newest_event`.

Whoever must first set up a second factor is only in `request.state.newcomer`: other pages treat them as signed out.
"""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.actions.people.signing import signed_in_with
from web.requests.context import desk_of, moment_of
from web.requests.cookies import session_token

WITHOUT_SESSION = ("/static/", "/healthz", "/readyz", "/metrics", "/api/")


class OperatorSession:
    """Looks up the session cookie in the database at every request, so an ended session stops working immediately."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] == "http":
            request = Request(scope)
            request.state.operator = request.state.newcomer = None
            token = None if scope["path"].startswith(WITHOUT_SESSION) else session_token(request)
            if token and (found := await signed_in_with(desk_of(request), token, moment_of(request))):
                request.state.newest_event = found.newest_event
                if found.owes_second_factor:
                    request.state.newcomer = found.operator
                else:
                    request.state.operator = found.operator
        await self.app(scope, receive, send)
