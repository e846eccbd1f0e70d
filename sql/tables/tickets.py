"""Tickets, and how far each operator has read them."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table

from sql.tables.base import ENGINE, Id, Ms, metadata

NEVER = "253402300799000"  # the year 9999: sorts after every moment, which NULL does not

tickets = Table(
    "tickets",
    metadata,
    Column("id", Id, primary_key=True),  # the number that people see: #1234
    Column("version", Integer, nullable=False, default=1),  # moved by every action, first: rivals queue at this row
    Column("access_code", String(16), nullable=False),  # twelve characters, the customer's key to the ticket page
    Column("subject", String(300), nullable=False),
    Column("status", String(24), nullable=False),
    Column(
        "shelf", String(10), nullable=False
    ),  # where lists find it: active, finished, snoozed, spam, deleted, erased
    Column("request_key", String(64), unique=True),  # once per drawn form: the same again is the same ticket
    Column("request_content", String(64)),  # digest of what came with that key: another content is refused
    # The customer, as this ticket knows them.
    Column("name", String(120), nullable=False),
    Column("email", String(254), nullable=False),
    Column(
        "email_key", String(254), nullable=False
    ),  # as app/text/address_keys.py writes it: finds a customer's other tickets
    Column("phone", String(60), nullable=False, default=""),
    Column("address", String(300), nullable=False, default=""),
    Column("city", String(120), nullable=False, default=""),
    Column("country", String(2), nullable=False, default=""),  # ISO 3166-1 alpha-2
    Column("language", String(16), nullable=False, default="en"),
    Column("client_ip", String(64), nullable=False),
    Column("source", String(10), nullable=False),  # web, mail, form, api, operator
    Column("incomplete", Boolean, nullable=False, default=False),  # a mail cannot carry phone and city
    Column("proved_ms", Ms),  # since when the address is known to be its writer's; NULL: it was only typed
    # phone, city … are from an earlier ticket of the address: only a browser that has proved it is shown them
    Column("details_known", Boolean, nullable=False, default=False, server_default="0"),
    # Who has it.
    Column("group_id", ForeignKey("groups.id"), index=True),  # NULL: no group
    Column("operator_id", ForeignKey("operators.id")),  # the holder; NULL: nobody
    Column("held_since_ms", Ms),
    # Its status.
    Column("duplicate_of", ForeignKey("tickets.id"), index=True),  # the original
    Column("status_before_duplicate", String(24)),
    Column("snoozed_until_ms", Ms, index=True),
    Column("spam_ms", Ms),
    Column("deleted_ms", Ms, index=True),
    Column("created_ms", Ms, nullable=False, index=True),
    Column("updated_ms", Ms, nullable=False),
    Column("first_answer_ms", Ms),  # when the first answer left its undo time
    Column("customer_wrote_ms", Ms, nullable=False),  # the customer's newest message: the age in the list
    Column("customer_event_id", Id, nullable=False, default=0),  # the event of that message: unread, stop-send
    # NEVER where the customer waits for nothing: lists are ordered by these two.
    Column("waits_since_ms", Ms, nullable=False, server_default=NEVER),  # the customer waits for the desk
    Column("answer_due_ms", Ms, nullable=False, server_default=NEVER),  # the first answer is late after this moment
    Column("attachment_count", Integer, nullable=False, default=0),
    Column("trouble", String(10), nullable=False, default=""),  # bounced or failed: an answer did not arrive
    Index("ix_tickets_shelf_updated", "shelf", "updated_ms", "id"),
    Index("ix_tickets_shelf_group_updated", "shelf", "group_id", "updated_ms", "id"),
    Index("ix_tickets_shelf_operator_updated", "shelf", "operator_id", "updated_ms", "id"),
    Index("ix_tickets_shelf_status_updated", "shelf", "status", "updated_ms", "id"),
    Index("ix_tickets_shelf_operator_waits", "shelf", "operator_id", "waits_since_ms", "id"),
    Index("ix_tickets_shelf_status_waits", "shelf", "status", "waits_since_ms", "id"),
    Index("ix_tickets_shelf_waits", "shelf", "waits_since_ms", "id"),
    Index("ix_tickets_shelf_due", "shelf", "answer_due_ms", "id"),
    Index("ix_tickets_shelf_id", "shelf", "id"),
    Index("ix_tickets_trouble", "trouble", "shelf", "group_id"),
    Index("ix_tickets_counts", "shelf", "group_id", "status", "operator_id"),
    Index("ix_tickets_customer", "email_key", "id"),
    Index("ix_tickets_operator", "operator_id", "id"),
    **ENGINE,
)

readings = Table(
    "readings",
    metadata,
    Column("operator_id", ForeignKey("operators.id", ondelete="CASCADE"), primary_key=True),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("event_id", Id, nullable=False),  # the last event this operator's view has shown; later ones are unread
    Index("ix_readings_ticket_id", "ticket_id"),
    **ENGINE,
)

ticket_addresses = Table(
    "ticket_addresses",
    metadata,
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("email_key", String(254), primary_key=True),  # as app/text/address_keys.py writes it
    Column("email", String(254), nullable=False),
    Column("name", String(120), nullable=False, default=""),
    # added: may write as the customer does; third_party: the desk has written to them; cc: gets copies, no more
    Column("role", String(12), nullable=False),
    **ENGINE,
)

reply_to_senders = Table(
    "reply_to_senders",
    metadata,
    # A sender whose answers go to Reply-To, where DMARC passes: an operator has said so. Never the address there.
    Column("email_key", String(254), primary_key=True),
    Column("operator_id", Id),  # who set it
    Column("created_ms", Ms, nullable=False),
    **ENGINE,
)
