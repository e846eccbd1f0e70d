"""What the figures are counted from: one narrow row for each thing that happened, made from the log and only from it."""

from sqlalchemy import Column, Index, Integer, SmallInteger, String, Table

from sql.tables.base import ENGINE, Id, LongBytes, Ms, metadata

counted_acts = Table(
    "counted_acts",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),  # in the desk's time zone, counted from 1970-01-01
    Column("measure", SmallInteger, primary_key=True, autoincrement=False),  # app/counting/measure.py
    Column("operator_id", Id, primary_key=True, autoincrement=False),  # who is credited; 0: nobody
    Column("group_id", Id, primary_key=True, autoincrement=False),  # the ticket's group then; 0: none
    Column("ticket_id", Id, primary_key=True, autoincrement=False),  # 0: an act without a ticket
    Column("event_id", Id, primary_key=True, autoincrement=False),  # that made it
    Column("hour", SmallInteger, nullable=False),  # of that day, 0 to 23
    Column(
        "amount", Ms
    ),  # how long it took by the clock, in ms; of answers_to_finish, how many; of entered, the day it left
    Column("open_ms", Ms),  # how much of that time was within opening hours, by the hours that applied then
    Index("ix_counted_acts_operator", "operator_id", "measure", "day"),
    # All that figures of the desk are made of, in the order in which they are asked for.
    Index("ix_counted_acts_measure", "measure", "day", "hour", "amount", "open_ms"),
    Index("ix_counted_acts_ticket", "ticket_id"),
    sqlite_with_rowid=False,
    **ENGINE,
)

day_sums = Table(
    "day_sums",
    metadata,
    # What the acts of a day add up to, for figures of long periods. Missing where `day_sums_due` has measure and day.
    Column("divided_by", SmallInteger, primary_key=True, autoincrement=False),  # app/counting/day_sum.py
    Column(
        "number", Id, primary_key=True, autoincrement=False
    ),  # of the operator or group (of the group, if divided further); 0: none, or undivided
    Column("measure", SmallInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column(
        "word", String(120), primary_key=True
    ),  # source, country or city of the tickets, or the operator's number; else ""
    Column("acts", Integer, nullable=False),
    Column("total_ms", Ms, nullable=False),  # of measures that are times; else 0
    # Of measures with quantiles the values of all acts from the smallest on, of 8 bytes each, the low ones first.
    Column("amounts", LongBytes),
    Column("open_times", LongBytes),  # the same of open_ms
    Index("ix_day_sums_measure", "divided_by", "measure", "day", "number", "acts", "total_ms"),
    sqlite_with_rowid=False,
    **ENGINE,
)

day_sums_due = Table(
    "day_sums_due",
    metadata,
    # Whose acts have changed since they were added up: until they are again, figures count the acts themselves.
    Column("measure", SmallInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
    **ENGINE,
)

attendances = Table(
    "attendances",
    metadata,
    # How it stands with each operator's time signed in and away, as far as the log was read for `counted_acts`.
    Column("operator_id", Id, primary_key=True, autoincrement=False),  # no foreign key, as in events
    Column("sessions", Integer, nullable=False),  # that were begun and not ended
    Column("event_id", Id, nullable=False),  # that began the present time signed in; 0: none
    Column("since_ms", Ms, nullable=False),
    Column("last_ms", Ms, nullable=False),  # their last act
    Column("away_event_id", Id, nullable=False),  # that began the present time away; 0: none
    Column("away_since_ms", Ms, nullable=False),
    **ENGINE,
)
