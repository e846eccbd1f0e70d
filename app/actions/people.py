"""People and groups: adding, changing, deactivating them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from app.actions.change import Held, act, action, by
from app.actions.taking import release
from app.desk import Desk
from app.errors import BadFields, Conflict, NotFound
from app.event import SYSTEM, Actor
from app.fields import check_fields
from app.html_safety import clean_answer_html
from app.languages import _
from app.operator import Operator, Role
from app.passwords import check_new_password
from app.queries.people import operator_by_email, operator_by_id
from sql.tables import groups, memberships, operators, sessions, tickets


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
    actor: Actor = SYSTEM,
) -> int:
    """Add a person; return their number. Raises BadFields(email, name, password, groups)."""
    clean = check_fields({"email": email, "name": name}, ("email", "name"))
    if password is not None:
        check_new_password(password, (clean["email"], clean["name"]))
    stored = await desk.passwords.store(password) if password is not None else None
    if await operator_by_email(desk, clean["email"]):
        raise BadFields({"email": _("Somebody signs in with this address already.")})
    async with act(desk, now_ms) as held:
        row = {
            "email": clean["email"],
            "email_key": clean["email"].lower(),
            "name": clean["name"],
            "role": role.value,
            "password": stored,
            "language": language,
            "signature": "",
            "created_ms": now_ms,
        }
        operator_id = await desk.db.execute(insert(operators).values(row))
        await _join_groups(held, operator_id, group_names)
        held.record("person.changed", actor, person=operator_id, changes={"name": [None, clean["name"]]})
    return operator_id


async def _join_groups(held: Held, operator_id: int, names: Iterable[str]) -> None:
    for name in names:
        group_id = await held.db.fetch_val(select(groups.c.id).where(groups.c.name == name))
        if group_id is None:
            raise BadFields({"groups": _("There is no group called %(name)s.") % {"name": name}})
        await held.db.execute(insert(memberships).values(operator_id=operator_id, group_id=group_id))


@action
async def set_password(desk: Desk, operator_id: int, password: str, now_ms: int, actor: Actor = SYSTEM) -> None:
    """Set a new password and end every session of the person. Raises BadFields(password), NotFound."""
    operator = await operator_by_id(desk, operator_id)
    if operator is None:
        raise NotFound
    check_new_password(password, (operator.email, operator.name))
    stored = await desk.passwords.store(password)
    async with act(desk, now_ms) as held:
        await desk.db.execute(update(operators).where(operators.c.id == operator_id).values(password=stored))
        await _end_sessions(held, operator, actor, "password_changed")


@action
async def deactivate(desk: Desk, operator_id: int, now_ms: int, actor: Actor = SYSTEM) -> None:
    """Nobody signs in as this person any more; what they hold is released, one event each.

    Raises Conflict for the last administrator.
    """
    operator = await operator_by_id(desk, operator_id)
    if operator is None:
        raise NotFound
    async with act(desk, now_ms) as held:
        still = (operators.c.id == operator_id) & operators.c.deactivated_ms.is_(None)
        if not await desk.db.rowcount(update(operators).where(still).values(deactivated_ms=now_ms)):
            return
        if operator.is_administrator and not await _administrators(desk):
            raise Conflict(_("The desk needs one administrator. Make somebody else one first."))
        await _end_sessions(held, operator, actor, "deactivated")
        held.record("person.changed", actor, person=operator_id, changes={"active": [True, False]})
    for row in await desk.db.fetch_all(select(tickets.c.id).where(tickets.c.operator_id == operator_id)):
        await release(desk, row.id, operator_id, "deactivated", now_ms, actor)


async def _administrators(desk: Desk) -> int:
    active = (operators.c.role == Role.ADMINISTRATOR.value) & operators.c.deactivated_ms.is_(None)
    return int(await desk.db.fetch_val(select(func.count()).select_from(operators).where(active)) or 0)


async def _end_sessions(held: Held, operator: Operator, actor: Actor, why: str) -> None:
    await held.db.execute(delete(sessions).where(sessions.c.operator_id == operator.id))
    held.record("person.signed_out", actor, person=operator.id, why=why)


@action
async def set_away(desk: Desk, operator: Operator, now_ms: int, *, away: bool) -> None:
    """At the desk, or away: then messages on what one holds are told to the group too."""
    if (operator.away_since_ms is not None) == away:
        return
    async with act(desk, now_ms) as held:
        values = {"away_since_ms": now_ms if away else None}
        await desk.db.execute(update(operators).where(operators.c.id == operator.id).values(values))
        held.record("person.away", by(operator), person=operator.id, away=away)


@action
async def set_signature(desk: Desk, operator: Operator, html: str, now_ms: int) -> None:
    """What stands at the end of every answer of this operator."""
    clean = clean_answer_html(html)
    async with act(desk, now_ms) as held:
        await desk.db.execute(update(operators).where(operators.c.id == operator.id).values(signature=clean))
        held.record("person.changed", by(operator), person=operator.id, changes={"signature": [None, None]})


@action
async def add_group(
    desk: Desk,
    name: str,
    now_ms: int,
    *,
    hue: int = 165,
    members_only: bool = False,
    position: int = 0,
    actor: Actor = SYSTEM,
) -> int:
    """Add a group; return its number. Raises BadFields(name)."""
    taken = await desk.db.fetch_val(select(groups.c.id).where(groups.c.name == name.strip()))
    if not name.strip() or taken is not None:
        raise BadFields({"name": _("A group needs a name of its own.")})
    values: dict[str, Any] = {"hue": hue, "members_only": members_only, "position": position}
    async with act(desk, now_ms) as held:
        row = {**values, "name": name.strip()[:80], "created_ms": now_ms}
        group_id = await desk.db.execute(insert(groups).values(row))
        held.record("group.changed", actor, group=group_id, changes={"name": [None, name.strip()]})
    return group_id


@action
async def set_members(
    desk: Desk, group_id: int, operator_ids: Iterable[int], now_ms: int, actor: Actor = SYSTEM
) -> None:
    """Who belongs to the group; who leaves a members-only group sees its tickets no longer, at once."""
    wanted = set(operator_ids)
    async with act(desk, now_ms) as held:
        rows = await desk.db.fetch_all(select(memberships).where(memberships.c.group_id == group_id))
        before = {row.operator_id for row in rows}
        leaving = memberships.c.operator_id.in_(before - wanted) & (memberships.c.group_id == group_id)
        await desk.db.execute(delete(memberships).where(leaving))
        for operator_id in sorted(wanted - before):
            await desk.db.execute(insert(memberships).values(operator_id=operator_id, group_id=group_id))
        changes = {"members": [sorted(before), sorted(wanted)]}
        held.record("group.changed", actor, group=group_id, changes=changes)
