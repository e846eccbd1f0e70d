"""People and groups: adding, changing, deactivating them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.actions.change import Held, act, action, by
from app.actions.leaving import DELETED_PEOPLE, release_all
from app.actions.password_links import Purpose, send_link
from app.database import is_duplicate_key
from app.desk import Desk
from app.errors import BadFields, NotFound
from app.event import SYSTEM, Actor
from app.fields import check_fields, language_code, one_line
from app.languages import _
from app.operator import Operator, Role
from app.password_rules import check_new_password, desk_words
from app.queries.people import operator_by_id
from sql.tables import counters, groups, memberships, operators, tickets

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
    language: str = "en",
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
        "language": language_code(language),
        "signature": "",
        "created_ms": now_ms,
    }
    async with act(desk, now_ms) as held:
        operator_id = await _insert(held, row)
        await _join_groups(held, operator_id, group_names)
        held.record("person.changed", actor, person=operator_id, changes={"name": [None, clean["name"]]})
        if invited and (added := await operator_by_id(desk, operator_id)):
            await send_link(held, added, Purpose.INVITATION, actor)
    return operator_id


def _who(typed: Mapping[str, str]) -> dict[str, str]:
    """Address and name, cleaned. Raises BadFields."""
    words = {"email": _("Write the address with which they sign in."), "name": _("Write their name.")}
    if missing := {name: words[name] for name, value in typed.items() if not value.strip()}:
        raise BadFields(missing)
    return check_fields(typed, ("email", "name"))


async def _insert(held: Held, row: Mapping[str, object]) -> int:
    try:
        operator_id = await held.db.execute(insert(operators).values(row))
    except Exception as error:
        if is_duplicate_key(error):
            raise BadFields({"email": _("Somebody signs in with this address already.")}) from None
        raise
    return await _never_used_before(held, operator_id)


async def _never_used_before(held: Held, operator_id: int) -> int:
    """The person's number, moved past those of deleted people: SQLite gives the highest out again, and the log has it."""
    last = await held.db.fetch_val(select(counters.c.value).where(counters.c.name == DELETED_PEOPLE))
    if last is None or operator_id > last:
        return operator_id
    fresh: int = last + 1
    await held.db.execute(update(operators).where(operators.c.id == operator_id).values(id=fresh))
    return fresh


async def _join_groups(held: Held, operator_id: int, names: Iterable[str]) -> None:
    for name in names:
        group_id = await held.db.fetch_val(select(groups.c.id).where(groups.c.name == name))
        if group_id is None:
            raise BadFields({"groups": _("There is no group called %(name)s.") % {"name": name}})
        await held.db.execute(insert(memberships).values(operator_id=operator_id, group_id=group_id))


@action
async def set_away(desk: Desk, operator: Operator, now_ms: int, *, away: bool) -> None:
    """At the desk, or away: then messages on what one holds are told to the group too."""
    if (operator.away_since_ms is not None) == away:
        return
    async with act(desk, now_ms) as held:
        values = {"away_since_ms": now_ms if away else None}
        there = operators.c.away_since_ms.is_(None) if away else operators.c.away_since_ms.is_not(None)
        if not await desk.db.rowcount(update(operators).where(operators.c.id == operator.id, there).values(values)):
            return
        held.record("person.away", by(operator), person=operator.id, away=away)


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
        raise BadFields({"name": _("A group needs a name of its own.")})
    values: dict[str, Any] = {
        "hue": hue,
        "members_only": members_only,
        "position": position,
        "answer_target_min": answer_target_min,
    }
    async with act(desk, now_ms) as held:
        try:
            group_id = await desk.db.execute(insert(groups).values({**values, "name": called, "created_ms": now_ms}))
        except Exception as error:
            if is_duplicate_key(error):
                raise BadFields({"name": _("A group needs a name of its own.")}) from None
            raise
        held.record("group.changed", actor, group=group_id, changes={"name": [None, called]})
    return group_id


@action
async def set_members(
    desk: Desk, group_id: int, operator_ids: Iterable[int], now_ms: int, actor: Actor = SYSTEM
) -> None:
    """Who belongs to the group; who leaves a members-only group sees, and holds, its tickets no longer, at once.

    Raises NotFound for a group, BadFields(members) for a person that there is not.
    """
    wanted = set(operator_ids)
    async with act(desk, now_ms) as held:
        group = await desk.db.fetch_one(select(groups).where(groups.c.id == group_id).with_for_update())
        if group is None:
            raise NotFound
        known = await desk.db.fetch_all(select(operators.c.id).where(operators.c.id.in_(wanted)))
        if len(known) != len(wanted):
            raise BadFields({"members": _("There is no such operator at the desk.")})
        rows = await desk.db.fetch_all(select(memberships).where(memberships.c.group_id == group_id))
        before = {row.operator_id for row in rows}
        if before == wanted:
            return
        leaving = memberships.c.operator_id.in_(before - wanted) & (memberships.c.group_id == group_id)
        await desk.db.execute(delete(memberships).where(leaving))
        for operator_id in sorted(wanted - before):
            await desk.db.execute(insert(memberships).values(operator_id=operator_id, group_id=group_id))
        changes = {"members": [sorted(before), sorted(wanted)]}
        held.record("group.changed", actor, group=group_id, changes=changes)
        if group.members_only:
            await _release_left(held, group_id, before - wanted, actor)


async def _release_left(held: Held, group_id: int, left: set[int], actor: Actor) -> None:
    """Release what those who left a closed group hold in it: it exists for them no longer. Administrators see all."""
    of_left = (operators.c.id.in_(left)) & (operators.c.role != Role.ADMINISTRATOR.value)
    ids = [row.id for row in await held.db.fetch_all(select(operators.c.id).where(of_left))]
    which = (tickets.c.group_id == group_id) & tickets.c.operator_id.in_(ids)
    await release_all(held, which, "group_closed", actor)
