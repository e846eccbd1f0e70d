"""The headers that hold a browser to what the desk meant, with a fresh nonce for each response."""

import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.origins import websocket_origin

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}


class SecurityHeaders:
    """Puts the headers on every response. One that brings its own policy (a message frame, a file) keeps it.

    The nonce is `request.state.nonce`: a page's own scripts carry it, what a stranger wrote cannot.
    """

    def __init__(self, app: ASGIApp, base_url: str) -> None:
        self.app = app
        self.websockets = websocket_origin(base_url)
        self.tls = base_url.startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", self.policy(nonce))
                if self.tls:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        await self.app(scope, receive, with_headers)

    def policy(self, nonce: str) -> str:
        """The Content-Security-Policy of a page of ours (CSP Level 3)."""
        return (
            f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data: blob:; "
            f"connect-src 'self' {self.websockets}; frame-src 'self'; object-src 'none'; base-uri 'none'; "
            "frame-ancestors 'none'; form-action 'self'"
        )
