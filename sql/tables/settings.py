"""Settings changed in the console."""

from sqlalchemy import Column, String, Table

from sql.tables.base import ENGINE, LongText, Ms, metadata

settings = Table(
    "settings",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", LongText, nullable=False),  # JSON
    Column("changed_ms", Ms, nullable=False),
    **ENGINE,
)
