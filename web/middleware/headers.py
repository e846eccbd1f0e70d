"""The headers that hold a browser to what the desk meant, with a fresh nonce for each response."""

import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.requests.origins import websocket_origin

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


SECRET_ADDRESSES = (
    "/t/",
    "/password/",
    "/setup/",
)  # some of them hold an access code or a token, and so may a mistyped one


def referrer_policy(path: str) -> str:
    """Keeps addresses that may contain a secret from leaking, on error pages too."""
    return "no-referrer" if path.startswith(SECRET_ADDRESSES) else "same-origin"


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
                headers.setdefault("Referrer-Policy", referrer_policy(scope["path"]))
                headers.setdefault("Content-Security-Policy", self.policy(nonce, scope["state"].get("sends_on_to", "")))
                if self.tls:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        await self.app(scope, receive, with_headers)

    def policy(self, nonce: str, sends_on_to: str = "") -> str:
        """The Content-Security-Policy of a page of ours (CSP Level 3). `sends_on_to`: the origin its form ends at, if another."""
        return (
            f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data: blob:; "
            f"connect-src 'self' {self.websockets}; frame-src 'self'; object-src 'none'; base-uri 'none'; "
            f"frame-ancestors 'none'; form-action 'self'{' ' * bool(sends_on_to)}{sends_on_to}"
        )
