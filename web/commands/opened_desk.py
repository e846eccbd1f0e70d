"""The desk that a command works on."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from app.actions.desk.opening import open_desk
from app.config.floors import below_floor
from app.config.settings import Settings, read_settings
from app.desk import Desk
from sql.migrations import current_version, newest_version
from web.commands import CommandFailed
from web.requests.logs import PASSWORD_IN_ADDRESS

T = TypeVar("T")


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


def require_packages() -> None:
    """Raise CommandFailed where a package has known holes: nothing that strangers reach starts with one."""
    if faults := below_floor():
        raise CommandFailed("\n".join(faults))


def plain(error: BaseException) -> str:
    """The error's own words in one line, without a password that a URL in them may hold."""
    words = str(getattr(error, "orig", None) or error).split("\n", maxsplit=1)[0]
    return PASSWORD_IN_ADDRESS.sub(r"\1…@", words) or type(error).__name__
