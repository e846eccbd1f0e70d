"""Tickets with a note that names an operator who has not seen it: marked in the lists, counted in the rail, with their own view."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from app.queries.ticket.own_drafts import is_shown
from app.queries.ticket.tickets import outside
from sql.tables import mentions, messages, tickets

MOST = 500  # marked and counted: the last ones


def mentioning(operator_id: ColumnElement[int], hidden_group_ids: frozenset[int]) -> Select[Any]:
    """The numbers of the tickets whose notes name this operator, each with its newest such note (`place`)."""
    query: Select[Any] = (
        select(messages.c.ticket_id, func.max(mentions.c.message_id).label("place"))
        .select_from(mentions)
        .join(messages, messages.c.id == mentions.c.message_id)
        .join(tickets, tickets.c.id == messages.c.ticket_id)
        .where(mentions.c.operator_id == operator_id, is_shown())
        .group_by(messages.c.ticket_id)
        .order_by(func.max(mentions.c.message_id).desc())
        .limit(MOST)
    )
    return query.where(outside(hidden_group_ids)) if hidden_group_ids else query


def mentions_reader(operator_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Of a ticket: a note there names this operator, who has not seen it."""
    notes = select(messages.c.ticket_id).join(mentions, mentions.c.message_id == messages.c.id)
    return is_shown() & tickets.c.id.in_(notes.where(mentions.c.operator_id == operator_id))
