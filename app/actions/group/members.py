"""Who belongs to a group, and what becomes of the locks of those who may see its tickets no longer."""

from collections.abc import Collection, Iterable

from sqlalchemy import delete, insert, select

from app.actions.change import Change, act, action
from app.actions.group.promising import lock_group
from app.actions.people.deactivating import release_all
from app.core.errors import BadFields
from app.desk import Desk
from app.nouns.event import SYSTEM, Actor
from app.nouns.operator import Role
from app.text.languages import _
from sql.tables import memberships, operators, tickets


@action
async def set_members(
    desk: Desk, group_id: int, operator_ids: Iterable[int], now_ms: int, actor: Actor = SYSTEM
) -> None:
    """Who belongs to the group; who leaves a members-only group sees, and holds, its tickets no longer, at once.

    Raises NotFound for a group, BadFields(members) for a person that there is not.
    """
    async with act(desk, now_ms) as tx:
        group = await lock_group(tx, group_id)
        if changes := await members_within(tx, group_id, set(operator_ids)):
            tx.record("group.changed", actor, group=group_id, changes={"members": changes})
            if group.members_only:
                await release_outsiders(tx, group_id, actor)


async def members_within(tx: Change, group_id: int, wanted: Collection[int]) -> list[list[int]] | None:
    """Let these be the members of a group whose row is locked; the numbers before and after, None if they are the same.

    Raises BadFields(members) for a person that there is not.
    """
    rows = await tx.db.fetch_all(select(memberships).where(memberships.c.group_id == group_id))
    before, after = {row.operator_id for row in rows}, set(wanted)
    if before == after:
        return None
    await _check_known(tx, after)
    leaving = memberships.c.operator_id.in_(before - after) & (memberships.c.group_id == group_id)
    await tx.db.execute(delete(memberships).where(leaving))
    for operator_id in sorted(after - before):
        await tx.db.execute(insert(memberships).values(operator_id=operator_id, group_id=group_id))
    return [sorted(before), sorted(after)]


async def _check_known(tx: Change, operator_ids: Collection[int]) -> None:
    known = await tx.db.fetch_all(select(operators.c.id).where(operators.c.id.in_(operator_ids)))
    if len(known) != len(operator_ids):
        raise BadFields({"members": _("Operator not found. Choose an active one.")})


async def release_outsiders(tx: Change, group_id: int, actor: Actor) -> None:
    """Release what people hold in a group that is closed to them, one event each. Administrators see all groups."""
    members = select(memberships.c.operator_id).where(memberships.c.group_id == group_id)
    outside = operators.c.id.not_in(members) & (operators.c.role != Role.ADMINISTRATOR.value)
    ids = [row.id for row in await tx.db.fetch_all(select(operators.c.id).where(outside))]
    await release_all(tx, (tickets.c.group_id == group_id) & tickets.c.operator_id.in_(ids), "group_closed", actor)
