"""What the counting reads of the log, and what it writes of it."""

import json
from typing import Any, NamedTuple

from app.counting.measure import Measure


class Logged(NamedTuple):
    """An event, as far as something is counted by it."""

    id: int
    kind: str
    at_ms: int
    actor: str
    operator_id: int  # 0: nobody
    ticket_id: int  # 0: none
    group_id: int  # the ticket's after it; 0: none
    message_id: int | None
    details: dict[str, Any]

    @classmethod
    def from_record(cls, row: Any) -> "Logged":
        """Of a row of `events`."""
        by_operator = row.operator_id if row.actor == "operator" else None
        details = json.loads(row.details) if row.details else {}
        numbers = by_operator or 0, row.ticket_id or 0, row.group_id or 0
        return cls(row.id, row.kind, row.at_ms, row.actor, *numbers, row.message_id, details)


class RemovedGroup(NamedTuple):
    """A group was removed: its tickets became the other's by this event alone."""

    id: int  # of the event
    at_ms: int
    group_id: int
    into_id: int


class CountedAct(NamedTuple):
    """One row of `counted_acts`; its first six fields are its key."""

    day: int
    measure: int
    operator_id: int
    group_id: int
    ticket_id: int
    event_id: int
    hour: int
    amount: int | None = None
    open_ms: int | None = None


class Counted(NamedTuple):
    """A row to be, at its time. `span`: what it took; `amount`: how many it was of what is not time."""

    measure: Measure
    operator_id: int
    group_id: int
    event_id: int
    at_ms: int
    span: tuple[int, int] | None = None
    amount: int | None = None
