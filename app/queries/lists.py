"""The ticket list: one page of one view, by key, never by offset."""

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.desk import Desk
from app.errors import BadFields
from app.group import Group
from app.languages import _
from app.operator import Operator, hue_of, initials
from app.queries.people import groups as every_group
from app.queries.tickets import TICKET, open_to
from app.status import Shelf, Status
from app.ticket import Ticket
from sql.tables import readings, tickets

PAGE = 50
LONGEST_PAGE = 100
LARGEST = 2**62
TROUBLES = ("bounced", "failed")

# A view, the shelf it shows, and the index that keeps its page constant on MariaDB at any depth (measured: without the
# hint its optimiser takes another index and filters, and the page costs as much as everything before it).
VIEWS: dict[str, tuple[Shelf, str]] = {
    "mine": (Shelf.ACTIVE, "ix_tickets_shelf_operator_updated"),
    "unassigned": (Shelf.ACTIVE, "ix_tickets_shelf_operator_updated"),
    "waiting_for_operator": (Shelf.ACTIVE, "ix_tickets_shelf_status_updated"),
    "waiting_for_customer": (Shelf.ACTIVE, "ix_tickets_shelf_status_updated"),
    "all": (Shelf.ACTIVE, "ix_tickets_shelf_updated"),
    "trouble": (Shelf.ACTIVE, "ix_tickets_trouble"),  # few, whatever the shelf holds: found, and then sorted
    "finished": (Shelf.FINISHED, "ix_tickets_shelf_updated"),
    "snoozed": (Shelf.SNOOZED, "ix_tickets_shelf_updated"),
    "spam": (Shelf.SPAM, "ix_tickets_shelf_updated"),
    "deleted": (Shelf.DELETED, "ix_tickets_shelf_updated"),
}


@dataclass(frozen=True, slots=True)
class Order:
    """What a list is ordered by: a column, then the number; and the index that has them in this order on each shelf."""

    key: str
    index: str
    ascending: bool = False


# By activity each view has an index of its own. The others walk along one shelf, and pass by what is not in the view:
# the active shelf, which is what an operator sorts, holds what is open and no more, however old the desk.
SORTS = {
    "activity": Order("updated_ms", ""),
    "waiting": Order("waits_since_ms", "ix_tickets_shelf_waits", ascending=True),
    "newest": Order("id", "ix_tickets_shelf_id"),
    "late": Order("answer_due_ms", "ix_tickets_shelf_due", ascending=True),
}


@dataclass(frozen=True, slots=True)
class Face:
    """A person as the key rack shows them."""

    id: int
    name: str

    @property
    def initials(self) -> str:
        """Two letters."""
        return initials(self.name)

    @property
    def hue(self) -> int:
        """Degrees."""
        return hue_of(self.id)


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One line of the list, the same for every viewer: what is theirs is added by their page."""

    ticket: Ticket
    group: Group | None

    @property
    def holder(self) -> Face | None:
        """Whose key hangs there."""
        if self.ticket.operator_id is None:
            return None
        return Face(self.ticket.operator_id, self.ticket.operator_name or "")


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which tickets, in which order: a view, and within it perhaps one group."""

    view: str = "all"
    group_id: int | None = None
    sort: str = "activity"

    @property
    def order(self) -> Order:
        """What it is ordered by. Raises BadFields(sort)."""
        if self.sort not in SORTS:
            raise BadFields({"sort": _("There is no such order. There are: %(known)s.") % {"known": ", ".join(SORTS)}})
        return SORTS[self.sort]


@dataclass(frozen=True, slots=True)
class ListPage:
    """Some rows, how to get those after them, and how far the viewer has read in each."""

    rows: list[TicketRow]
    next_cursor: str | None
    seen: dict[int, int] = field(default_factory=dict)  # ticket id: event id


async def list_tickets(
    desk: Desk, operator: Operator, query: ListQuery, cursor: str | None = None, limit: int = PAGE
) -> ListPage:
    """The next rows of a view. Raises BadFields(view, sort, cursor, limit)."""
    if not 1 <= limit <= LONGEST_PAGE:
        raise BadFields({"limit": _("Ask for 1 to %(most)d at once.") % {"most": LONGEST_PAGE}})
    order = query.order
    statement = _view(operator, query).limit(limit + 1)
    if cursor:
        statement = statement.where(_after(order, *read_cursor(cursor)))
    found = [Ticket.from_record(record) for record in await desk.db.fetch_all(statement)]
    page = found[:limit]
    more = make_cursor(getattr(page[-1], order.key), page[-1].id) if len(found) > limit else None
    return ListPage(await rows_of(desk, page), more, await seen_by(desk, operator, [ticket.id for ticket in page]))


async def rows_by_ids(desk: Desk, ids: Iterable[int]) -> dict[int, TicketRow]:
    """The rows of these tickets, whoever looks: the caller decides who may."""
    wanted = list(ids)
    if not wanted:
        return {}
    records = await desk.db.fetch_all(TICKET.where(tickets.c.id.in_(wanted)))
    rows = await rows_of(desk, [Ticket.from_record(record) for record in records])
    return {row.ticket.id: row for row in rows}


async def rows_of(desk: Desk, found: list[Ticket]) -> list[TicketRow]:
    """The tickets with their groups."""
    by_id = {group.id: group for group in await every_group(desk)} if found else {}
    return [TicketRow(ticket, by_id.get(ticket.group_id or 0)) for ticket in found]


async def seen_by(desk: Desk, operator: Operator, ids: list[int]) -> dict[int, int]:
    """How far the operator has read in these tickets; those never opened are missing."""
    if not ids:
        return {}
    own = readings.c.operator_id == operator.id
    query = select(readings.c.ticket_id, readings.c.event_id).where(own, readings.c.ticket_id.in_(ids))
    return {row.ticket_id: row.event_id for row in await desk.db.fetch_all(query)}


def _view(operator: Operator, query: ListQuery) -> "Select[tuple[object, ...]]":
    if query.view not in VIEWS:
        raise BadFields({"view": _("There is no such view.")})
    shelf, index = VIEWS[query.view]
    if shelf is Shelf.DELETED and not operator.is_administrator:
        raise BadFields({"view": _("There is no such view.")})
    by_trouble = query.view == "trouble" and query.sort == "activity"  # SQLite would rather read the whole shelf
    on_shelf = (_walked(tickets.c.shelf) if by_trouble else tickets.c.shelf) == shelf.value
    statement = TICKET.where(on_shelf, *_conditions(operator, query))
    if query.sort == "activity":
        index = "ix_tickets_shelf_group_updated" if query.group_id and query.view in {"all", "finished"} else index
    else:
        index = query.order.index
    if operator.hidden_group_ids:
        statement = statement.where(open_to(operator))
    key, number = tickets.c[query.order.key], tickets.c.id
    both = [key.asc(), number.asc()] if query.order.ascending else [key.desc(), number.desc()]
    ordered = statement.order_by(*(both if key is not number else both[1:]))
    return ordered.with_hint(tickets, f"FORCE INDEX ({index})", "mysql")


def _conditions(operator: Operator, query: ListQuery) -> list[ColumnElement[bool]]:
    """What of the shelf is in the view."""
    of = _walked if query.sort != "activity" else _found
    of_group = _walked if query.view == "trouble" else of  # or SQLite reads the group, and sorts that
    group = [of_group(tickets.c.group_id) == query.group_id] if query.group_id is not None else []
    match query.view:
        case "mine":
            return [*group, of(tickets.c.operator_id) == operator.id]
        case "unassigned":
            return [*group, of(tickets.c.operator_id).is_(None)]
        case "waiting_for_operator":
            return [*group, of(tickets.c.status) == Status.WAITING_FOR_OPERATOR.value]
        case "waiting_for_customer":
            return [*group, of(tickets.c.status) == Status.WAITING_FOR_CUSTOMER.value]
        case "trouble":
            return [*group, of(tickets.c.trouble).in_(TROUBLES)]
        case _:
            return group


def _found(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return column


def _walked(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column without its indexes: SQLite would take one of them, read all that it has and sort that."""
    return func.coalesce(column, column)


def _after(order: Order, key: int, ticket_id: int) -> ColumnElement[bool]:
    """Everything behind this key. In this form, with the index forced, constant on both engines (not as a row value)."""
    column, number = tickets.c[order.key], tickets.c.id
    if order.ascending:
        return and_(column >= key, or_(column > key, number > ticket_id))
    return and_(column <= key, or_(column < key, number < ticket_id))


def make_cursor(*key: int) -> str:
    """The place after a row, for a URL."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[int, int]:
    """The key in a cursor. Raises BadFields(cursor)."""
    try:
        key, ticket_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return _whole(key), _whole(ticket_id)
    except (ValueError, TypeError, RecursionError, binascii.Error):
        raise BadFields({"cursor": _("This is not a place in a list. Start from the first page.")}) from None


def _whole(number: object) -> int:
    """A number that a column can hold."""
    if not isinstance(number, int) or not -LARGEST <= number <= LARGEST:
        raise ValueError
    return number
