"""`deskbell serve` and `deskbell migrate`."""

import argparse
import socket
import sys

import uvicorn

from app.desk import Desk
from app.settings import Settings, read_settings
from sql.migrations import upgrade
from web.assembly import assemble
from web.commands import CommandFailed, Commands, command, number_between, plain, with_desk
from web.lasting_memory import set_apart_what_stays

MOST_PORTS = 65_535


def add_to(commands: Commands) -> None:
    """Add both."""
    parser = command(commands, "serve", "Serve the desk over HTTP.", serve)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port", type=number_between(0, MOST_PORTS), default=8000, help="the port (default: %(default)s)"
    )
    command(commands, "migrate", "Bring the database to the tables of this version.", migrate)


def migrate(_asked: argparse.Namespace) -> None:
    """Bring the database to the tables of this version; harmless if it has them."""
    migrate_now(read_settings())
    sys.stdout.write("The database is up to date.\n")


def migrate_now(settings: Settings) -> None:
    """The same, for a command that needs it. Raises CommandFailed."""
    try:
        upgrade(settings.database_url)
    except Exception as error:
        raise CommandFailed(f"the database cannot be migrated: {plain(error)}") from error


async def _opens(_desk: Desk) -> None:
    """Nothing: that it opens is what is asked, so that a wrong key is one line here and not a start that fails."""


def serve(asked: argparse.Namespace) -> None:
    """Serve until SIGTERM or SIGINT; then finish what was begun and end within ten seconds."""
    settings = read_settings()
    with_desk(_opens, settings)
    config = uvicorn.Config(
        assemble(settings, also=[set_apart_what_stays]),
        host=asked.host,
        port=asked.port,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,  # measured: half as many bytes for twice the memory and latency
        ws_ping_interval=None,  # Engine.IO pings already
        ws_max_size=64_000,
        proxy_headers=False,  # web/middleware/client_ip.py believes only the proxies that the settings name
        server_header=False,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=64 * 1024,
    )
    server = uvicorn.Server(config)
    with listening(asked.host, asked.port) as place:
        sys.stdout.write(f"Deskbell serves {settings.base_url} (listening on {asked.host}:{asked.port})\n")
        sys.stdout.flush()
        server.run(sockets=[place])
    if not server.started:
        raise CommandFailed(f"nothing could be served on {asked.host}:{asked.port}; see the lines above")


def listening(host: str, port: int) -> socket.socket:
    """The socket to serve on, bound before anything is begun. Raises CommandFailed in one line if it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise CommandFailed(f"{host}:{port} cannot be listened on: {error.strerror or error}") from error
