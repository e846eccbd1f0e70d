"""Who works at the desk, in which groups: read once for all pages and mails, and kept until one of them changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.desk import Desk
from app.nouns.group import Group
from app.nouns.operator import Operator
from app.queries.desk.as_of import AsOfEvent
from app.queries.people.people import closed_groups, groups, hidden_from, memberships_of_all, operators
from app.text.address_keys import address_key


@dataclass(frozen=True, slots=True, eq=False)
class Roster:
    """The desk's people and groups at one moment. A roster equals only itself."""

    everybody: tuple[Operator, ...]  # by name, the deactivated ones too
    groups: tuple[Group, ...]  # in the order of the rail
    members: Mapping[int, frozenset[int]]  # by operator
    closed: frozenset[int]  # groups that are for their members only
    active: tuple[Operator, ...] = field(init=False)  # those who may sign in, by name

    def __post_init__(self) -> None:
        """Sort out who may sign in, once."""
        object.__setattr__(self, "active", tuple(one for one in self.everybody if one.is_active))

    def group(self, group_id: int | None) -> Group | None:
        """The group with this number."""
        return next((group for group in self.groups if group.id == group_id), None)

    def groups_for(self, operator: Operator) -> tuple[Group, ...]:
        """Those that exist for the operator."""
        return tuple(group for group in self.groups if operator.may_see_group(group.id))

    def by_email(self, email: str) -> Operator | None:
        """The operator who signs in with this address, in any spelling."""
        key = address_key(email)
        return next((operator for operator in self.everybody if address_key(operator.email) == key), None)

    def operator_of(self, record: Any) -> Operator:
        """The operator of a row of `operators`, which may be newer than the roster, with the groups that the roster knows."""
        own = self.members.get(record.id, frozenset())
        return Operator.from_record(record, own, hidden_from(record.role, own, self.closed))


async def _read(desk: Desk) -> Roster:
    members, closed = await memberships_of_all(desk), await closed_groups(desk)
    return Roster(tuple(await operators(desk, everybody=True)), tuple(await groups(desk)), members, closed)


roster = AsOfEvent(_read, "person.changed", "person.away", "person.deleted", "group.", "setting.changed")
