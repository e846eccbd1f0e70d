"""The addresses that forms on other sites use."""

from starlette.routing import BaseRoute, Route

from web.outside import receiving, script
from web.outside.sites import of_form, preflight


def outside_routes() -> list[BaseRoute]:
    """The routes in the order in which they are tried: after the console's, which have numbers here."""
    challenge = "/forms/{key}/challenge"
    return [
        Route("/forms/deskbell-form.js", script.script, methods=["GET"]),
        Route("/forms/{key}", of_form(receiving.receive, receiving.receive_revoked), methods=["POST"]),
        Route("/forms/{key}", of_form(preflight), methods=["OPTIONS"]),
        Route("/forms/{key}", of_form(receiving.look), methods=["GET"]),
        Route("/forms/{key}/done", of_form(receiving.done), methods=["GET"]),
        Route(challenge, of_form(script.challenge), methods=["GET"]),
        Route(challenge, of_form(preflight), methods=["OPTIONS"]),
    ]
