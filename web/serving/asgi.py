"""The web application, assembled."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.actions.desk.opening import open_desk
from app.config.settings import Settings
from app.core.bell import Bell
from app.core.errors import DeskError
from app.loops import Background, running
from app.plugins.life import loaded_plugins
from app.plugins.loading import Plugins
from web.console.frame.names import CONSOLE_NAMES
from web.console.list.rows import RowDrawer
from web.console.wall.drawing import WallDrawer
from web.middleware import middleware
from web.pages.assets import Assets, read_sources
from web.pages.errors import answer_error
from web.pages.templating import make_templates
from web.requests.logs import configure_logs
from web.requests.rates import Rates
from web.serving.routes import routes


def create_app(
    settings: Settings,
    background: Sequence[Background] = (),
    mounts: Sequence[BaseRoute] = (),
    bell: Bell | None = None,
    assets: Assets | None = None,
) -> Starlette:
    """The desk as an ASGI application.

    `background` are loops that run while it serves, each given the desk: dispatch of events, mail in and out.
    `mounts` are routes of another room, such as the Socket.IO server's; they come before the pages.
    `bell` is rung after every commit; None: one for this process only.
    `assets` are what browsers load; None: the sources, each by itself.
    Its lifespan raises SchemaOutdated on a database that is not migrated.
    """
    configure_logs()
    assets = assets or read_sources()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_desk(settings, bell) as desk, loaded_plugins(settings) as plugins:
            app.state.desk, app.state.plugins = desk, plugins
            async with running(background, desk):
                yield
            await app.state.rates.close()

    app = Starlette(
        routes=[*mounts, *routes(assets)],
        middleware=middleware(settings),
        exception_handlers={DeskError: _answer, HTTPException: _answer},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # an address is the one that is on the routes' page
    app.state.settings = settings
    app.state.plugins = Plugins()
    app.state.assets = assets
    app.state.templates = make_templates(settings, assets, lambda: _zone(app))
    app.state.templates.globals |= CONSOLE_NAMES
    app.state.draw_row = RowDrawer(app.state.templates, lambda: _zone(app))
    app.state.draw_piece = WallDrawer(app.state.templates)
    app.state.seats = dict  # who sits where: nobody, unless consoles can connect
    app.state.rates = Rates.of(settings)
    return app


def _zone(app: Starlette) -> ZoneInfo:
    """The desk's current time zone, which may be changed in the console."""
    source = getattr(app.state, "desk", app.state)
    zone: ZoneInfo = source.settings.zone
    return zone


async def _answer(request: Request, error: Exception) -> Response:
    return answer_error(request, error)
