"""Every error gets a response: a page or a problem document; unexpected ones get an incident number."""

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.pages.errors import answer_error
from web.requests.logs import path_without_code

log = structlog.get_logger("web")


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
        except ClientDisconnect:
            log.info("a request ended before it was whole", path=path_without_code(scope["path"]))
        except Exception as error:
            response = answer_error(Request(scope, receive), error)
            if begun:  # the connection is cut: half a page must not look like a whole one
                raise
            await response(scope, receive, send)
