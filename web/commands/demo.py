"""`deskbell demo`: a hotel desk to look at, with people, tickets and hotels."""

import argparse
import secrets
import sys
from pathlib import Path
from random import Random

from app.config.settings import Settings
from app.core.clock import now_ms
from app.plugins.hotels import DEMO as DEMO_HOTELS
from app.plugins.hotels.demo import make_demo_hotels
from app.seeding.demo import DOMAIN, furnish_demo, has_nobody
from app.seeding.writing import seed_tickets
from sql.migrations import make_engine
from web.commands import WORDS, Commands, command, number_between
from web.commands.demo_play import DemoPlay
from web.commands.demo_stage import play_scenes
from web.commands.opened_desk import with_desk
from web.commands.seed import crew_of
from web.commands.serve import (
    MOST_PORTS,
    PORTS_TRIED,
    bundles,
    linked_to,
    listening_near,
    migrate_now,
    private_settings,
    serve_here,
)
from web.pages.assets import Assets

TICKETS = 420
HOST = "127.0.0.1"


def add_to(commands: Commands) -> None:
    """Add it."""
    parser = command(commands, "demo", WORDS["demo"], demo)
    parser.add_argument("--serve", action="store_true", help="then serve it, and let it play while a console is open")
    parser.add_argument(
        "--port",
        type=number_between(1, MOST_PORTS - PORTS_TRIED),
        default=8000,
        help="with --serve: the port; if taken, the next free one (default: %(default)s)",
    )


def demo(asked: argparse.Namespace) -> None:
    """Migrate; fill an empty desk; print the address and how to sign in. A desk with people in it is left alone."""
    settings = private_settings()
    migrate_now(settings)
    if with_desk(has_nobody, settings):
        password = _kept_password(Path("var"))
        with_desk(lambda desk: furnish_demo(desk, password, now_ms()), settings)
        _tickets(settings)
        with_desk(lambda desk: play_scenes(desk, now_ms()), settings)
    make_demo_hotels(DEMO_HOTELS)
    if asked.serve:
        _serve(settings, bundles(), asked.port)
    else:
        _say_how(settings, Path("var"))


def _serve(settings: Settings, assets: Assets, wanted_port: int) -> None:
    """Serve on the first free port."""
    place, port = listening_near(HOST, wanted_port)
    settings = linked_to(settings, place)
    if port != wanted_port:
        sys.stdout.write(f"\nPort {wanted_port} is taken, so the desk is on {port}.\n")
    _say_how(settings, Path("var"))
    play = DemoPlay(Random())  # noqa: S311  what comes next, not a secret
    serve_here(settings, assets, HOST, port, place, [play.run], play.assembled)


def _tickets(settings: Settings) -> None:
    crew = with_desk(crew_of, settings)
    engine = make_engine(settings.database_url)
    try:
        seed_tickets(engine, crew, TICKETS, 7, now_ms())
    finally:
        engine.dispose()


def _kept_password(folder: Path) -> str:
    """The demo people's password, made once and kept beside the database, for its owner's eyes."""
    path = folder / "demo-password"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(f"bell-{secrets.token_hex(5)}\n", "ascii")
    return path.read_text("ascii").strip()


def _say_how(settings: Settings, folder: Path) -> None:
    path = folder / "demo-password"
    lines = [f"\nDeskbell: {settings.base_url}"]
    if path.exists():
        password = path.read_text("ascii").strip()
        lines += [
            f"  administrator  anna@{DOMAIN}    password  {password}",
            f"  operator       maria@{DOMAIN}   password  {password}",
            f"  customers      {settings.base_url}/new",
        ]
    sys.stdout.write("\n".join(lines) + "\n\n")
