"""A group goes: its tickets and templates become another group's, its members too where they are merged."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.actions.change import Change, act, action, by
from app.actions.group.members import release_outsiders
from app.actions.group.promising import due_anew, keep_promise, lock_group
from app.core.errors import BadFields
from app.desk import Desk
from app.nouns.group import Group
from app.nouns.operator import Operator
from app.text.languages import _
from sql.tables import forms, groups, mailboxes, memberships, templates, tickets


@dataclass(frozen=True, slots=True)
class Removal:
    """Where everything of the group goes (None: it has nothing), and whether its members join that group."""

    into_id: int | None
    with_members: bool = False


@action
async def remove_group(desk: Desk, operator: Operator, group_id: int, removal: Removal, now_ms: int) -> int:
    """Remove the group; return how many tickets have become the other's. One event, whatever their number.

    Where the other group is closed to whoever holds one of them, that is released. What the group promised is kept for
    the figures of the past. Raises NotFound, BadFields(into).
    """
    async with act(desk, now_ms) as tx:
        group, into = await _lock_both(tx, group_id, removal.into_id)
        moved = await _move(tx, group, into)
        if into:
            await _hand_on(tx, group, into, with_members=removal.with_members)
        await keep_promise(tx, group)
        await tx.db.execute(delete(groups).where(groups.c.id == group.id))
        told: dict[str, Any] = {"into": into.id, "into_name": into.name} if into else {}
        tx.record("group.removed", by(operator), group=group.id, name=group.name, **moved, **told)
        if into and into.members_only:
            await release_outsiders(tx, into.id, by(operator))
    return moved["tickets"]


async def _lock_both(tx: Change, group_id: int, into_id: int | None) -> tuple[Group, Group | None]:
    """Both, locked in the order of their numbers, so two opposite merges never deadlock."""
    if into_id == group_id:
        raise BadFields({"into": _("Choose another group.")})
    if into_id is None:
        return await lock_group(tx, group_id), None
    locked = {number: await lock_group(tx, number) for number in sorted((group_id, into_id))}
    return locked[group_id], locked[into_id]


async def _move(tx: Change, group: Group, into: Group | None) -> dict[str, int]:
    """Let the other group have tickets and templates; how many of each. Raises BadFields(into) if there is no other."""
    if into is None:
        for table in (tickets, templates, forms):
            if await tx.db.fetch_one(select(table.c.id).where(table.c.group_id == group.id).limit(1)):
                raise BadFields({"into": _("Choose which group gets its tickets and templates.")})
        return {"tickets": 0, "templates": 0}
    more = {"group_id": into.id, "version": tickets.c.version + 1}
    tx.moves_unknown = True
    moved = await tx.db.rowcount(update(tickets).where(tickets.c.group_id == group.id).values(more))
    of_group = update(templates).where(templates.c.group_id == group.id)
    return {"tickets": moved, "templates": await tx.db.rowcount(of_group.values(group_id=into.id))}


async def _hand_on(tx: Change, group: Group, into: Group, *, with_members: bool) -> None:
    """What was the group's besides: its members, where they are wanted, and its being the default, its mailboxes."""
    if with_members:
        there = select(memberships.c.operator_id).where(memberships.c.group_id == into.id)
        joining = memberships.c.operator_id.not_in(there) & (memberships.c.group_id == group.id)
        for row in await tx.db.fetch_all(select(memberships.c.operator_id).where(joining)):
            await tx.db.execute(insert(memberships).values(operator_id=row.operator_id, group_id=into.id))
    defaults = {
        "default_for_form": into.default_for_form or group.default_for_form,
        "default_for_mail": into.default_for_mail or group.default_for_mail,
    }
    await tx.db.execute(update(groups).where(groups.c.id == into.id).values(defaults))
    await tx.db.execute(update(mailboxes).where(mailboxes.c.group_id == group.id).values(group_id=into.id))
    await tx.db.execute(update(forms).where(forms.c.group_id == group.id).values(group_id=into.id))
    await due_anew(tx, into)
