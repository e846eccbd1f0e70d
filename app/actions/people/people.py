"""People and groups: adding, changing, deactivating them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, insert, select, update

from app.actions.change import Change, act, action, by
from app.actions.people.deactivating import DELETED_PEOPLE
from app.actions.people.password_links import Purpose, send_link
from app.actions.people.signature import first_signature
from app.core.errors import BadFields
from app.credentials.password_rules import check_new_password, desk_words
from app.database import is_duplicate_key
from app.desk import Desk
from app.nouns.event import SYSTEM, Actor
from app.nouns.fields import check_fields, language_code
from app.nouns.operator import Operator, Role
from app.queries.people.people import operator_by_id
from app.text.languages import _
from app.text.one_line import one_line
from sql.tables import counters, groups, memberships, opening_hours, operators

GROUP_NAME_LENGTH = 80


@action
async def add_operator(
    desk: Desk,
    email: str,
    name: str,
    role: Role,
    group_names: Iterable[str],
    password: str | None,
    now_ms: int,
    *,
    language: str = "",
    invited: bool = False,
    actor: Actor = SYSTEM,
) -> int:
    """Add a person; return their number. `invited`: a mail with a link lets them set their password.

    Raises BadFields(email, name, language, password, groups).
    """
    clean = _who({"email": email, "name": name})
    if password is not None:
        check_new_password(password, (clean["email"], clean["name"], *desk_words(desk.settings)))
    stored = await desk.passwords.store(password) if password is not None else None
    row = {
        "email": clean["email"],
        "email_key": clean["email"].lower(),
        "name": clean["name"],
        "role": role.value,
        "password": stored,
        "language": language_code(language) if language else "",
        "signature": first_signature(clean["name"], desk.settings),
        "created_ms": now_ms,
    }
    async with act(desk, now_ms) as tx:
        operator_id = await _insert(tx, row)
        await _join_groups(tx, operator_id, group_names)
        tx.record("person.changed", actor, person=operator_id, changes={"name": [None, clean["name"]]})
        if invited and (added := await operator_by_id(desk, operator_id)):
            await send_link(tx, added, Purpose.INVITATION, actor)
    return operator_id


def _who(typed: Mapping[str, str]) -> dict[str, str]:
    """Address and name, cleaned. Raises BadFields."""
    words = {"email": _("Enter the email address they will sign in with."), "name": _("Enter their name.")}
    if missing := {name: words[name] for name, value in typed.items() if not value.strip()}:
        raise BadFields(missing)
    return check_fields(typed, ("email", "name"))


async def _insert(tx: Change, row: Mapping[str, object]) -> int:
    try:
        operator_id = await tx.db.execute(insert(operators).values(row))
    except Exception as error:
        if is_duplicate_key(error):
            raise BadFields({"email": _("Someone already signs in with this address.")}) from None
        raise
    return await _never_used_before(tx, operator_id)


async def _never_used_before(tx: Change, operator_id: int) -> int:
    """The person's number, moved past those of deleted people: SQLite gives the highest out again, and the log has it."""
    last = await tx.db.fetch_val(select(counters.c.value).where(counters.c.name == DELETED_PEOPLE))
    if last is None or operator_id > last:
        return operator_id
    fresh: int = last + 1
    await tx.db.execute(update(operators).where(operators.c.id == operator_id).values(id=fresh))
    return fresh


async def _join_groups(tx: Change, operator_id: int, names: Iterable[str]) -> None:
    for name in names:
        group_id = await tx.db.fetch_val(select(groups.c.id).where(groups.c.name == name))
        if group_id is None:
            raise BadFields({"groups": _("Group %(name)s not found.") % {"name": name}})
        await tx.db.execute(insert(memberships).values(operator_id=operator_id, group_id=group_id))


@action
async def set_away(desk: Desk, operator: Operator, now_ms: int, *, away: bool) -> None:
    """At the desk, or away: then their group is also notified of messages on their tickets."""
    if (operator.away_since_ms is not None) == away:
        return
    async with act(desk, now_ms) as tx:
        values = {"away_since_ms": now_ms if away else None}
        there = operators.c.away_since_ms.is_(None) if away else operators.c.away_since_ms.is_not(None)
        if not await tx.db.rowcount(update(operators).where(operators.c.id == operator.id, there).values(values)):
            return
        tx.record("person.away", by(operator), person=operator.id, away=away)


@action
async def add_group(
    desk: Desk,
    name: str,
    now_ms: int,
    *,
    hue: int = 165,
    members_only: bool = False,
    position: int = 0,
    answer_target_min: int | None = None,
    actor: Actor = SYSTEM,
) -> int:
    """Add a group; return its number. Raises BadFields(name)."""
    called = one_line(name)[:GROUP_NAME_LENGTH]
    if not called:
        raise BadFields({"name": _("Enter a name that no other group has.")})
    values: dict[str, Any] = {
        "hue": hue,
        "members_only": members_only,
        "position": position,
        "answer_target_min": answer_target_min,
    }
    async with act(desk, now_ms) as tx:
        try:
            group_id = await tx.db.execute(insert(groups).values({**values, "name": called, "created_ms": now_ms}))
        except Exception as error:
            if is_duplicate_key(error):
                raise BadFields({"name": _("Enter a name that no other group has.")}) from None
            raise
        group_id = await _never_a_group_before(tx, group_id)
        tx.record("group.changed", actor, group=group_id, changes={"name": [None, called]})
    return group_id


async def _never_a_group_before(tx: Change, group_id: int) -> int:
    """The group's number, moved past those of removed groups: the log and the figures name them, and SQLite uses the highest again."""
    last = await tx.db.fetch_val(select(func.max(opening_hours.c.group_id)))
    if last is None or group_id > last:
        return group_id
    fresh: int = last + 1
    await tx.db.execute(update(groups).where(groups.c.id == group_id).values(id=fresh))
    return fresh
