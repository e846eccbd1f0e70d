"""A desk's first run: whoever can read the terminal sets it up on a page, once."""

import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update

from app.actions.change import Change, act, action
from app.actions.desk.settings import follow_settings
from app.actions.people.people import GROUP_NAME_LENGTH, add_group, add_operator
from app.config.console_settings import changeable
from app.core.clock import HOUR_MS
from app.core.errors import NotFound
from app.credentials.codes import digest_of
from app.desk import Desk
from app.nouns.event import SYSTEM
from app.nouns.operator import Role
from app.text.one_line import one_line
from sql.tables import groups, operators, settings

NAME = "first_run"  # of the row that holds the token's digest
LASTS_MS = HOUR_MS
SETTINGS = ("desk_name", "timezone")


@dataclass(frozen=True, slots=True, repr=False)
class FirstAdministrator:
    """Who sets the desk up."""

    name: str
    email: str
    password: str
    language: str


@action
async def offer_first_run(desk: Desk, now_ms: int) -> str | None:
    """A token that opens the set-up page once within an hour, in the place of an earlier one; None for a desk with people."""
    token = secrets.token_urlsafe(32)
    kept = json.dumps([digest_of(token), now_ms + LASTS_MS])
    async with desk.db.transaction():
        this = settings.c.name == NAME
        if not await desk.db.rowcount(update(settings).where(this).values(value=kept, changed_ms=now_ms)):
            await desk.db.execute(insert(settings).values(name=NAME, value=kept, changed_ms=now_ms))
        if await _has_people(desk):
            await desk.db.execute(delete(settings).where(this))
            return None
    return token


async def is_first_run(desk: Desk, token: str, now_ms: int) -> bool:
    """Whether this token opens the set-up page now."""
    return await _row_of(desk, token, now_ms) is not None and not await _has_people(desk)


@action
async def set_up_desk(
    desk: Desk,
    token: str,
    who: FirstAdministrator,
    typed: Mapping[str, str],
    group: str,
    now_ms: int,
    also: Callable[[Change], Awaitable[None]] | None = None,
) -> int:
    """Add the administrator, the first group unless empty, and those of desk name and time zone that came; return their number.

    Of two who do it at once, one does: the token's row goes with the first. Raises NotFound, BadFields.
    """
    values = {name: changeable(name).read(typed[name]) for name in SETTINGS if typed.get(name, "").strip()}
    async with act(desk, now_ms) as tx:
        await _use_up(tx, token)
        name = one_line(group)[:GROUP_NAME_LENGTH]
        if name and not await tx.db.fetch_val(select(groups.c.id).where(groups.c.name == name)):
            await add_group(desk, name, now_ms)
        own = [name] if name else []
        number = await add_operator(
            desk, who.email, who.name, Role.ADMINISTRATOR, own, who.password, now_ms, language=who.language
        )
        for setting, value in values.items():
            before = changeable(setting).of(desk.settings)
            await tx.db.execute(delete(settings).where(settings.c.name == setting))
            row = {"name": setting, "value": json.dumps(value), "changed_ms": now_ms}
            await tx.db.execute(insert(settings).values(row))
            tx.record("setting.changed", SYSTEM, name=setting, **{"from": before, "to": value})
        if also is not None:
            await also(tx)
    await follow_settings(desk)
    return number


async def _use_up(tx: Change, token: str) -> None:
    """The write comes first: rivals queue at the row, and find none."""
    row = await _row_of(tx.desk, token, tx.now_ms)
    this = (settings.c.name == NAME) & (settings.c.value == (row or ""))
    if row is None or not await tx.db.rowcount(delete(settings).where(this)) or await _has_people(tx.desk):
        raise NotFound


async def _row_of(desk: Desk, token: str, now_ms: int) -> str | None:
    """The row's value, if it is this token's and its hour is not over."""
    kept: str | None = await desk.db.fetch_val(select(settings.c.value).where(settings.c.name == NAME))
    if not kept:
        return None
    digest, until_ms = json.loads(kept)
    return kept if secrets.compare_digest(digest, digest_of(token)) and now_ms < until_ms else None


async def _has_people(desk: Desk) -> bool:
    return bool(await desk.db.fetch_val(select(func.count()).select_from(operators)))
