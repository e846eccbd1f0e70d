"""`deskbell check`: is everything there that the settings name, and if not, what to do."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable

from app.settings import Settings, read_settings
from app.storage import storage_from_url
from mail.checking import check_mailbox, check_signature, check_smtp
from web.asgi import open_desk
from web.commands import Commands, command, plain, require_migrated

Check = Callable[[Settings], Awaitable[str]]
PATIENCE_S = 15


def add_to(commands: Commands) -> None:
    """Add it."""
    command(commands, "check", "Check configuration, database, storage, mailbox, SMTP and Redis.", check)


def check(_asked: argparse.Namespace) -> int:
    """Check each; one line each; exit status 1 if one is wrong."""
    settings = read_settings()
    sys.stdout.write("ok     configuration\n")
    return asyncio.run(_all(settings))


async def _all(settings: Settings) -> int:
    wrong = 0
    for name, work in CHECKS.items():
        try:
            async with asyncio.timeout(PATIENCE_S):
                words = await work(settings)
        except TimeoutError:
            words, wrong = f"no answer within {PATIENCE_S} seconds", wrong + 1
            sys.stdout.write(f"WRONG  {name}: {words}\n")
        except Exception as error:  # noqa: BLE001  whatever is wrong is what the person asked to be told
            wrong += 1
            sys.stdout.write(f"WRONG  {name}: {plain(error)}\n")
        else:
            sys.stdout.write(f"ok     {name}{': ' + words if words else ''}\n")
    return 1 if wrong else 0


async def _database(settings: Settings) -> str:
    await asyncio.to_thread(require_migrated, settings)
    return settings.database_url.partition("://")[0]


async def _storage(settings: Settings) -> str:
    await storage_from_url(settings.storage_url).check()
    return settings.storage_url


async def _redis(settings: Settings) -> str:
    if not settings.redis_url:
        return "not set: one process serves the desk"
    from redis.asyncio import Redis  # noqa: PLC0415  only where it is used

    async with Redis.from_url(settings.redis_url) as redis:
        await redis.ping()
    return ""


async def _passwords(settings: Settings) -> str:
    async with open_desk(settings):
        return "the key is the one that they were made with"


CHECKS: dict[str, Check] = {
    "database": _database,
    "passwords": _passwords,
    "storage": _storage,
    "Redis": _redis,
    "mailbox": check_mailbox,
    "SMTP": check_smtp,
    "DKIM": check_signature,
}
