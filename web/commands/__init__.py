"""The commands of `deskbell`, one module a family."""

import argparse
import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from app.desk import Desk
from app.settings import Settings, read_settings
from sql.migrations import current_version, newest_version
from web.asgi import open_desk
from web.numbers import whole_number

T = TypeVar("T")
Commands = Any  # argparse's own type for sub-parsers is private


class CommandFailed(Exception):
    """One line for the person at the terminal: what is wrong and what to do."""


def command(
    commands: Commands, name: str, words: str, work: Callable[[argparse.Namespace], object]
) -> argparse.ArgumentParser:
    """Add one command."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    parser.set_defaults(work=work)
    return parser


def number_between(least: int, most: int) -> Callable[[str], int]:
    """How argparse reads a whole number within these bounds; another is wrong usage, said in words."""

    def read(typed: str) -> int:
        number = whole_number(typed)
        if number is None or not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{typed} is not a whole number from {least} to {most}")
        return number

    return read


def with_desk(work: Callable[[Desk], Awaitable[T]], settings: Settings | None = None) -> T:
    """Open the desk that the settings name, do the work, close it. Raises CommandFailed if it is not migrated."""
    here = settings or read_settings()
    require_migrated(here)
    logging.getLogger("asyncio").setLevel(logging.ERROR)

    async def run() -> T:
        async with open_desk(here) as desk:
            return await work(desk)

    return asyncio.run(run())


def require_migrated(settings: Settings) -> None:
    """Raise CommandFailed unless the database has the tables of this version."""
    try:
        version = current_version(settings.database_url)
    except Exception as error:
        raise CommandFailed(f"the database cannot be reached: {plain(error)}") from error
    if version != newest_version():
        raise CommandFailed("the database is not migrated. Run: deskbell migrate")


def plain(error: BaseException) -> str:
    """The error's own words in one line, without a password that a URL in them may hold."""
    words = str(getattr(error, "orig", None) or error).split("\n", maxsplit=1)[0]
    return words or type(error).__name__
