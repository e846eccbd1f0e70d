"""Where visitors of other sites come, no cookie of ours is read: it would say who they are at the desk."""

from starlette.types import ASGIApp, Receive, Scope, Send

from web.requests.form_addresses import belongs_to_form


class WithoutCookies:
    """Takes the cookies out of requests of forms on other sites, so that nothing further in can use them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] == "http" and belongs_to_form(scope["path"]):
            scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
        await self.app(scope, receive, send)
