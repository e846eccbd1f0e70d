"""No request is larger than its route takes, whether it says its length or sends it in chunks."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import DeskError, TooLarge
from app.text.languages import _
from web.requests.limits import LimitOf

MOST_DIGITS = 18


class BodyLimit:
    """Raises TooLarge (413) out of the handler's reading: nothing beyond the limit is ever kept.

    At the request's end nothing of its files is left in temporary ones.
    """

    def __init__(self, app: ASGIApp, limit_of: LimitOf) -> None:
        self.app = app
        self.limit_of = limit_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = self.limit_of(scope["path"], headers.get("content-type", ""))
        if _announced(headers) > limit:
            raise too_large(limit)
        received = 0

        async def bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise too_large(limit)
            return message

        try:
            await self.app(scope, bounded, send)
        finally:
            if files := scope.get("state", {}).get("spooled"):
                files.close()


def too_large(limit_bytes: int) -> TooLarge:
    """The refusal, in words for the person who sent it."""
    if limit_bytes < 1024 * 1024:
        return TooLarge(_("The text can be up to %(size)s KB.") % {"size": limit_bytes // 1024})
    return TooLarge(_("Text and files together can be up to %(size)s MB.") % {"size": limit_bytes // 1024 // 1024})


def _announced(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()):
        raise DeskError("Content-Length is not a number.")
    return int(length[:MOST_DIGITS])  # of more digits the first ones say that it is too much
