"""What an administrator looks for in the activity log, and where a page of it goes on."""

from dataclasses import dataclass

from app.nouns.event import KINDS

MOST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class LogQuery:
    """All filters at once; None and "": any. Times are UTC milliseconds, `until_ms` not included."""

    operator_id: int | None = None
    kind: str | None = None  # "ticket.taken", or "ticket." for all of a family
    ticket_id: int | None = None
    customer: str = ""  # an address, or words of a name
    words: str = ""  # of subjects and names; where there is no ticket, of what was changed
    from_ms: int | None = None
    until_ms: int | None = None
    seeded: bool = False  # with invented history too

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that are asked for; none: any."""
        if self.kind and self.kind.endswith("."):
            return tuple(kind for kind in KINDS if kind.startswith(self.kind))
        return (self.kind,) if self.kind else ()

    @property
    def asks_for_tickets(self) -> bool:
        """Whether some tickets are looked for first, and then what happened to them."""
        return bool(self.customer or self.words)


def storable(number: int) -> int:
    """The nearest number that a column can hold: what a client sends may be any."""
    return min(max(number, -1), MOST_ID)
