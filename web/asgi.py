"""The web application, assembled."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.bell import Bell
from app.clock import now_ms
from app.console_settings import with_kept
from app.database import Database
from app.desk import Desk
from app.errors import DeskError
from app.password_key import check_passwords
from app.queries.kept_settings import kept_settings
from app.settings import Settings
from app.storage import storage_from_url
from web.assets import read_assets
from web.console.rows import RowDrawer
from web.errors import answer_error
from web.logs import configure_logs
from web.middleware import middleware
from web.rates import Rates
from web.routes import routes
from web.schema_check import check_schema
from web.templating import make_templates

Background = Callable[[Desk], Coroutine[Any, Any, None]]
SHORT_PAUSE_S, LONG_PAUSE_S = 1, 60
log = structlog.get_logger("desk")


def create_app(
    settings: Settings,
    background: Sequence[Background] = (),
    mounts: Sequence[BaseRoute] = (),
    bell: Bell | None = None,
) -> Starlette:
    """The desk as an ASGI application.

    `background` are loops that run while it serves, each given the desk: dispatch of events, mail in and out.
    `mounts` are routes of another room, such as the Socket.IO server's; they come before the pages.
    `bell` is rung after every commit; None: one that only this process hears.
    Its lifespan raises SchemaOutdated on a database that is not migrated.
    """
    configure_logs()
    assets = read_assets()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_desk(settings, bell) as desk:
            app.state.desk = desk
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
    app.state.assets = assets
    app.state.templates = make_templates(settings, assets, lambda: _zone(app))
    app.state.draw_row = RowDrawer(app.state.templates)
    app.state.rates = Rates.of(settings)
    return app


@asynccontextmanager
async def open_desk(settings: Settings, bell: Bell | None = None) -> AsyncIterator[Desk]:
    """The desk that these settings name, connected. Raises SchemaOutdated, WrongPasswordKey, BarePassword."""
    db = Database(settings.database_url)
    await db.connect()
    try:
        await check_schema(settings)
        desk = Desk(db, await _as_kept(db, settings), storage_from_url(settings.storage_url), bell or Bell())
        book = await asyncio.to_thread(lambda: desk.passwords)  # it hashes once, which takes a fifth of a second
        await check_passwords(db, book, now_ms())
        yield desk
    finally:
        await db.disconnect()


async def _as_kept(db: Database, settings: Settings) -> Settings:
    """The settings with what the desk itself knows: what its console changed, and that it is a demo."""
    kept = await kept_settings(db)
    is_demo = settings.demo or ("demo" in kept and kept["demo"].value is True)
    return with_kept(dataclasses.replace(settings, demo=is_demo), kept)


@asynccontextmanager
async def running(background: Sequence[Background], desk: Desk) -> AsyncIterator[None]:
    """Run the loops until the block ends, then end them."""
    tasks = [asyncio.create_task(_for_ever(loop, desk), name=_name(loop)) for loop in background]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _for_ever(loop: Background, desk: Desk) -> None:
    """Run a loop; when it fails, log why and start it again after a growing pause: the rest of the desk goes on."""
    pause_s = SHORT_PAUSE_S
    while True:
        try:
            await loop(desk)
        except Exception:
            log.exception("a background loop failed", loop=_name(loop), again_in_s=pause_s)
        else:
            return
        await asyncio.sleep(pause_s)
        pause_s = min(pause_s * 2, LONG_PAUSE_S)


def _name(loop: Background) -> str:
    return str(getattr(loop, "__qualname__", type(loop).__name__))


def _zone(app: Starlette) -> ZoneInfo:
    """The desk's time zone of this moment: its console may have changed it."""
    desk: Desk | None = getattr(app.state, "desk", None)
    settings: Settings = desk.settings if desk else app.state.settings
    return settings.zone


async def _answer(request: Request, error: Exception) -> Response:
    return answer_error(request, error)
