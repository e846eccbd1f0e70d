"""Only requests for this desk: a foreign `Host` could poison links and caches."""

from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.errors import DeskError
from app.text.languages import _

# A balancer asks these by address; they say nothing that depends on the name.
FOR_ANY_HOST = frozenset({"/healthz", "/readyz", "/metrics"})


class KnownHosts:
    """Refuses a request (400) whose `Host` is not the desk's, is missing, or comes twice."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] == "http" and scope["path"] not in FOR_ANY_HOST:
            named = [value for name, value in scope["headers"] if name == b"host"]
            if len(named) != 1 or named[0].decode("latin-1").lower() not in self.hosts:
                raise DeskError(_("This desk has a different address. Check the URL, or DESKBELL_BASE_URL."))
        await self.app(scope, receive, send)
