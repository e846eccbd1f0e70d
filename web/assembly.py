"""The whole desk in one process: pages, live console, mail. The one place that sees every room."""

from starlette.applications import Starlette

from app.settings import Settings
from web.asgi import Background, create_app


def assemble(settings: Settings) -> Starlette:
    """The application that `deskbell serve` runs."""
    return create_app(settings, background=background_of(settings), mounts=())


def background_of(settings: Settings) -> list[Background]:
    """The loops that run beside the pages."""
    return mail_loops() if settings.mail_in_web else []


def mail_loops() -> list[Background]:
    """What `mail run` runs as well: the outbox and the mailbox."""
    return []
