"""How programs get in: API keys."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from sql.tables.base import ENGINE, Id, Ms, metadata

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Id, primary_key=True),  # stands in the key itself, to find the row by
    Column("name", String(80), nullable=False),
    Column("secret_sha256", String(64), nullable=False),  # the secret half of the key is nowhere in the database
    Column("scopes", String(255), nullable=False),  # separated by blanks: app/credentials/api_key.py
    Column("operator_id", ForeignKey("operators.id", ondelete="CASCADE"), index=True),  # in whose name it acts
    Column("group_ids", String(1000), nullable=False, default="[]"),  # JSON: members-only groups that it sees
    Column("per_minute", Integer, nullable=False),  # requests
    Column("created_ms", Ms, nullable=False),
    Column("used_ms", Ms),  # moved at most once a minute; NULL: never
    Column("expires_ms", Ms),  # NULL: never
    Column("revoked_ms", Ms),  # NULL: it opens
    **ENGINE,
)
