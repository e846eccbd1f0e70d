"""What an administrator changes about a person: name, address, role, groups, language, time zone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.actions.change import Change, act, action
from app.actions.people.deactivating import end_sessions, lock_administrators, release_all
from app.actions.people.password_links import Purpose, forget_links, send_link
from app.config.typed_settings import zone_name
from app.core.errors import BadFields, Conflict, NotFound
from app.database import is_duplicate_key
from app.desk import Desk
from app.nouns.event import SYSTEM, Actor
from app.nouns.fields import check_fields, language_code
from app.nouns.operator import Operator, Role
from app.queries.people.people import operator_by_id
from app.text.languages import _
from sql.tables import groups, memberships, operators, password_links, tickets

FIELDS = ("name", "email", "role", "language", "timezone")


@dataclass(frozen=True, slots=True)
class _Before:
    """The person as they are, held still."""

    values: Mapping[str, Any]
    groups: frozenset[int]
    is_active: bool
    is_invited: bool

    @property
    def role(self) -> Role:
        return Role(self.values["role"])


@action
async def change_person(
    desk: Desk,
    operator_id: int,
    typed: Mapping[str, str],
    group_ids: Collection[int] | None,
    now_ms: int,
    actor: Actor = SYSTEM,
) -> None:
    """Set those of name, email, role, language ("": their browser's) and timezone ("": their device's) that came, and the groups unless None.

    Anyone with fewer rights than before is signed out; tickets they may no longer see are released, one event each. An
    open invitation goes to the new address. Raises NotFound, BadFields, Conflict for the last administrator.
    """
    values = _checked(typed)
    async with act(desk, now_ms) as tx:
        administrators = await lock_administrators(tx)
        before = await _held_still(tx, operator_id)
        changes = {name: [before.values[name], value] for name, value in values.items() if before.values[name] != value}
        if "role" in changes:
            _check_role(operator_id, before, administrators, actor)
        await _write(tx, operator_id, {name: values[name] for name in changes})
        if group_ids is not None and set(group_ids) != before.groups:
            await _move(tx, operator_id, before.groups, frozenset(group_ids))
            changes["groups"] = [sorted(before.groups), sorted(group_ids)]
        if changes:
            tx.record("person.changed", actor, person=operator_id, changes=changes)
            await _follow(tx, operator_id, before, changes, actor)


def _checked(typed: Mapping[str, str]) -> dict[str, str]:
    """What came, cleaned. Raises BadFields."""
    if others := [name for name in typed if name not in FIELDS]:
        raise BadFields({name: _("This cannot be changed here.") for name in others})
    named = {name: typed[name] for name in ("name", "email") if name in typed}
    values = check_fields(named, tuple(named))
    if "role" in typed:
        values["role"] = read_role(typed["role"]).value
    if "language" in typed:
        values["language"] = language_code(typed["language"]) if typed["language"].strip() else ""
    if "timezone" in typed:
        values["timezone"] = zone_name(typed["timezone"]) if typed["timezone"].strip() else ""
    return values


def read_role(typed: str) -> Role:
    """The role of this name. Raises BadFields(role)."""
    try:
        return Role(typed)
    except ValueError:
        raise BadFields({"role": _("Choose operator or administrator.")}) from None


async def _held_still(tx: Change, operator_id: int) -> _Before:
    this = operators.c.id == operator_id
    if not await tx.db.rowcount(update(operators).where(this).values(name=operators.c.name)):
        raise NotFound
    row = await tx.db.fetch_one(select(operators).where(this))
    if row is None:
        raise NotFound
    own = await tx.db.fetch_all(select(memberships.c.group_id).where(memberships.c.operator_id == operator_id))
    links = (password_links.c.operator_id == operator_id) & (password_links.c.purpose == Purpose.INVITATION.value)
    invited = await tx.db.fetch_val(select(password_links.c.expires_ms).where(links)) is not None
    values = {name: row[name] for name in FIELDS}
    return _Before(values, frozenset(one.group_id for one in own), row.deactivated_ms is None, invited)


def _check_role(operator_id: int, before: _Before, administrators: set[int], actor: Actor) -> None:
    if actor.operator_id == operator_id:
        raise BadFields({"role": _("Ask another administrator to change your role.")})
    if before.role is Role.ADMINISTRATOR and before.is_active and administrators == {operator_id}:
        raise Conflict(_("At least one administrator is needed. Make someone else an administrator first."))


async def _write(tx: Change, operator_id: int, values: Mapping[str, str]) -> None:
    if not values:
        return
    key = {"email_key": values["email"].lower()} if "email" in values else {}
    try:
        await tx.db.execute(update(operators).where(operators.c.id == operator_id).values({**values, **key}))
    except Exception as error:
        if is_duplicate_key(error):
            raise BadFields({"email": _("Someone already signs in with this address.")}) from None
        raise


async def _move(tx: Change, operator_id: int, before: frozenset[int], wanted: frozenset[int]) -> None:
    """Into these groups and no others. Raises BadFields(groups)."""
    joined = sorted(wanted - before)
    known = await tx.db.fetch_all(select(groups.c.id).where(groups.c.id.in_(joined)).with_for_update(read=True))
    if len(known) != len(joined):
        raise BadFields({"groups": _("One of these groups no longer exists. Reload and try again.")})
    left = memberships.c.group_id.in_(before - wanted) & (memberships.c.operator_id == operator_id)
    await tx.db.execute(delete(memberships).where(left))
    for group_id in joined:
        await tx.db.execute(insert(memberships).values(operator_id=operator_id, group_id=group_id))


async def _follow(tx: Change, operator_id: int, before: _Before, changes: Mapping[str, Any], actor: Actor) -> None:
    """What a changed address, role or group brings with it."""
    now = await operator_by_id(tx.desk, operator_id)
    if now is None:
        raise NotFound
    if "email" in changes:
        await forget_links(tx, operator_id)
        if before.is_invited and now.is_active:
            await send_link(tx, now, Purpose.INVITATION, actor)
    if before.role is Role.ADMINISTRATOR and not now.is_administrator:
        await end_sessions(tx, now, actor, "role_changed")
    await _release_unseen(tx, now, actor)


async def _release_unseen(tx: Change, operator: Operator, actor: Actor) -> None:
    """Release what the person holds in groups that exist for them no longer."""
    if operator.hidden_group_ids:
        unseen = tickets.c.group_id.in_(operator.hidden_group_ids)
        await release_all(tx, (tickets.c.operator_id == operator.id) & unseen, "group_closed", actor)
