"""The orders of a list, each a walk along an index, or two walks one after the other; and places in such an order."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, func, or_

from app.core.errors import BadFields
from app.nouns.ticket import Ticket
from app.text.languages import _
from sql.tables import tickets

LARGEST = 2**62
AS_OF_MS: BindParameter[int] = bindparam("as_of_ms")

# By activity each view has an index of its own. So has the wait for the desk, in the views that are ordered by it unless
# someone wants otherwise. The other orders walk along one shelf, and pass by what is not in the view: the active shelf,
# which is what an operator sorts, holds what is open and no more, however old the desk.
BY_OPERATOR = "ix_tickets_shelf_operator_waits"
BY_STATUS = "ix_tickets_shelf_status_waits"
WAITING = {
    "mine": BY_OPERATOR,
    "unassigned": BY_OPERATOR,
    "waiting_for_operator": BY_STATUS,
    "waiting_for_customer": BY_STATUS,
}


@dataclass(frozen=True, slots=True)
class Leg:
    """One walk: along a column, then the number; and the index that has them in this order on each shelf."""

    key: str
    index: str
    ascending: bool = False
    late: bool | None = None  # only those whose first answer is late (True), only the others (False), all
    by_view: Mapping[str, str] = field(
        default_factory=dict, hash=False
    )  # the indexes of views that have one of their own

    def index_of(self, view: str) -> str:
        """The index along which it walks in this view."""
        return self.by_view.get(view, self.index)

    def of(self) -> list[ColumnElement[bool]]:
        """What this leg leaves to the other one. Where it walks along the column itself, that is a range of its index."""
        if self.late is None:
            return []
        return [tickets.c.answer_due_ms <= AS_OF_MS] if self.late else [walked(tickets.c.answer_due_ms) > AS_OF_MS]

    def moment(self, as_of_ms: int) -> dict[str, int]:
        """What `of` is to be given."""
        return {} if self.late is None else {"as_of_ms": as_of_ms}

    def after(self, key: int, ticket_id: int) -> ColumnElement[bool]:
        """Everything behind this key. In this form, with the index forced, constant on both engines (not as a row value)."""
        column, number = tickets.c[self.key], tickets.c.id
        if self.ascending:
            return and_(column >= key, or_(column > key, number > ticket_id))
        return and_(column <= key, or_(column < key, number < ticket_id))

    def by(self) -> list[ColumnElement[Any]]:
        """What it is sorted by."""
        columns = [tickets.c.id] if self.key == "id" else [tickets.c[self.key], tickets.c.id]
        return [column.asc() if self.ascending else column.desc() for column in columns]


WAITS = Leg("waits_since_ms", "ix_tickets_shelf_waits", ascending=True, by_view=WAITING)
DUE = Leg("answer_due_ms", "ix_tickets_shelf_due", ascending=True)
SORTS: dict[str, tuple[Leg, ...]] = {
    "activity": (Leg("updated_ms", ""),),
    "urgent": (
        Leg(DUE.key, DUE.index, ascending=True, late=True),
        Leg(WAITS.key, WAITS.index, ascending=True, late=False, by_view=WAITING),
    ),
    "waiting": (WAITS,),
    "newest": (Leg("id", "ix_tickets_shelf_id"),),
    "late": (DUE,),
}
URGENT_FIRST = frozenset({"unassigned", "waiting_for_operator"})


def legs_of(sort: str) -> tuple[Leg, ...]:
    """What an order is made of. Raises BadFields(sort)."""
    if sort not in SORTS:
        raise BadFields({"sort": _("Unknown sort. Choose one of: %(known)s.") % {"known": ", ".join(SORTS)}})
    return SORTS[sort]


def usual_sort(view: str) -> str:
    """The default order of a view: tickets waiting for the desk, late ones first."""
    return "urgent" if view in URGENT_FIRST else "activity"


_ON_ROW = {"updated_ms": "updated", "waits_since_ms": "waits", "answer_due_ms": "due", "id": "ticket"}


def sorted_by(sort: str) -> list[dict[str, Any]]:
    """How a page that stays open sorts its rows: for each leg the fact that a row carries, `up`, and `late` where it asks.

    Empty for an order that the desk alone knows, as a search's best matches.
    """
    legs = [{"by": _ON_ROW[leg.key], "up": leg.ascending, "late": leg.late} for leg in SORTS.get(sort, ())]
    return [{name: value for name, value in leg.items() if value is not None} for leg in legs]


class ListPlace(NamedTuple):
    """Behind a row: its key and number; for an order of two legs which of them, and the time that separates them.

    That time is the first page's: a ticket that becomes late while someone pages on is neither missed nor shown twice.
    """

    key: int
    ticket_id: int
    leg: int = 0
    as_of_ms: int = 0

    @property
    def cursor(self) -> str:
        """The place for a URL."""
        return make_cursor(*(self if self.as_of_ms else self[:2]))


def place_of(ticket: Ticket, sort: str, as_of_ms: int) -> ListPlace:
    """A ticket's place in this order."""
    legs = SORTS[sort]
    if len(legs) == 1:
        return ListPlace(getattr(ticket, legs[0].key), ticket.id)
    leg = 0 if ticket.answer_due_ms <= as_of_ms else 1
    return ListPlace(getattr(ticket, legs[leg].key), ticket.id, leg, as_of_ms)


def make_cursor(*key: int) -> str:
    """Whole numbers as one word."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def read_cursor(cursor: str, sort: str) -> ListPlace:
    """The place in a cursor of this order. Raises BadFields(sort, cursor)."""
    legs = len(legs_of(sort))
    try:
        place = ListPlace(
            *(_whole(number) for number in json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))))
        )
    except (ValueError, TypeError, RecursionError, binascii.Error):
        raise BadFields({"cursor": _("This page link is not valid. Start from the first page.")}) from None
    if not 0 <= place.leg < legs or (legs > 1) != (place.as_of_ms > 0):
        raise BadFields({"cursor": _("This page link is not valid. Start from the first page.")})
    return place


def walked(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column without its indexes: SQLite would take one of them, read all that it has and sort that."""
    return func.coalesce(column, column)


def _whole(number: object) -> int:
    """A number that a column can hold."""
    if not isinstance(number, int) or not -LARGEST <= number <= LARGEST:
        raise ValueError
    return number
