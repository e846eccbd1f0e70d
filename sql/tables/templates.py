"""Answers that are kept to be used again, by group and language."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from sql.tables.base import ENGINE, Id, LongText, Ms, metadata

templates = Table(
    "templates",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(80), nullable=False),  # by which an operator finds it
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), index=True),  # NULL: for every group
    Column("language", String(16), nullable=False, default=""),  # of its text; empty: fits every customer
    Column("html", LongText, nullable=False),  # safe HTML with {{placeholders}}
    Column(
        "words", LongText, nullable=False
    ),  # of name and text, folded, parted by blanks: what a search looks through
    Column("uses", Integer, nullable=False, default=0),  # how often it was put into an answer or a note
    Column("created_ms", Ms, nullable=False),
    Column("changed_ms", Ms, nullable=False),
    **ENGINE,
)

template_pictures = Table(
    "template_pictures",
    metadata,
    Column("template_id", ForeignKey("templates.id", ondelete="CASCADE"), primary_key=True),
    Column("attachment_id", ForeignKey("attachments.id", ondelete="CASCADE"), primary_key=True),  # stands in its text
    **ENGINE,
)
