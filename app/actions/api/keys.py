"""API keys: made, used, revoked."""

import json
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from app.actions.change import act, action
from app.core.clock import DAY_MS, MINUTE_MS
from app.core.errors import BadFields, NotFound
from app.credentials.api_key import MOST_PER_MINUTE, PER_MINUTE, ApiKey, KeyScope, written_key
from app.credentials.codes import digest_of
from app.desk import Desk
from app.nouns.event import Actor
from app.queries.people.people import groups, operator_by_id
from app.text.languages import _, ngettext
from app.text.limits import at_most_characters
from app.text.one_line import one_line
from sql.tables import api_keys

NAME_LENGTH = 80
MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class KeyForm:
    """What an administrator chose. `days` None: it never expires."""

    name: str
    scopes: tuple[str, ...]
    operator_id: int | None = None
    group_ids: frozenset[int] = frozenset()
    days: int | None = None
    per_minute: int = PER_MINUTE


@dataclass(frozen=True, slots=True, repr=False)
class MadeKey:
    """A key that was made this moment. `secret` is the whole of it, which nobody can show again."""

    key: ApiKey
    secret: str


@action
async def add_key(desk: Desk, form: KeyForm, actor: Actor, now_ms: int) -> MadeKey:
    """Make a key. Raises BadFields(name, scopes, operator, groups, days, per_minute)."""
    values = await _checked(desk, form)
    secret = secrets.token_urlsafe(32)
    values |= {"secret_sha256": digest_of(secret), "created_ms": now_ms}
    values["expires_ms"] = None if form.days is None else now_ms + form.days * DAY_MS
    async with act(desk, now_ms) as tx:
        key_id = await tx.db.execute(insert(api_keys).values(**values))
        key = ApiKey.from_record(await tx.db.fetch_one(select(api_keys).where(api_keys.c.id == key_id)))
        tx.record("key.added", actor, **_told(key))
    return MadeKey(key, written_key(key.id, secret))


@action
async def revoke_key(desk: Desk, key_id: int, actor: Actor, now_ms: int) -> ApiKey:
    """Revoke a key: the next request that brings it is refused. Raises NotFound; harmless for a revoked one."""
    async with act(desk, now_ms) as tx:
        this = api_keys.c.id == key_id
        first = await tx.db.rowcount(
            update(api_keys).where(this, api_keys.c.revoked_ms.is_(None)).values(revoked_ms=now_ms)
        )
        row = await tx.db.fetch_one(select(api_keys).where(this))
        if row is None:
            raise NotFound
        if first:
            tx.record("key.revoked", actor, key=key_id, name=row.name)
    return ApiKey.from_record(row)


async def note_use(desk: Desk, key: ApiKey, now_ms: int) -> None:
    """Remember that the key was used, at most once a minute. Nobody waits for it, so no event tells of it."""
    if key.used_ms is None or now_ms - key.used_ms >= MINUTE_MS:
        await desk.db.execute(update(api_keys).where(api_keys.c.id == key.id).values(used_ms=now_ms))


async def _checked(desk: Desk, form: KeyForm) -> dict[str, Any]:
    name = one_line(form.name)
    found = (
        ("name", _fault_of_name(name)),
        ("scopes", _fault_of_scopes(form.scopes)),
        ("operator", await _fault_of_operator(desk, form)),
        ("groups", await _fault_of_groups(desk, form.group_ids)),
        ("days", _fault_of_days(form.days)),
        ("per_minute", _fault_of_pace(form.per_minute)),
    )
    if faults := {field: words for field, words in found if words}:
        raise BadFields(faults)
    return {
        "name": name,
        "scopes": " ".join(scope.value for scope in KeyScope if scope.value in form.scopes),
        "operator_id": form.operator_id,
        "group_ids": json.dumps(sorted(form.group_ids)),
        "per_minute": form.per_minute,
    }


def _fault_of_name(name: str) -> str:
    if not name:
        return _("Name the program that will use the key.")
    return "" if len(name) <= NAME_LENGTH else at_most_characters(NAME_LENGTH)


def _fault_of_scopes(scopes: Collection[str]) -> str:
    if unknown := set(scopes) - {*KeyScope}:
        return _unknown_scopes(unknown)
    return "" if scopes else _("Choose at least one scope.")


async def _fault_of_operator(desk: Desk, form: KeyForm) -> str:
    if form.operator_id is None:
        answers = KeyScope.TICKETS_ANSWER.value in form.scopes
        return _("A key that answers needs an operator in whose name it does.") if answers else ""
    person = await operator_by_id(desk, form.operator_id)
    return "" if person and person.is_active else _("Operator not found. Choose an active one.")


async def _fault_of_groups(desk: Desk, group_ids: frozenset[int]) -> str:
    unknown = group_ids - {group.id for group in await groups(desk)}
    return _("Group not found. Choose another one.") if unknown else ""


def _fault_of_days(days: int | None) -> str:
    if days is None or 1 <= days <= MOST_DAYS:
        return ""
    return ngettext("Use 1 to %(most)d day.", "Use 1 to %(most)d days.", MOST_DAYS) % {"most": MOST_DAYS}


def _fault_of_pace(per_minute: int | None) -> str:
    if per_minute is None or 1 <= per_minute <= MOST_PER_MINUTE:
        return ""
    words = ngettext("Use 1 to %(most)d request a minute.", "Use 1 to %(most)d requests a minute.", MOST_PER_MINUTE)
    return words % {"most": MOST_PER_MINUTE}


def _unknown_scopes(unknown: Iterable[str]) -> str:
    words = _("Unknown scope: %(unknown)s. Choose from %(known)s.")
    return words % {"unknown": ", ".join(sorted(unknown)), "known": ", ".join(KeyScope)}


def _told(key: ApiKey) -> dict[str, Any]:
    facts = {"key": key.id, "name": key.name, "scopes": key.listed_scopes, "operator": key.operator_id}
    return {**facts, "groups": sorted(key.group_ids), "expires_ms": key.expires_ms}
