"""The log of every action, for the live console, the activity log and the statistics."""

from typing import Any

from sqlalchemy import Column, Connection, Index, String, Table, Text, event

from sql.tables.base import ENGINE, Id, LongText, Ms, metadata

events = Table(
    "events",
    metadata,
    # From `counters`, locked until commit: the order of ids is the order of commits. Never the engine's own numbering.
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("kind", String(32), nullable=False),
    Column("at_ms", Ms, nullable=False),
    Column("actor", String(12), nullable=False),  # operator, customer, system, api, third_party
    Column("operator_id", Id),  # who acted; no foreign key: the log outlives whom it names
    Column("actor_name", String(120), nullable=False, default=""),
    Column("ticket_id", Id),
    Column("group_id", Id),  # the ticket's group after the action: decides who may see it
    Column("message_id", Id),
    Column("details", LongText, nullable=False, default="{}"),  # JSON, by kind: see docs/events.md
    # JSON: where its tickets were counted before the act, and are after it (Ticket.standing). "": where they were before.
    Column("moves", Text),  # NULL: nobody said so; whoever keeps counts begins anew
    Index("ix_events_ticket_id", "ticket_id", "id"),
    Index("ix_events_ticket_at", "ticket_id", "at_ms", "id"),
    Index("ix_events_operator_at", "operator_id", "at_ms", "id"),
    Index("ix_events_operator_kind", "operator_id", "kind", "at_ms"),  # the id comes by itself
    Index("ix_events_kind_at", "kind", "at_ms", "id"),
    Index("ix_events_at", "at_ms", "id"),
    **ENGINE,
)

seeded_events = Table(
    "seeded_events",  # invented history, of a demo or a benchmark: nobody did it, so the log leaves it out
    metadata,
    Column("first_id", Id, primary_key=True, autoincrement=False),  # of the events from this number
    Column("last_id", Id, nullable=False),  # to this one
    **ENGINE,
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(24), primary_key=True),  # events; texts (raised when administrators change one)
    Column("value", Id, nullable=False),
    **ENGINE,
)


@event.listens_for(counters, "after_create")
def start_counting(target: Table, connection: Connection, **_options: Any) -> None:
    """Insert the row that every action locks last, and that of changed texts, before the first action."""
    connection.execute(target.insert(), [{"name": "events", "value": 0}, {"name": "texts", "value": 0}])
