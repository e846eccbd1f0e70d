"""The log: the events after a given one, and what an operator may see of them."""

from typing import Final

from sqlalchemy import ColumnElement, bindparam, func, select

from app.desk import Desk
from app.nouns.event import Event
from app.nouns.operator import Operator
from sql.tables import counters, events

ABOUT_PEOPLE = (
    "person.",
    "group.",
    "template.",
    "setting.",
    "key.",
    "form.",
    "mailbox.",
    "mail.",
    "customer.",
    "text.",
    "language.",
)
HEARD_BY_ALL = frozenset({"person.away", "mailbox.polled"})  # of those
MOST = 500
MOST_ID = 2**63 - 1

UNINDEXED_KIND: Final[ColumnElement[str]] = func.coalesce(events.c.kind, "")
"""An event's kind beside its ticket, which alone is to choose the index: SQLite takes no hint, and thinks kinds are rarer."""

_AFTER = select(events).where(events.c.id > bindparam("after")).order_by(events.c.id).limit(bindparam("most"))


async def last_event_id(desk: Desk) -> int:
    """The newest committed event's number; 0 on an empty desk."""
    return int(await desk.db.fetch_val(select(counters.c.value).where(counters.c.name == "events")) or 0)


async def events_after(desk: Desk, after: int, limit: int = MOST) -> list[Event]:
    """What was committed after this event, in order, at most so many."""
    behind = {"after": _storable(after), "most": limit}
    return [Event.from_record(record) for record in await desk.db.fetch_all(_AFTER, behind)]


def may_hear(operator: Operator, event: Event) -> bool:
    """Whether this event exists for the operator: decided for every event and every window."""
    if event.kind.startswith(ABOUT_PEOPLE):
        return operator.is_administrator or event.kind in HEARD_BY_ALL
    return operator.may_see_group(event.group_id)


def _storable(event_id: int) -> int:
    """The nearest number that a column can hold: what a client sends may be any."""
    return min(max(event_id, -1), MOST_ID)
