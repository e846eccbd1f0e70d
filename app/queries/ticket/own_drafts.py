"""Tickets with an operator's draft: marked in the lists, counted in the rail, with their own view."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from app.nouns.status import Shelf
from app.queries.ticket.tickets import outside
from sql.tables import drafts, tickets

MOST = 500  # marked and counted: the last that were written on
SHELVES = (Shelf.ACTIVE.value, Shelf.FINISHED.value, Shelf.SNOOZED.value)


def drafted_by(operator_id: ColumnElement[int], hidden_group_ids: frozenset[int]) -> Select[Any]:
    """The numbers of the tickets on which this operator writes, each with when they last did (`place`)."""
    query: Select[Any] = (
        select(drafts.c.ticket_id, func.max(drafts.c.saved_ms).label("place"))
        .join(tickets, tickets.c.id == drafts.c.ticket_id)
        .where(drafts.c.operator_id == operator_id, is_shown())
        .group_by(drafts.c.ticket_id)
        .order_by(func.max(drafts.c.saved_ms).desc())
        .limit(MOST)
    )
    return query.where(outside(hidden_group_ids)) if hidden_group_ids else query


def has_draft_of(operator_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Of a ticket: this operator has begun to write there."""
    own = select(drafts.c.ticket_id).where(drafts.c.operator_id == operator_id)
    return is_shown() & tickets.c.id.in_(own)


def is_shown() -> ColumnElement[bool]:
    """Of a ticket: it is on one of the shelves whose tickets are marked."""
    shelf = func.coalesce(tickets.c.shelf, tickets.c.shelf)  # or SQLite reads the shelf, and not the few drafts
    return shelf.in_(SHELVES)
