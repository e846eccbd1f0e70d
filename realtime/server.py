"""The Socket.IO server: websockets only, from the desk's own pages only, with bounds on everything."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Collection, Coroutine
from functools import partial
from typing import Any

import socketio
import structlog
from starlette.types import ASGIApp, Scope

from app.desk import Desk
from realtime.attendance import Attendance
from realtime.console import Console
from realtime.customers import Customers, MayOpen
from realtime.dispatch import Dispatch, DrawRow
from realtime.manager import SwiftManager
from realtime.outbound import Outbound
from realtime.presence import Presence
from realtime.presence_relay import PresenceRelay
from realtime.rights import RightsKeeper
from realtime.windows import TicketPages, Windows
from realtime.wire import FRAME_BYTES, Gate, current_line

PING_EVERY_S, PING_TIMEOUT_S = 25, 20
SWEEP_EVERY_S = 60
AGAIN_AFTER_S = 1.0

Loop = Callable[[], Coroutine[Any, Any, None]]
log = structlog.get_logger("realtime")


class Realtime:
    """The live desk. `asgi_app` is mounted at `/socket.io`; `run` serves until it is cancelled."""

    def __init__(
        self,
        gate: Gate,
        console: Console,
        customers: Customers,
        dispatch: Dispatch,
        presence: Presence,
        attendance: Attendance,
        rights: RightsKeeper,
    ) -> None:
        self.asgi_app: ASGIApp = gate
        self.presence = presence
        self._gate = gate
        self._console = console
        self._customers = customers
        self._dispatch = dispatch
        self._attendance = attendance
        self._rights = rights

    async def run(self, desk: Desk) -> None:
        """Let windows in, give events out, look after rights. Until this runs, connections are refused."""
        self._console.desk = self._customers.desk = desk
        self._gate.is_open = True
        try:
            async with asyncio.TaskGroup() as loops:
                for loop in self._loops(desk):
                    loops.create_task(steadily(loop))
        finally:
            self._gate.is_open = False

    def _loops(self, desk: Desk) -> list[Loop]:
        loops: list[Loop] = [
            partial(self._dispatch.run, desk),
            self.presence.run,
            partial(self._attendance.run, desk),
            partial(self._sweep, desk),
        ]
        if desk.settings.redis_url:
            relay = PresenceRelay(self.presence, desk.settings.redis_url, secrets.token_hex(8))
            loops.append(partial(relay.run, desk))
        return loops

    async def _sweep(self, desk: Desk) -> None:
        """The second net below the events: what was changed past them (the database by hand, idle sessions)."""
        while True:
            await asyncio.sleep(SWEEP_EVERY_S)
            await self._rights.look_again(desk)
            await self._customers.sweep(desk)


async def steadily(loop: Loop) -> None:
    """Run a loop for ever: when it fails (the database is away for a while) it begins again soon."""
    while True:
        try:
            await loop()
        except Exception:
            log.exception("a loop of the live desk failed", again_in_s=AGAIN_AFTER_S)
        await asyncio.sleep(AGAIN_AFTER_S)


def make_realtime(
    *, session_token: Callable[[Scope], str | None], may_open: MayOpen, draw_row: DrawRow, origins: Collection[str]
) -> Realtime:
    """The live desk, before there is a desk: `run` binds it to one.

    `session_token` finds the session cookie in a websocket's request, `may_open` says whether the ticket page's cookie
    in it opens the ticket, `draw_row` draws a list row in a language, `origins` are the desk's own.
    """
    manager = SwiftManager()
    server = make_server(manager)
    windows, pages = Windows(), TicketPages()
    presence = Presence(manager, windows)
    attendance = Attendance(windows, presence)
    rights = RightsKeeper(server, windows, presence)
    console = Console(windows, presence, attendance, rights, session_token, draw_row)
    customers = Customers(pages, may_open)
    server.register_namespace(console)
    server.register_namespace(customers)
    dispatch = Dispatch(manager, windows, pages, presence, rights, draw_row)
    gate = Gate(socketio.ASGIApp(server, socketio_path=None), origins)
    return Realtime(gate, console, customers, dispatch, presence, attendance, rights)


def make_server(manager: SwiftManager) -> socketio.AsyncServer:
    """The library's server with our bounds."""
    server = socketio.AsyncServer(
        client_manager=manager,
        async_mode="asgi",
        async_handlers=False,  # one after the other: "unwatch" must not overtake "watch"
        transports=["websocket"],
        allow_upgrades=False,
        cors_allowed_origins=[],  # `Gate` checks the origin, more strictly
        max_http_buffer_size=FRAME_BYTES,
        ping_interval=PING_EVERY_S,
        ping_timeout=PING_TIMEOUT_S,
        monitor_clients=False,  # `Line` ends what is silent
        logger=strangers_log(),
        engineio_logger=strangers_log(),
    )
    server.eio.create_queue = queue_of_this_connection
    return server


def queue_of_this_connection() -> Outbound:
    """What waits for the window whose request is being served."""
    line = current_line.get()
    return Outbound(lambda: line.drop("reads too slowly"))


def strangers_log() -> logging.Logger:
    """Where the libraries report frames that they could not read: one line each, for they are strangers' doing."""
    quiet = logging.getLogger("realtime.wire")
    quiet.setLevel(logging.ERROR)
    if not quiet.filters:
        quiet.addFilter(_without_traceback)
    return quiet


def _without_traceback(record: logging.LogRecord) -> bool:
    record.exc_info = None
    return True
