"""`deskbell serve` and `deskbell migrate`."""

import argparse
import errno
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn

from app.actions.desk.first_run import offer_first_run
from app.config.settings import Settings, read_settings
from app.core.clock import now_ms
from app.desk import Desk
from app.loops import Background
from sql.migrations import upgrade
from web.commands import WORDS, CommandFailed, Commands, command, number_between
from web.commands.opened_desk import plain, require_packages, with_desk
from web.pages.assets import Assets, read_sources
from web.pages.bundles import StaleBundles, read_bundles
from web.serving.addresses import counted_by
from web.serving.assembly import assemble
from web.serving.bounded_http import BoundedHttp
from web.serving.bounds import Bounds, raise_open_files
from web.serving.connections import Connections
from web.serving.gc_freeze import freeze_what_stays
from web.serving.heap import give_large_blocks_back
from web.serving.private_files import only_ours_from_now, tighten
from web.serving.sockets import BoundedSocket

MOST_PORTS = 65_535
PORTS_TRIED = 50
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  what is listened on, told apart here
TURN_S = 0.001  # of a thread that computes, until the event loop has its turn: Python's own is five times as long


def add_to(commands: Commands) -> None:
    """Add both."""
    parser = command(commands, "serve", WORDS["serve"], serve)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port", type=number_between(0, MOST_PORTS), default=8000, help="the port (default: %(default)s)"
    )
    parser.add_argument("--dev", action="store_true", help="serve scripts and styles file by file, as they are written")
    command(commands, "migrate", WORDS["migrate"], migrate)


def migrate(_asked: argparse.Namespace) -> None:
    """Bring the database to the tables of this version; harmless if it has them."""
    migrate_now(private_settings())
    sys.stdout.write("The database is up to date.\n")


def migrate_now(settings: Settings) -> None:
    """The same, for a command that needs it. Raises CommandFailed."""
    try:
        upgrade(settings.database_url)
    except Exception as error:
        raise CommandFailed(f"the database cannot be migrated: {plain(error)}") from error


def private_settings() -> Settings:
    """The settings, for a command that creates files, readable only by this user, as are earlier ones."""
    only_ours_from_now()
    settings = read_settings()
    tighten(settings, Path.cwd())
    return settings


async def _first_run(desk: Desk) -> str | None:
    """The token of the set-up page for a desk without people. Also opens the database: a wrong key is one line here."""
    return await offer_first_run(desk, now_ms())


def serve(asked: argparse.Namespace) -> None:
    """Serve until SIGTERM or SIGINT; then finish what was begun and end within ten seconds."""
    require_packages()
    assets = read_sources() if asked.dev else bundles()
    settings = private_settings()
    place = listening(asked.host, asked.port)
    serve_here(linked_to(settings, place), assets, asked.host, asked.port, place)


def linked_to(settings: Settings, place: socket.socket) -> Settings:
    """Links lead to where it is served, unless the environment says where they lead."""
    if settings.given.get("DESKBELL_BASE_URL", "").strip():
        return settings
    host, port = place.getsockname()[:2]
    host = "127.0.0.1" if host in EVERYWHERE else host
    return replace(settings, base_url=f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")


def serve_here(
    settings: Settings,
    assets: Assets,
    host: str,
    port: int,
    taken: socket.socket,
    also: Sequence[Background] = (),
    assembled: Callable[[Any], None] = lambda _app: None,
) -> None:
    """Serve on a socket that is taken already, until it ends. `also`: more loops; `assembled` is given the application."""
    give_large_blocks_back()
    sys.setswitchinterval(TURN_S)
    with taken as place:
        token = with_desk(_first_run, settings)
        config = server_config(settings, assets, raise_open_files(), host=host, port=port, also=also)
        assembled(config.app)
        server = uvicorn.Server(config)
        sys.stdout.write(f"Deskbell serves {settings.base_url} (listening on {host}:{port})\n")
        if token:
            sys.stdout.write(
                f"Set up the desk here; the link works once, for an hour: {settings.base_url}/setup/{token}\n"
            )
        sys.stdout.flush()
        server.run(sockets=[place])
    if not server.started:
        raise CommandFailed(f"could not serve on {host}:{port}; see the lines above")


def bundles() -> Assets:
    """What browsers get. Raises CommandFailed with the command that mends it, if they are not of these sources."""
    try:
        return read_bundles()
    except StaleBundles as stale:
        raise CommandFailed(str(stale)) from stale


def server_config(
    settings: Settings,
    assets: Assets,
    open_files: int,
    host: str,
    port: int,
    also: Sequence[Background] = (),
) -> uvicorn.Config:
    """How the desk is served by a process that may open so many files."""
    bounds = Bounds.of(open_files, settings.max_message_bytes)
    connections = Connections(bounds, counted_by(settings.trusted_proxies))
    return uvicorn.Config(
        assemble(settings, also=[freeze_what_stays, *also], assets=assets),
        host=host,
        port=port,
        loop="uvloop",
        http=partial(BoundedHttp, connections=connections),  # type: ignore[arg-type] # called, and nothing else
        ws=BoundedSocket,
        ws_per_message_deflate=False,  # measured: half as many bytes for twice the memory and latency
        ws_ping_interval=None,  # Engine.IO pings already
        ws_max_size=64_000,
        proxy_headers=False,  # web/middleware/client_ip.py believes only the proxies that the settings name
        server_header=False,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=5,
    )


def listening(host: str, port: int) -> socket.socket:
    """The socket to serve on, bound before anything is begun. Raises CommandFailed in one line if it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise CommandFailed(f"{host}:{port} cannot be listened on: {error.strerror or error}") from error


def listening_near(host: str, port: int) -> tuple[socket.socket, int]:
    """The socket on the first free port from this one on, and the port. Raises CommandFailed if none is free nearby."""
    for candidate in range(port, port + PORTS_TRIED):
        try:
            return listening(host, candidate), candidate
        except CommandFailed as failed:
            if candidate == port + PORTS_TRIED - 1 or not isinstance(failed.__cause__, OSError):
                raise
            if failed.__cause__.errno != errno.EADDRINUSE:
                raise
    raise CommandFailed(f"no port is free on {host} from {port} on")
