"""`deskbell key …`: the keys that programs bring to the HTTP API."""

import argparse
import sys

from app.actions.api.keys import KeyForm, MadeKey, add_key, revoke_key
from app.core.clock import now_ms
from app.credentials.api_key import MOST_PER_MINUTE, PER_MINUTE, ApiKey, KeyScope
from app.desk import Desk
from app.nouns.event import SYSTEM
from app.queries.api.keys import keys_by_age
from app.queries.people.people import groups, operator_by_email
from web.commands import CommandFailed, Commands, command, family, number_between
from web.commands.opened_desk import with_desk

MOST_NUMBER = 2**53


def add_to(commands: Commands) -> None:
    """Add `key` with its own commands."""
    inner = family(commands, "key")
    adding = command(inner, "add", "Make an API key and print it. It cannot be shown again.", add)
    adding.add_argument("name", help="the program that uses it")
    adding.add_argument("--scopes", required=True, help=f"separated by commas: {', '.join(KeyScope)}")
    adding.add_argument("--operator", metavar="EMAIL", help="in whose name it answers, takes and changes tickets")
    adding.add_argument("--groups", default="", help="members-only groups that it sees: names, separated by commas")
    adding.add_argument("--days", type=number_between(1, 3650), help="expires after so many days (default: never)")
    adding.add_argument(
        "--per-minute",
        type=number_between(1, MOST_PER_MINUTE),
        default=PER_MINUTE,
        help="requests a minute (default: %(default)s)",
    )
    command(inner, "list", "List API keys: number, name, scopes, operator, state.", show)
    revoking = command(inner, "revoke", "Revoke an API key at once.", revoke)
    revoking.add_argument("number", type=number_between(1, MOST_NUMBER), help="as `deskbell key list` prints it")


def add(asked: argparse.Namespace) -> None:
    """Make a key."""

    async def work(desk: Desk) -> MadeKey:
        person = await operator_by_email(desk, asked.operator) if asked.operator else None
        if asked.operator and person is None:
            raise CommandFailed(f"nobody signs in as {asked.operator}; `deskbell user list` names everybody")
        form = KeyForm(
            name=asked.name,
            scopes=_listed(asked.scopes),
            operator_id=person.id if person else None,
            group_ids=await _groups(desk, _listed(asked.groups)),
            days=asked.days,
            per_minute=asked.per_minute,
        )
        return await add_key(desk, form, SYSTEM, now_ms())

    sys.stdout.write(f"{with_desk(work).secret}\n")


def show(_asked: argparse.Namespace) -> None:
    """List all keys."""

    async def work(desk: Desk) -> list[ApiKey]:
        return await keys_by_age(desk)

    for key in with_desk(work):
        state = "revoked" if key.revoked_ms else "active" if key.opens(now_ms()) else "expired"
        operator = key.operator_id or ""
        sys.stdout.write(f"{key.id}\t{key.name}\t{','.join(key.listed_scopes)}\t{operator}\t{state}\n")


def revoke(asked: argparse.Namespace) -> None:
    """Revoke a key."""

    async def work(desk: Desk) -> None:
        if asked.number not in {key.id for key in await keys_by_age(desk)}:
            raise CommandFailed(f"key {asked.number} not found; `deskbell key list` names all")
        await revoke_key(desk, asked.number, SYSTEM, now_ms())

    with_desk(work)


def _listed(typed: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in typed.split(",") if one.strip())


async def _groups(desk: Desk, names: tuple[str, ...]) -> frozenset[int]:
    known = {group.name: group.id for group in await groups(desk)}
    if unknown := [name for name in names if name not in known]:
        raise CommandFailed(f"unknown group {unknown[0]}; known: {', '.join(known)}")
    return frozenset(known[name] for name in names)
