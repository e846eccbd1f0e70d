"""The ticket list: one page of one view, by key, never by offset."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, select

from app.core.errors import BadFields
from app.desk import Desk
from app.nouns.operator import Operator, Role
from app.nouns.outbound_mail import UNDELIVERED
from app.nouns.status import Shelf, Status
from app.nouns.ticket import Ticket
from app.queries.lists.orders import Leg, ListPlace, legs_of, place_of, read_cursor, walked
from app.queries.lists.ticket_row import VIEWS, TicketRow, rows_of
from app.queries.ticket.own_drafts import has_draft_of
from app.queries.ticket.own_mentions import mentions_reader
from app.queries.ticket.tickets import TICKET, outside, ticket_in
from app.text.languages import _
from sql.tables import readings, tickets

PAGE = 50
LONGEST_PAGE = 100


# Views beside these, of tickets wherever they stand: where the operator has begun to write, and where a note names them.
DRAFTS, MENTIONS = "drafts", "mentions"


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which tickets, in which order: a view, and within it perhaps one group."""

    view: str = "all"
    group_id: int | None = None
    sort: str = "activity"


@dataclass(frozen=True, slots=True)
class ListPage:
    """Some rows, how to get those after them, and how far the viewer has read in each."""

    rows: list[TicketRow]
    next_cursor: str | None
    seen: dict[int, int] = field(default_factory=dict)  # ticket id: event id


async def list_tickets(
    desk: Desk,
    operator: Operator,
    query: ListQuery,
    now_ms: int,
    cursor: str | None = None,
    limit: int = PAGE,
    newest: int | None = None,
) -> ListPage:
    """The next rows of a view; what is late, is late by `now_ms`. Raises BadFields(view, sort, cursor, limit).

    `newest`: the newest event, if its number is known.
    """
    if not 1 <= limit <= LONGEST_PAGE:
        raise BadFields({"limit": _("Ask for 1 to %(most)d at a time.") % {"most": LONGEST_PAGE}})
    place = read_cursor(cursor, query.sort) if cursor else None
    as_of_ms = place.as_of_ms if place else now_ms
    found = await walk(desk, operator, query, as_of_ms, place, limit + 1)
    page = found[:limit]
    more = place_of(page[-1].ticket, query.sort, as_of_ms).cursor if len(found) > limit else None
    rows = await rows_of(desk, [one.ticket for one in page], newest)
    return ListPage(rows, more, {one.ticket.id: one.seen for one in page if one.seen})


async def seen_by(desk: Desk, operator: Operator, ids: list[int]) -> dict[int, int]:
    """How far the operator has read in these tickets; those never opened are missing."""
    if not ids:
        return {}
    own = readings.c.operator_id == operator.id
    query = select(readings.c.ticket_id, readings.c.event_id).where(own, readings.c.ticket_id.in_(ids))
    return {row.ticket_id: row.event_id for row in await desk.db.fetch_all(query)}


class Found(NamedTuple):
    """A ticket of a list, and how far the viewer has read in it (0: it was never opened)."""

    ticket: Ticket
    seen: int


async def walk(
    desk: Desk,
    operator: Operator,
    query: ListQuery,
    as_of_ms: int,
    place: ListPlace | None,
    limit: int,
    only: Callable[[Leg], Iterable[ColumnElement[bool]]] = lambda _leg: (),
) -> list[Found]:
    """The tickets of a view behind a place, in the order of `query`: leg by leg, until there are enough.

    `only`: a further condition that keeps the leg on its index.
    """
    found: dict[int, Found] = {}  # by number: between two legs a ticket may change from one to the other
    for number, leg in enumerate(legs_of(query.sort)):
        if len(found) >= limit or (place and number < place.leg):
            continue
        behind = [leg.after(place.key, place.ticket_id)] if place and number == place.leg else []
        statement = _along(leg, query, operator.hidden_group_ids, operator.role, limit)
        if further := [*behind, *only(leg)]:
            statement = statement.where(*further)
        for record in await desk.db.fetch_all(statement, {"reader": operator.id, **leg.moment(as_of_ms)}):
            found.setdefault(record.id, Found(ticket_in(record), record.seen or 0))
    return list(found.values())[:limit]


_READER: BindParameter[int] = bindparam("reader")
_READ = and_(readings.c.ticket_id == tickets.c.id, readings.c.operator_id == _READER)
_LISTED = TICKET.add_columns(readings.c.event_id.label("seen")).outerjoin(readings, _READ)


@lru_cache(maxsize=256)
def _along(
    leg: Leg, query: ListQuery, hidden_group_ids: frozenset[int], role: Role, limit: int
) -> "Select[tuple[object, ...]]":
    """The statement of this leg, made once for all viewers to whom the same groups do not exist."""
    if query.view == DRAFTS:
        place, index = has_draft_of(_READER), "PRIMARY"
    elif query.view == MENTIONS:
        place, index = mentions_reader(_READER), "PRIMARY"
    else:
        place, index = _on_shelf(leg, query, role)
    statement = _LISTED.where(place, *_conditions(leg, query), *leg.of()).order_by(*leg.by()).limit(limit)
    if hidden_group_ids:
        statement = statement.where(outside(hidden_group_ids))
    return statement.with_hint(tickets, f"FORCE INDEX ({index})", "mysql")


def _on_shelf(leg: Leg, query: ListQuery, role: Role) -> tuple[ColumnElement[bool], str]:
    """The shelf of the view, and the index along which this leg walks there."""
    if query.view not in VIEWS:
        raise BadFields({"view": _("View not found.")})
    shelf, index = VIEWS[query.view]
    if shelf is Shelf.DELETED and role is not Role.ADMINISTRATOR:
        raise BadFields({"view": _("View not found.")})
    if query.sort != "activity":
        return tickets.c.shelf == shelf.value, leg.index_of(query.view)
    if query.view == "trouble":
        return walked(tickets.c.shelf) == shelf.value, index  # SQLite would rather read the whole shelf
    by_group = query.group_id and query.view in {"all", "finished"}
    return tickets.c.shelf == shelf.value, "ix_tickets_shelf_group_updated" if by_group else index


def _conditions(leg: Leg, query: ListQuery) -> list[ColumnElement[bool]]:
    """What of the shelf is in the view. What the leg's index does not begin with, it passes by."""
    by_activity = query.sort == "activity"
    group_of = _found if by_activity and query.view != "trouble" else walked  # or SQLite sorts what is in the group
    of = _found if by_activity or query.view in leg.by_view else walked
    group = [group_of(tickets.c.group_id) == query.group_id] if query.group_id is not None else []
    match query.view:
        case "mine":
            return [*group, of(tickets.c.operator_id) == _READER]
        case "unassigned":
            return [*group, of(tickets.c.operator_id).is_(None)]
        case "waiting_for_operator":
            return [*group, of(tickets.c.status) == Status.WAITING_FOR_OPERATOR.value]
        case "waiting_for_customer":
            return [*group, of(tickets.c.status) == Status.WAITING_FOR_CUSTOMER.value]
        case "trouble":
            return [*group, of(tickets.c.trouble).in_(UNDELIVERED)]
        case _:
            return group


def _found(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return column
