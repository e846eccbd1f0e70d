"""The API's addresses, all made from its operations, and the pages that explain them."""

from starlette.routing import BaseRoute, Route

from web.api.calling import endpoint
from web.api.calls.all import ALL
from web.api.described import docs
from web.api.operation import BASE, Operation

GET = ["GET"]


def api_routes() -> list[BaseRoute]:
    """The routes in the order in which they are tried."""
    return [
        Route(f"{BASE}/openapi.json", docs.document, methods=GET),
        Route("/api/docs", docs.show, methods=GET),
        Route("/api/docs.md", docs.show_markdown, methods=GET),
        Route("/api/problems/{slug}", docs.problem, methods=GET),
        *(Route(address, endpoint(calls), methods=list(calls)) for address, calls in calls_by_address().items()),
    ]


def calls_by_address() -> dict[str, dict[str, Operation]]:
    """The operations of each address by their methods: one route, so that `Allow` in a 405 has all of them."""
    found: dict[str, dict[str, Operation]] = {}
    for one in ALL:
        found.setdefault(one.address, {})[one.method] = one
    return found
