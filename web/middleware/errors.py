"""Every error has an answer: a page or a problem document; what nobody expected has an incident number."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import answer_error


class AnswerErrors:
    """Answers what handlers and the middleware within raise, unless the response has begun."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            response = answer_error(Request(scope, receive), error)
            if begun:  # the connection is cut: half a page must not look like a whole one
                raise
            await response(scope, receive, send)
