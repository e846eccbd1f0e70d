"""A group: a ticket's queue."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Group:
    """Decides who is told when nobody holds a ticket, and, members-only, who may know of it."""

    id: int
    name: str
    hue: int
    members_only: bool
    answer_target_min: int | None
    position: int

    @classmethod
    def from_record(cls, record: Any) -> "Group":
        """The group of a row of `groups`."""
        return cls(
            id=record.id,
            name=record.name,
            hue=record.hue,
            members_only=bool(record.members_only),
            answer_target_min=record.answer_target_min,
            position=record.position,
        )
