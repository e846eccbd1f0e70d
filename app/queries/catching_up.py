"""What a window missed since the last event it knows, as the operator may hear it: live, on resuming, and when polling.

The live dispatch, the answer to `resume` and `GET /events` decide with the same functions.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, TypeGuard

from app.desk import Desk
from app.event import Event
from app.operator import Operator
from app.permissions import may_see
from app.queries.events import events_after, last_event_id, may_hear
from app.queries.lists import TicketRow, rows_by_ids
from app.ticket import Ticket

MOST_BEHIND = 500

DrawRow = Callable[[TicketRow], str]


class Hearing(Enum):
    """How much of an event reaches somebody."""

    NOTHING = auto()
    GONE = auto()  # only that the ticket exists for them no longer
    ALL = auto()


@dataclass(frozen=True, slots=True)
class Missed:
    """Events in order with the rows of their tickets as they are now; `last` is the number to go on from.

    `resync`: too much was missed, or the number was never ours. Read the page again.
    """

    last: int
    resync: bool = False
    events: list[Event] = field(default_factory=list)
    rows: dict[int, TicketRow] = field(default_factory=dict)


async def missed_since(desk: Desk, after: object) -> Missed:
    """What was committed after this event, whoever asks. Anything may be given: what is no number of ours resyncs."""
    last = await last_event_id(desk)
    if not is_known(after, last):
        return Missed(last, resync=True)
    events = await events_after(desk, after, MOST_BEHIND)
    return Missed(events[-1].id if events else last, events=events, rows=await rows_of_events(desk, events))


def is_known(after: object, last: int) -> TypeGuard[int]:
    """Whether this is the number of an event so recent that what came later can be told one by one."""
    return isinstance(after, int) and not isinstance(after, bool) and 0 <= last - after <= MOST_BEHIND and after >= 0


async def rows_of_events(desk: Desk, events: Iterable[Event]) -> dict[int, TicketRow]:
    """The list rows of all tickets that these events are about."""
    return await rows_by_ids(desk, sorted({event.ticket_id for event in events if event.ticket_id is not None}))


def hearing(operator: Operator, event: Event, ticket: Ticket | None) -> Hearing:
    """What of the event reaches this operator; `ticket` is as it stands now, None if it is erased.

    Rights count as they are when it is told: a ticket that has moved into a closed group since is only told as gone.
    """
    heard = may_hear(operator, event)
    if event.ticket_id is None:
        return Hearing.ALL if heard else Hearing.NOTHING
    if ticket is not None and may_see(operator, ticket):
        return Hearing.ALL if heard else Hearing.NOTHING
    return Hearing.GONE if heard or _was_seen_before(operator, event) else Hearing.NOTHING


def _was_seen_before(operator: Operator, event: Event) -> bool:
    """Whether the event moved the ticket out of a group that the operator sees."""
    return "from_group" in event.details and operator.may_see_group(event.details["from_group"])


def gone(event: Event) -> dict[str, Any]:
    """The event for somebody who has lost the ticket: nothing of what happened."""
    return {"id": event.id, "kind": event.kind, "at": event.at_ms, "ticket": event.ticket_id, "gone": True}


def told(operator: Operator, event: Event, rows: Mapping[int, TicketRow], draw: DrawRow) -> dict[str, Any] | None:
    """The event as the operator's window hears it, with the ticket's row where there is one; None: not at all."""
    row = rows.get(event.ticket_id or 0)
    match hearing(operator, event, row.ticket if row else None):
        case Hearing.ALL:
            return {**event.as_json(), "row": draw(row)} if row else event.as_json()
        case Hearing.GONE:
            return gone(event)
        case _:
            return None


def all_told(operator: Operator, missed: Missed, draw: DrawRow) -> dict[str, Any]:
    """The answer to `resume` and to `GET /events?after=`: `{events, last, resync, activity}`; each row drawn once.

    `activity`: the events stand for the live feed too (administrators).
    """
    drawn: dict[int, str] = {}

    def draw_once(row: TicketRow) -> str:
        return drawn.get(row.ticket.id) or drawn.setdefault(row.ticket.id, draw(row))

    events = [told(operator, event, missed.rows, draw_once) for event in missed.events]
    return {
        "events": [event for event in events if event is not None],
        "last": missed.last,
        "resync": missed.resync,
        "activity": operator.is_administrator,
    }
