"""`deskbell check`: is everything there that the settings name, and if not, what to do."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime

from app.clock import MINUTE_MS, SECOND_MS, now_ms
from app.queries.mail_health import mail_health
from app.settings import Settings, read_settings
from app.storage import storage_from_url
from mail.checking import check_mailbox, check_signature, check_smtp
from web.asgi import open_desk
from web.commands import CommandFailed, Commands, command, plain, require_migrated

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


async def _polling(settings: Settings) -> str:
    """How the process that reads the mailbox fares: no mail can tell when mail does not come in."""
    if not settings.mailbox_url:
        return "not set: no mail comes in"
    async with open_desk(settings) as desk:
        health = await mail_health(desk)
    good = health.last_good_poll_ms
    last = (
        f"last read well {datetime.fromtimestamp(good / 1000, settings.zone):%Y-%m-%d %H:%M}"
        if good
        else "never read yet"
    )
    silent_ms = 2 * settings.mail_interval_s * SECOND_MS + MINUTE_MS
    if health.mailbox_alarm:
        raise CommandFailed(f"{last}. {health.mailbox_fault}")
    if good and now_ms() - good > silent_ms:
        raise CommandFailed(f"{last}. Nobody reads it: start `deskbell serve`, or `deskbell mail run`")
    return last


CHECKS: dict[str, Check] = {
    "database": _database,
    "passwords": _passwords,
    "storage": _storage,
    "Redis": _redis,
    "mailbox": check_mailbox,
    "mail coming in": _polling,
    "SMTP": check_smtp,
    "DKIM": check_signature,
}
