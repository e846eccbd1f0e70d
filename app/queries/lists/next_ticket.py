"""Which ticket is to be answered after this one, and how many are left: who works through a view goes on without looking."""

from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import ColumnElement

from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.status import Shelf
from app.nouns.ticket import Ticket
from app.nouns.waiting import NEVER_MS, WAITED_ON
from app.queries.lists.counts import TicketCount, lines_for
from app.queries.lists.orders import Leg, place_of, walked
from app.queries.lists.views import ListQuery, walk
from sql.tables import tickets


@dataclass(frozen=True, slots=True)
class Left:
    """What of a view waits for an answer that this operator may give, without the ticket that they have open."""

    next_id: int | None
    count: int


async def left_after(desk: Desk, operator: Operator, query: ListQuery, opened: Ticket | None, now_ms: int) -> Left:
    """The next one behind the open ticket in the view's order, else the first; what others hold is theirs.

    In the order of activity, which answering itself changes, the next one is who is late, then who waits longest.
    """
    asked = replace(query, sort="urgent") if query.sort == "activity" else query
    place = place_of(opened, asked.sort, now_ms) if opened else None
    only = partial(_answerable, operator, opened)
    found = await walk(desk, operator, asked, now_ms, place, 1, only)
    if not found and place:
        found = await walk(desk, operator, asked, now_ms, None, 1, only)
    lines = [line for line in await lines_for(desk, operator) if _is_left(line, operator, query)]
    return Left(
        found[0].ticket.id if found else None, sum(line.count for line in lines) - _itself(opened, operator, query)
    )


def _answerable(operator: Operator, opened: Ticket | None, leg: Leg) -> list[ColumnElement[bool]]:
    """Another waiting ticket that nobody else holds."""
    waits, holder = tickets.c.waits_since_ms, walked(tickets.c.operator_id)
    return [
        (waits if leg.key == waits.name else walked(waits)) < NEVER_MS,
        holder.is_(None) | (holder == operator.id),
        tickets.c.id != (opened.id if opened else 0),
    ]


def _is_left(line: TicketCount, operator: Operator, query: ListQuery) -> bool:
    in_view = {
        "mine": line.operator_id == operator.id,
        "unassigned": line.operator_id is None,
        "all": True,
    }.get(query.view, line.status == query.view)
    answerable = line.status in WAITED_ON and line.operator_id in {None, operator.id}
    return in_view and answerable and query.group_id in {None, line.group_id}


def _itself(opened: Ticket | None, operator: Operator, query: ListQuery) -> int:
    """1 where the open ticket is among those that are counted."""
    if opened is None or opened.shelf is not Shelf.ACTIVE:
        return 0
    return int(_is_left(TicketCount(opened.group_id, opened.status, opened.operator_id, 1), operator, query))
