"""All addresses of the desk, on one page."""

from starlette.routing import BaseRoute, Route

from web import attachments, frames, health, password, sign_in
from web.assets import Assets
from web.console import panels
from web.console.routes import console_routes
from web.public import code_entry, language, lost, new, ticket

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
        Route("/password/lost", password.lost, methods=GET),
        Route("/password/lost", password.send, methods=POST),
        Route("/password/{token}", password.show, methods=GET),
        Route("/password/{token}", password.set_it, methods=POST),
        Route("/attachments/{key}", attachments.download, methods=GET),
        Route("/attachments/{key}/preview", attachments.preview, methods=GET),
        Route("/messages/{id:int}/frame", frames.for_operator, methods=GET),
        *console_routes(),
        *panel_routes(),
        *public_routes(),
    ]


def panel_routes() -> list[BaseRoute]:
    """The plug-ins' panels beside the answer."""
    return [
        Route("/tickets/{id:int}/panels", panels.index, methods=GET),
        Route("/tickets/{id:int}/panels/{name}", panels.search, methods=GET),
        Route("/tickets/{id:int}/panels/{name}/insert", panels.insert, methods=POST),
        Route("/panels/{name}/pictures/{card:path}", panels.picture, methods=GET),
    ]


def public_routes() -> list[BaseRoute]:
    """The customers' pages."""
    return [
        Route("/new", new.show, methods=GET),
        Route("/new", new.create, methods=POST),
        Route("/new/done/{id:int}", new.done, methods=GET),
        Route("/language", language.choose, methods=POST),
        Route("/t", code_entry.show, methods=GET),
        Route("/t", code_entry.enter, methods=POST),
        Route("/t/leave", code_entry.leave, methods=POST),
        Route("/t/lost", lost.show, methods=GET),
        Route("/t/lost", lost.send, methods=POST),
        Route("/t/{id:int}", ticket.show, methods=GET),
        Route("/t/{id:int}", ticket.write, methods=POST),
        Route("/t/{id:int}/solved", ticket.solve, methods=POST),
        Route("/t/{id:int}/details", ticket.complete, methods=POST),
        Route("/t/{id:int}/events", ticket.events, methods=GET),
        Route("/t/{id:int}/messages/{message_id:int}/frame", ticket.message_frame, methods=GET),
        Route("/t/{id:int}/{code}", code_entry.follow_link, methods=GET),
    ]
