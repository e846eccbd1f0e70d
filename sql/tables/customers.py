"""What the desk knows of a customer over all their tickets, and the words by which they are found."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from sql.tables.base import ENGINE, Id, LongText, Ms, metadata

customers = Table(
    "customers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("email_key", String(254), nullable=False, unique=True),  # one row for each address, as in tickets
    Column("email", String(254), nullable=False),  # as the first ticket has it
    Column("name", String(120), nullable=False, default=""),  # of the first ticket with one, or as operators wrote it
    Column("sort_key", String(120), nullable=False),  # name (or address), folded: the list's order
    Column("language", String(16), nullable=False, default=""),  # in which emails open tickets; "": as the mail says
    Column("note", LongText, nullable=False, default=""),  # plain text, for operators
    # The customer whose other address this is, so that one row leads to the whole customer; NULL: their first address.
    Column("merged_into", Id),
    Column("brake_cleared_ms", Ms),  # automatic mails before it do not count against the address; NULL: all count
    Column("erase_ms", Ms),  # everything up to then is being erased; NULL: no
    Column("created_ms", Ms, nullable=False),
    Index("ix_customers_list", "merged_into", "sort_key", "id"),
    Index("ix_customers_erase_ms", "erase_ms"),
    **ENGINE,
)

customer_words = Table(
    "customer_words",
    metadata,
    Column("word", String(60), primary_key=True),  # of name and address, folded
    Column("customer_id", ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_customer_words_customer_id", "customer_id"),
    **ENGINE,
)
