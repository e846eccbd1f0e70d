"""Saved answers to reuse, by group and language."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from sql.tables.base import ENGINE, Id, LongText, Ms, metadata

templates = Table(
    "templates",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(80), nullable=False),  # by which an operator finds it
    Column("owner_id", Id, index=True),  # the operator whose alone it is, and with whom it goes; NULL: the desk's
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), index=True),  # NULL: for every group
    Column("language", String(16), nullable=False, default=""),  # of its text; empty: fits every customer
    Column("html", LongText, nullable=False),  # safe HTML with {{placeholders}}
    Column(
        "words", LongText, nullable=False
    ),  # of name and text, folded, separated by blanks: what a search looks through
    Column("uses", Integer, nullable=False, default=0),  # how often it was put into an answer or a note
    Column(
        "folder", String(60), nullable=False, default="", server_default=""
    ),  # by which the list is divided; empty: none
    Column("position", Integer, nullable=False, default=0, server_default="0"),  # in the list, once somebody ordered it
    Column("last_used_ms", Ms),  # NULL: never, or before this was noted
    Column("deleted_ms", Ms),  # it can be restored for a while
    Column("created_ms", Ms, nullable=False),
    Column("changed_ms", Ms, nullable=False),
    **ENGINE,
)

template_pictures = Table(
    "template_pictures",
    metadata,
    Column("template_id", ForeignKey("templates.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "attachment_id", ForeignKey("attachments.id", ondelete="CASCADE"), primary_key=True
    ),  # used in its text, or a file that goes with it
    **ENGINE,
)
