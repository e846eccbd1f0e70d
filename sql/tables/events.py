"""The log of every act: what the live console shows, the administrator searches and the statistics count."""

from typing import Any

from sqlalchemy import Column, Connection, Index, String, Table, event

from sql.tables.base import ENGINE, Id, LongText, Ms, metadata

events = Table(
    "events",
    metadata,
    # From `counters`, held until commit: the order of ids is the order of commits. Never the engine's own numbering.
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("kind", String(32), nullable=False),
    Column("at_ms", Ms, nullable=False),
    Column("actor", String(12), nullable=False),  # operator, customer, system, api, third_party
    Column("operator_id", Id),  # who acted; no foreign key: the log outlives whom it names
    Column("actor_name", String(120), nullable=False, default=""),
    Column("ticket_id", Id),
    Column("group_id", Id),  # the ticket's group after the act: who may hear of it
    Column("message_id", Id),
    Column("details", LongText, nullable=False, default="{}"),  # JSON, by kind: see docs/events.md
    Index("ix_events_ticket_id", "ticket_id", "id"),
    Index("ix_events_operator_at", "operator_id", "at_ms", "id"),
    Index("ix_events_kind_at", "kind", "at_ms", "id"),
    Index("ix_events_at", "at_ms", "id"),
    **ENGINE,
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(24), primary_key=True),  # events
    Column("value", Id, nullable=False),
    **ENGINE,
)


@event.listens_for(counters, "after_create")
def start_counting(target: Table, connection: Connection, **_options: Any) -> None:
    """The row that every action locks last has to be there before the first one."""
    connection.execute(target.insert().values(name="events", value=0))
