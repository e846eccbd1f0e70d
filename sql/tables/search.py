"""The search index, one document per ticket, and saved searches."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint

from sql.tables.base import ENGINE, Id, LongText, Ms, metadata

# Each engine has its own full-text index on `body`: FTS5 `search_index` with triggers (SQLite), FULLTEXT (MariaDB).
# Both are made by the migrations, since no one statement makes either.
search_documents = Table(
    "search_documents",
    metadata,
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("body", LongText, nullable=False),  # its words, folded and encoded, each once, separated by blanks
    **ENGINE,
)

saved_searches = Table(
    "saved_searches",
    metadata,
    Column("id", Id, primary_key=True),
    Column("operator_id", ForeignKey("operators.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(60), nullable=False),
    Column("typed", String(200), nullable=False),  # as shown in the search field
    Column("position", Integer, nullable=False, default=0),
    Column("created_ms", Ms, nullable=False),
    UniqueConstraint("operator_id", "name"),
    **ENGINE,
)
