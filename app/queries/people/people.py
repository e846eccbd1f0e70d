"""Operators and groups, with the rights that follow from both."""

from typing import Any

from sqlalchemy import select

from app.desk import Desk
from app.nouns.group import Group
from app.nouns.operator import Operator, Role
from sql.tables import groups as groups_table
from sql.tables import memberships
from sql.tables import operators as operators_table


async def operator_by_id(desk: Desk, operator_id: int) -> Operator | None:
    """The operator with this number, deactivated or not."""
    record = await desk.db.fetch_one(select(operators_table).where(operators_table.c.id == operator_id))
    return await _with_groups(desk, record) if record else None


async def operator_by_email(desk: Desk, email: str) -> Operator | None:
    """The operator who signs in with this address, in any spelling."""
    record = await desk.db.fetch_one(
        select(operators_table).where(operators_table.c.email_key == email.strip().lower())
    )
    return await _with_groups(desk, record) if record else None


async def stored_password(desk: Desk, email: str) -> str | None:
    """What is stored of the password of whoever signs in with this address: it changes when the password does."""
    query = select(operators_table.c.password).where(operators_table.c.email_key == email.strip().lower())
    found: str | None = await desk.db.fetch_val(query)
    return found


async def operators(desk: Desk, *, everybody: bool = False) -> list[Operator]:
    """Those who may sign in, by name; with `everyone` deactivated ones too."""
    query = select(operators_table).order_by(operators_table.c.name, operators_table.c.id)
    if not everybody:
        query = query.where(operators_table.c.deactivated_ms.is_(None))
    members, closed = await memberships_of_all(desk), await closed_groups(desk)
    return [_operator(record, members.get(record.id, frozenset()), closed) for record in await desk.db.fetch_all(query)]


async def groups(desk: Desk) -> list[Group]:
    """All groups in the order of the rail."""
    query = select(groups_table).order_by(groups_table.c.position, groups_table.c.id)
    return [Group.from_record(record) for record in await desk.db.fetch_all(query)]


async def _with_groups(desk: Desk, record: Any) -> Operator:
    query = select(memberships.c.group_id).where(memberships.c.operator_id == record.id)
    own = frozenset(row.group_id for row in await desk.db.fetch_all(query))
    return _operator(record, own, await closed_groups(desk))


async def memberships_of_all(desk: Desk) -> dict[int, frozenset[int]]:
    """The groups of every operator who has any."""
    found: dict[int, set[int]] = {}
    for row in await desk.db.fetch_all(select(memberships)):
        found.setdefault(row.operator_id, set()).add(row.group_id)
    return {operator_id: frozenset(group_ids) for operator_id, group_ids in found.items()}


async def closed_groups(desk: Desk) -> frozenset[int]:
    """The groups that are for their members only."""
    query = select(groups_table.c.id).where(groups_table.c.members_only.is_(True))
    return frozenset(row.id for row in await desk.db.fetch_all(query))


def _operator(record: Any, own: frozenset[int], closed: frozenset[int]) -> Operator:
    return Operator.from_record(record, own, hidden_from(record.role, own, closed))


def hidden_from(role: str, own: frozenset[int], closed: frozenset[int]) -> frozenset[int]:
    """The groups hidden from someone of this role, who belongs to `own`."""
    return frozenset() if role == Role.ADMINISTRATOR else closed - own
