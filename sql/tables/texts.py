"""What administrators changed of the desk's texts, and the languages that they added."""

from sqlalchemy import Column, String, Table, Text, UniqueConstraint

from sql.tables.base import ENGINE, Id, LongText, Ms, metadata

changed_texts = Table(
    "changed_texts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("language", String(20), nullable=False),
    Column("text_id", String(32), nullable=False),  # digest of context, singular and plural, which no index could hold
    Column("context", Text, nullable=False),
    Column("singular", LongText, nullable=False),  # the English, as it was at the time of the change
    Column("plural", LongText, nullable=False),  # "" for a text without plural forms
    Column("forms", LongText, nullable=False),  # JSON: one text for each plural form
    Column("shipped", LongText, nullable=False),  # JSON: the forms that this version had then; empty: not translated
    Column("changed_by", String(120), nullable=False),  # a name; the log has the number
    Column("changed_ms", Ms, nullable=False),
    UniqueConstraint("language", "text_id"),
    **ENGINE,
)

added_languages = Table(
    "added_languages",
    metadata,
    Column("language", String(20), primary_key=True),
    Column("added_ms", Ms, nullable=False),
    **ENGINE,
)
