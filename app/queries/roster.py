"""Who works at the desk, and where a ticket goes that names no group: read at once, for who asks for it mail after mail."""

from dataclasses import dataclass

from app.desk import Desk
from app.operator import Operator
from app.queries.people import groups, operators


@dataclass(frozen=True, slots=True)
class Roster:
    """The desk's people and its first open group, as they were at one moment.

    Who keeps it reads it anew after a second: so long may somebody who has lost a right still be told of a message.
    """

    everybody: tuple[Operator, ...]  # by name, the deactivated ones too
    first_group_id: int | None  # the first that is open to everybody
    first_target_min: int | None  # within how many minutes it answers first

    @property
    def active(self) -> list[Operator]:
        """Those who may sign in, by name."""
        return [operator for operator in self.everybody if operator.is_active]

    def by_email(self, email: str) -> Operator | None:
        """The operator who signs in with this address, in any spelling."""
        key = email.strip().lower()
        return next((operator for operator in self.everybody if operator.email.strip().lower() == key), None)


async def roster(desk: Desk) -> Roster:
    """The desk's people and its first open group, as they are now."""
    first = next((group for group in await groups(desk) if not group.members_only), None)
    everybody = tuple(await operators(desk, everybody=True))
    return Roster(everybody, first.id if first else None, first.answer_target_min if first else None)
