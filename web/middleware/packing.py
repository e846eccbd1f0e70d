"""Pages travel packed: a ticket with its list is a quarter of a megabyte, and a tenth of that packed.

The length of what is packed together says something of its content: whoever listens on the way, and can make an
operator's browser ask again and again for a page that has words of theirs in it, could guess at the words beside them
(BREACH). So only what the desk's own pages ask for, or the reader, is packed; what another site asks for is not, nor
what a browser asks for that does not say who asks.
"""

import asyncio

import brotli
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TRUSTED = frozenset({"same-origin", "none"})  # Sec-Fetch-Site; "none": the reader typed the address
LEAST_BYTES, MOST_BYTES = 1_000, 4 << 20
QUALITY = 6  # measured: a page of 230 KB in as many milliseconds as with 5; the next ones save a hundredth of it
SHORT_BYTES = 16_000  # what is packed before a thread could begin


class PackPages:
    """Packs HTML that is sent in one piece, for browsers that can unpack it (Brotli, RFC 7932: all of ours, over TLS)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] != "http" or not _may_be_packed(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        begun: Message | None = None

        async def packed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start" and _is_page(Headers(raw=message["headers"])):
                begun = message  # its length is not known yet
                return
            if begun is not None:
                message = await _packed(begun, message)
                await send(begun)
                begun = None
            await send(message)

        await self.app(scope, receive, packed)


def _may_be_packed(headers: Headers) -> bool:
    encodings = {part.split(";")[0].strip() for part in headers.get("accept-encoding", "").split(",")}
    return headers.get("sec-fetch-site") in TRUSTED and "br" in encodings


def _is_page(headers: Headers) -> bool:
    return headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers


async def _packed(start: Message, message: Message) -> Message:
    """The body, packed if it is the whole and long enough; then `start` says so."""
    body = message.get("body", b"")
    if message.get("more_body") or not LEAST_BYTES <= len(body) <= MOST_BYTES:
        return message
    made = _pack(body) if len(body) <= SHORT_BYTES else await asyncio.to_thread(_pack, body)
    headers = MutableHeaders(scope=start)
    headers["Content-Encoding"] = "br"
    headers["Content-Length"] = str(len(made))
    headers.add_vary_header("Accept-Encoding")
    return {**message, "body": made}


def _pack(body: bytes) -> bytes:
    made: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=QUALITY)
    return made
