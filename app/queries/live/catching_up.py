"""What a window missed since its last event, as far as the operator may see it: live, on resuming, and when polling.

The live dispatch, the answer to `resume` and `GET /events` decide with the same functions.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, TypeGuard

from app.desk import Desk
from app.nouns.event import Event
from app.nouns.operator import Operator
from app.nouns.permissions import may_see
from app.nouns.ticket import Ticket
from app.queries.desk.events import events_after, last_event_id, may_hear
from app.queries.lists.ticket_row import TicketRow, rows_by_ids

MOST_BEHIND = 500
TOLD_AS_GONE = ("group.", "customer.")  # whoever may not hear what happened there hears that something did

DrawRow = Callable[[TicketRow], str]


class Hearing(Enum):
    """How much of an event reaches someone."""

    NOTHING = auto()
    GONE = auto()  # only that the ticket exists for them no longer, or that the groups are others
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
    """Whether this event is recent enough that everything since can be sent one by one."""
    return isinstance(after, int) and not isinstance(after, bool) and 0 <= last - after <= MOST_BEHIND and after >= 0


async def rows_of_events(desk: Desk, events: Iterable[Event]) -> dict[int, TicketRow]:
    """The list rows of all tickets that these events are about."""
    return await rows_by_ids(desk, sorted({event.ticket_id for event in events if event.ticket_id is not None}))


def hearing(operator: Operator, event: Event, ticket: Ticket | None) -> Hearing:
    """What of the event reaches this operator; `ticket` is its current state, None if erased.

    Current rights count: a ticket that has since moved into a closed group is only reported as gone.
    """
    heard = may_hear(operator, event)
    if event.ticket_id is None:
        return Hearing.ALL if heard else Hearing.GONE if event.kind.startswith(TOLD_AS_GONE) else Hearing.NOTHING
    if ticket is not None and may_see(operator, ticket):
        return Hearing.ALL if heard else Hearing.NOTHING
    return Hearing.GONE if heard or _was_seen_before(operator, event) else Hearing.NOTHING


def _was_seen_before(operator: Operator, event: Event) -> bool:
    """Whether the event moved the ticket out of a group that the operator sees."""
    return "from_group" in event.details and operator.may_see_group(event.details["from_group"])


def gone(event: Event) -> dict[str, Any]:
    """The event for someone who may not see it but has to refresh: nothing about what happened."""
    return {"id": event.id, "kind": event.kind, "at": event.at_ms, "ticket": event.ticket_id, "gone": True}


def told(operator: Operator, event: Event, rows: Mapping[int, TicketRow], draw: DrawRow) -> dict[str, Any] | None:
    """The event as the operator's window receives it, with the ticket's row if there is one; None: nothing."""
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

    `activity`: the events are also for the live feed (administrators).
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
