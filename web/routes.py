"""All addresses of the desk, on one page."""

from starlette.routing import BaseRoute, Route

from web import health, sign_in
from web.assets import Assets

GET, POST = ["GET"], ["POST"]


def routes(assets: Assets) -> list[BaseRoute]:
    """The routes in the order in which they are tried."""
    return [
        Route("/healthz", health.healthz, methods=GET),
        Route("/readyz", health.readyz, methods=GET),
        Route("/static/{version}/{name:path}", assets.serve, methods=GET),
        Route("/sign-in", sign_in.show, methods=GET),
        Route("/sign-in", sign_in.enter, methods=POST),
        Route("/sign-out", sign_in.leave, methods=POST),
    ]
