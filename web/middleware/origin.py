"""Requests that change something come from the desk's own pages (against CSRF)."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.errors import Forbidden
from app.text.languages import _
from web.requests.form_addresses import receives_form

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
WITH_A_KEY = "/api/"  # programs bring a key of their own, and no cookie of ours counts there


class SameOrigin:
    """Refuses (403) an unsafe request from another site, by Fetch Metadata or else by `Origin`.

    Browsers leave Fetch Metadata out on plain-http hosts, hence the second; with neither header the request is no
    browser's and cannot say where it comes from. `text/plain` is the third kind of body that a foreign form can
    send without a preflight, and none of ours does.
    """

    def __init__(self, app: ASGIApp, origins: frozenset[str]) -> None:
        self.app = app
        self.origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS and not _brings_a_key(scope["path"]):
            headers = Headers(scope=scope)
            if not self.is_own(headers) or headers.get("content-type", "").lower().startswith("text/plain"):
                raise Forbidden(_("This request did not come from our own page. Reload the page and try again."))
        await self.app(scope, receive, send)

    def is_own(self, headers: Headers) -> bool:
        """Whether the request came from one of our pages, or from the person directly."""
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in {"same-origin", "none"}
        return headers.get("origin", "").lower() in self.origins


def _brings_a_key(path: str) -> bool:
    return path.startswith(WITH_A_KEY) or receives_form(path)
