"""Rooms: windows that receive the same events in the same language. Only the server puts windows into them."""

from dataclasses import dataclass

from app.nouns.operator import Operator

CONSOLE, TICKET = "/console", "/ticket"


@dataclass(frozen=True, slots=True)
class Rights:
    """What decides which events an operator's window receives: everyone with the same rights shares a room.

    The decision is made for each event and room with the same functions as everywhere else, so a changed right leaves
    no room open: it moves the window to another room.
    """

    language: str
    is_administrator: bool
    hidden_group_ids: frozenset[int]

    @classmethod
    def of(cls, operator: Operator, language: str) -> "Rights":
        """The operator's, in a window of this language."""
        return cls(language, operator.is_administrator, operator.hidden_group_ids)

    @property
    def room(self) -> str:
        """The room's name."""
        who = "administrators" if self.is_administrator else "desk"
        hidden = ",".join(str(group_id) for group_id in sorted(self.hidden_group_ids))
        return f"{who}:{self.language}:{hidden}"


def customer_room(ticket_id: int) -> str:
    """Where the ticket pages of this ticket are."""
    return f"customer:{ticket_id}"
