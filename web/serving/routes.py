"""All addresses of the desk, on one page."""

from starlette.routing import BaseRoute, Route

from web.console.routes import console_routes
from web.console.ticket import panels
from web.files import app, attachments, brand
from web.outside.routes import outside_routes
from web.pages import frames
from web.pages.assets import Assets
from web.public import code_entry, language, lost, meant, new, proving, ticket
from web.requests.path_numbers import bound_path_numbers
from web.serving import health
from web.serving.api_routes import api_routes
from web.sign_in import first_mail, password, second_step, set_up, sign_in

GET, POST = ["GET"], ["POST"]


def routes(assets: Assets) -> list[BaseRoute]:
    """The routes in the order in which they are tried."""
    bound_path_numbers()
    return [
        Route("/healthz", health.healthz, methods=GET),
        Route("/readyz", health.readyz, methods=GET),
        Route("/static/{version}/{name:path}", assets.serve, methods=GET),
        Route("/colour/{digits}.css", brand.style, methods=GET),
        Route("/logo/{name}", brand.logo, methods=GET),
        Route("/manifest.webmanifest", app.manifest, methods=GET),
        Route("/app-icon/{name}.png", app.icon, methods=GET),
        Route("/offline-worker.js", app.worker, methods=GET),
        Route("/offline", app.offline, methods=GET),
        Route("/sign-in", sign_in.show, methods=GET),
        Route("/sign-in", sign_in.enter, methods=POST),
        Route("/sign-in/code", second_step.show, methods=GET),
        Route("/sign-in/code", second_step.enter, methods=POST),
        Route("/setup/{token}", set_up.show, methods=GET),
        Route("/setup/{token}", set_up.set_up, methods=POST),
        Route("/setup/{token}/try", first_mail.try_first_mail, methods=POST),
        Route("/setup/{token}/trials/{trial}", first_mail.show_first_trial, methods=GET),
        Route("/sign-out", sign_in.leave, methods=POST),
        Route("/password/lost", password.lost, methods=GET),
        Route("/password/lost", password.send, methods=POST),
        Route("/password/{token}", password.show, methods=GET),
        Route("/password/{token}", password.set_password, methods=POST),
        Route("/attachments/{key}", attachments.download, methods=GET),
        Route("/attachments/{key}/preview", attachments.preview, methods=GET),
        Route("/messages/{id:int}/frame", frames.for_operator, methods=GET),
        *console_routes(),
        *panel_routes(),
        *api_routes(),
        *outside_routes(),
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
        Route("/new/meant", meant.show, methods=GET),
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
        Route("/t/{id:int}/solved/undo", ticket.undo_solved, methods=POST),
        Route("/t/{id:int}/details", ticket.complete, methods=POST),
        Route("/t/{id:int}/language", language.choose_for_ticket, methods=POST),
        Route("/t/{id:int}/confirm", proving.confirm, methods=POST),
        Route("/t/{id:int}/events", ticket.events, methods=GET),
        Route("/t/{id:int}/messages/{message_id:int}/frame", ticket.message_frame, methods=GET),
        Route("/t/{id:int}/{code}", code_entry.follow_link, methods=GET),
        Route("/t/{id:int}/{code}/{proof:path}", code_entry.follow_link, methods=GET),
        Route("/t/{number:path}", code_entry.follow_number, methods=GET),
    ]
