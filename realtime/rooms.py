"""Rooms: windows that hear the same, in the same language. The server alone puts anybody into one."""

from dataclasses import dataclass

from app.operator import Operator

CONSOLE, TICKET = "/console", "/ticket"


@dataclass(frozen=True, slots=True)
class Rights:
    """What decides which events an operator's window hears: everybody with the same rights shares one room.

    The decision is made for each event and each such room with the functions that decide for every door; so there is
    no room that a changed right could leave open: whoever's rights change stands in another room.
    """

    language: str
    is_administrator: bool
    hidden_group_ids: frozenset[int]

    @classmethod
    def of(cls, operator: Operator) -> "Rights":
        """The operator's."""
        return cls(operator.language, operator.is_administrator, operator.hidden_group_ids)

    @property
    def room(self) -> str:
        """The room's name."""
        who = "administrators" if self.is_administrator else "desk"
        hidden = ",".join(str(group_id) for group_id in sorted(self.hidden_group_ids))
        return f"{who}:{self.language}:{hidden}"


def customer_room(ticket_id: int) -> str:
    """Where the ticket pages of this ticket are."""
    return f"customer:{ticket_id}"
