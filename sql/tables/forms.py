"""Forms on other sites, and what only they know of a ticket."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from sql.tables.base import ENGINE, Id, Ms, metadata

forms = Table(
    "forms",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(32), nullable=False, unique=True),  # in the address that the form is sent to: no secret
    Column("name", String(80), nullable=False),
    Column("group_id", ForeignKey("groups.id"), index=True),  # NULL: where tickets of the web form go
    Column("language", String(16), nullable=False),  # empty: the reader's
    Column("thanks_url", String(500), nullable=False),  # where browsers go afterwards; empty: a page of the desk
    Column("origins", Text, nullable=False),  # JSON: the sites it is on
    Column("extra", Text, nullable=False),  # JSON of its further fields: [name, label]
    Column("enforces", Boolean, nullable=False),  # whoever sends without our script is asked "Send this?"
    Column("ticket_count", Integer, nullable=False),
    Column("created_ms", Ms, nullable=False),
    Column("used_ms", Ms),  # its newest ticket; NULL: none yet
    Column("revoked_ms", Ms),  # NULL: it takes tickets
    **ENGINE,
)

form_entries = Table(
    "form_entries",
    metadata,
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("form_id", ForeignKey("forms.id"), nullable=False),
    Column("fields", Text, nullable=False),  # JSON of the further fields as filled in: [label, text, name]
    Column("suspected", String(100), nullable=False),  # why it may be spam, separated by blanks; empty: it is not
    Column("proof", String(8), nullable=False),  # what our script proved: good, bad, none; key: sent with an API key
    Column("held_ms", Ms, index=True),  # since when it is held for review; NULL: not, or decided
    Index("ix_form_entries_form_id", "form_id", "proof"),
    **ENGINE,
)
