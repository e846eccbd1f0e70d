"""Says that a request is under way, for as long as it is: the outbox gives way to it."""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from web.requests.context import desk_of


class InFlight:
    """Counts the requests that reach the desk; a body that comes slowly has been read, or its time was up, before."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with desk_of(Request(scope)).right_of_way.request():
            await self.app(scope, receive, send)
