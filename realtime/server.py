"""The Socket.IO server: websockets only, from the desk's own pages only, with bounds on everything."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Collection, Coroutine
from functools import partial
from typing import Any

import socketio
from starlette.types import ASGIApp, Scope

from app.desk import Desk
from app.steadily import steadily
from realtime.attendance import Attendance
from realtime.console import Console
from realtime.customers import Customers, MayOpen
from realtime.dispatch import Dispatch, DrawRow
from realtime.manager import SwiftManager
from realtime.outbound import Outbound
from realtime.presence import Presence
from realtime.rights import RightsKeeper
from realtime.rooms import CONSOLE, TICKET
from realtime.wall import DrawPiece, Wall
from realtime.windows import TicketPages, Windows
from realtime.wire import FRAME_BYTES, Gate, current_line

PING_EVERY_S, PING_TIMEOUT_S = 25, 20
SWEEP_EVERY_S = 60

Loop = Callable[[], Coroutine[Any, Any, None]]


class Realtime:
    """The live desk. `asgi_app` is mounted at `/socket.io`; `run` serves until it is cancelled."""

    def __init__(
        self,
        gate: Gate,
        manager: SwiftManager,
        console: Console,
        customers: Customers,
        dispatch: Dispatch,
        presence: Presence,
        attendance: Attendance,
        rights: RightsKeeper,
        wall: Wall,
    ) -> None:
        self.asgi_app: ASGIApp = gate
        self.presence = presence
        self.wall = wall
        self._gate = gate
        self._manager = manager
        self._console = console
        self._customers = customers
        self._dispatch = dispatch
        self._attendance = attendance
        self._rights = rights

    async def run(self, desk: Desk) -> None:
        """Let windows in, give events out, look after rights. Until this runs, connections are refused."""
        self._console.desk = self._customers.desk = desk
        self._gate.is_open = True
        unheard = desk.db.outage.listen(partial(self._tell_outage, desk))
        try:
            async with asyncio.TaskGroup() as loops:
                for name, loop in self._loops(desk).items():
                    loops.create_task(steadily(loop, f"realtime.{name}"))
        finally:
            unheard()
            self._gate.is_open = False

    def _tell_outage(self, desk: Desk) -> None:
        """Tell every window that the database is away, or is back: what they show is as old as that."""
        since_ms = desk.db.outage.since_ms
        for namespace in (CONSOLE, TICKET):
            self._manager.tell("desk.away" if since_ms else "desk.back", {"since_ms": since_ms}, namespace, [None])

    def _loops(self, desk: Desk) -> dict[str, Loop]:
        loops: dict[str, Loop] = {
            "dispatch": partial(self._dispatch.run, desk),
            "presence": self.presence.run,
            "attendance": partial(self._attendance.run, desk),
            "wall": partial(self.wall.run, desk),
            "sweep": partial(self._sweep, desk),
        }
        if desk.settings.redis_url:
            from realtime.presence_relay import PresenceRelay  # noqa: PLC0415  Redis's client takes six megabytes

            relay = PresenceRelay(self.presence, desk.settings.redis_url, secrets.token_hex(8))
            loops["relay"] = partial(relay.run, desk)
        return loops

    async def _sweep(self, desk: Desk) -> None:
        """The safety net below the events: changes made without one (in the database by hand, expired sessions)."""
        while True:
            await asyncio.sleep(SWEEP_EVERY_S)
            await self._rights.look_again(desk)
            await self._customers.sweep(desk)


def make_realtime(
    *,
    session_token: Callable[[Scope], str | None],
    language_of: Callable[[Scope], str],
    may_open: MayOpen,
    draw_row: DrawRow,
    draw_piece: DrawPiece,
    origins: Collection[str],
    signed_in: Callable[[Scope], None] = lambda _scope: None,
) -> Realtime:
    """The live desk, before there is a desk: `run` binds it to one.

    `session_token` finds the session cookie in a websocket's request, `language_of` its browser's language, `may_open`
    says whether the ticket page's cookie in it opens the ticket, `draw_row` draws a list row in a language, `draw_piece`
    a piece of the wall, `origins` are the desk's own. `signed_in` is called for each websocket of an operator.
    """
    manager = SwiftManager()
    server = make_server(manager)
    windows, pages = Windows(), TicketPages()
    presence = Presence(manager, windows)
    attendance = Attendance(windows, presence)
    rights = RightsKeeper(server, windows, presence)
    wall = Wall(manager, windows, presence, draw_piece)
    console = Console(windows, presence, attendance, rights, wall, session_token, language_of, draw_row, signed_in)
    customers = Customers(pages, may_open)
    server.register_namespace(console)
    server.register_namespace(customers)
    dispatch = Dispatch(manager, windows, pages, presence, rights, wall, draw_row)
    gate = Gate(socketio.ASGIApp(server, socketio_path=None), origins)
    return Realtime(gate, manager, console, customers, dispatch, presence, attendance, rights, wall)


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
