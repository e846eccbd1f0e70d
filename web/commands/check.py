"""`deskbell check`: is everything there that the settings name, and if not, what to do."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from app.actions.desk.opening import open_desk
from app.config.floors import below_floor, python_level
from app.config.settings import Settings, read_settings
from app.core.clock import now_ms
from app.files.storage import storage_from_url
from app.nouns.reasons import readable, reason
from app.queries.mail.health import MailboxHealth, health_of_mailboxes, mailbox_names
from mail.checking import check_mailbox, check_signature, check_smtp
from mail.dialling.reach import MailReach
from web.commands import WORDS, CommandFailed, Commands, command
from web.commands.opened_desk import plain, require_migrated

Check = Callable[[Settings], Awaitable[str]]
PATIENCE_S = 15


def add_to(commands: Commands) -> None:
    """Add it."""
    command(commands, "check", WORDS["check"], check)


def check(_asked: argparse.Namespace) -> int:
    """Check each; one line each; exit status 1 if one is wrong."""
    settings = read_settings()
    sys.stdout.write("ok     configuration\n")
    return asyncio.run(_all(settings))


async def _all(settings: Settings) -> int:
    wrong = 0
    for name, work in CHECKS.items():
        wrong += await _is_wrong(name, work, settings)
    kept = await _with_kept(settings)
    for name, work in {**_mail_checks(kept), "DKIM": check_signature}.items():
        wrong += await _is_wrong(name, work, kept)
    return 1 if wrong else 0


async def _is_wrong(name: str, work: Check, settings: Settings) -> bool:
    """Check one thing and write its line."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            words = await work(settings)
    except TimeoutError:
        sys.stdout.write(f"WRONG  {name}: no answer within {PATIENCE_S} seconds\n")
    except Exception as error:  # noqa: BLE001  whatever is wrong is what the person asked to be told
        sys.stdout.write(f"WRONG  {name}: {plain(error)}\n")
    else:
        sys.stdout.write(f"ok     {name}{': ' + words if words else ''}\n")
        return False
    return True


async def _with_kept(settings: Settings) -> Settings:
    """With the mail servers of the console; without them where the database cannot be asked, which has been said."""
    try:
        async with asyncio.timeout(PATIENCE_S), open_desk(settings) as desk:
            return desk.settings
    except Exception:  # noqa: BLE001  the line about the database has it
        return settings


def _mail_checks(settings: Settings) -> dict[str, Check]:
    """Both ways of mail: each mailbox by its name, what reads them, and the server that takes mail away."""
    checks: dict[str, Check] = {}
    if settings.mailbox_url:
        checks["mailbox"] = partial(_mailbox, settings.mailbox_url, None)
    reach = MailReach(settings.mail_networks)
    for one in settings.mailboxes:
        checks[f"mailbox {one.place.name}"] = partial(_mailbox, one.url, reach) if one.is_enabled else _switched_off
    if not checks:
        checks["mailbox"] = _no_mailbox
    return {**checks, "mail coming in": _polling, "SMTP": _smtp}


async def _mailbox(url: str, reach: MailReach | None, _settings: Settings) -> str:
    if not url:
        raise CommandFailed(readable(reason("mail_password_unreadable")))
    return await check_mailbox(url, reach)


async def _switched_off(_settings: Settings) -> str:
    return "switched off"


async def _no_mailbox(_settings: Settings) -> str:
    return "not set: no mail is received"


async def _smtp(settings: Settings) -> str:
    if settings.smtp_unreadable:
        raise CommandFailed(readable(reason("mail_password_unreadable")))
    return await check_smtp(settings)


async def _packages(_settings: Settings) -> str:
    """The levels below which holes are known; Python's own is named, the desk guards against what it lacks."""
    if faults := below_floor():
        raise CommandFailed("; ".join(faults))
    return python_level()


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
        return "the key matches the stored passwords"


async def _polling(settings: Settings) -> str:
    """How the process that reads the mailboxes fares: no mail can tell when mail does not come in."""
    if not mailbox_names(settings):
        return "not set: no mail is received"
    async with open_desk(settings) as desk:
        found = await health_of_mailboxes(desk, now_ms())
    names = mailbox_names(settings)
    lines = [f"{names[number]}: {_last(health, settings)}" for number, health in found.items()]
    if len(found) == 1:
        lines = [_last(health, settings) for health in found.values()]
    told = "; ".join(lines) or "every mailbox is switched off"
    if any(health.alarm for health in found.values()):
        raise CommandFailed(told)
    return told


def _last(health: MailboxHealth, settings: Settings) -> str:
    last = "never checked"
    if health.checked_ms:
        last = f"last successful check {datetime.fromtimestamp(health.checked_ms / 1000, settings.zone):%Y-%m-%d %H:%M}"
    return f"{last}. {health.fault}" if health.alarm else last


CHECKS: dict[str, Check] = {
    "packages": _packages,
    "database": _database,
    "passwords": _passwords,
    "storage": _storage,
    "Redis": _redis,
}
