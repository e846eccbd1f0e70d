"""The content of a ticket: messages, their attachments, and drafts."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from sql.tables.base import ENGINE, Id, LongText, Ms, metadata

messages = Table(
    "messages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket_id", ForeignKey("tickets.id"), nullable=False),
    Column("kind", String(16), nullable=False),  # customer, answer, note, third_party, to_third_party
    Column("source", String(10), nullable=False),  # web, mail, form, api, operator
    Column("operator_id", ForeignKey("operators.id"), index=True),  # who wrote an answer or note
    Column("author_name", String(120), nullable=False),
    Column("author_email", String(254), nullable=False, default=""),
    Column("text", LongText, nullable=False),  # what the person wrote, as plain text
    Column("html", LongText),  # the same, made safe; NULL: only text came
    Column("signature", LongText),  # of an answer: safe HTML at its end
    Column("quoted_text", LongText),  # history and signature, folded in the view
    Column("quoted_html", LongText),
    Column("sanitizer_version", Integer, nullable=False, default=0),
    Column("shared", Boolean, nullable=False),  # the customer may see it (once it is released)
    Column("proof", String(12), nullable=False, default=""),  # of a mail: token, reference, number, none
    Column("warning", String(24), nullable=False, default=""),  # of a mail: other_sender, unverified, dmarc_fail, …
    # of a mail: pass or fail, as the desk's own mail server or we ourselves judged its sender (DMARC); empty: not checked
    Column("authentication", String(4), nullable=False, default="", server_default=""),
    Column("offer", Text),  # of a mail: JSON of another address, offered for the ticket's customer
    Column("inbound_id", ForeignKey("inbound.id"), index=True),  # the original mail
    Column("recipients", LongText),  # of an answer: JSON {to, cc}
    Column("request_key", String(64)),  # once per drawn form: the same again is the same message
    Column("request_content", String(64)),  # digest of what came with that key: another content is refused
    Column("status_before", String(24)),  # of an answer: what a recall restores
    Column("status_after", String(24)),
    Column("client_ip", String(64), nullable=False, default=""),
    Column("created_ms", Ms, nullable=False),
    Column("held_until_ms", Ms),  # an answer can be recalled until then
    Column("released_ms", Ms),  # from then on customer, mail, API and statistics know it; NULL: undoable or recalled
    Column("recalled_ms", Ms),
    Column("size_bytes", Integer, nullable=False, default=0, server_default="0"),  # of its texts: bounds a page
    UniqueConstraint("ticket_id", "request_key"),
    Index("ix_messages_ticket_id", "ticket_id", "id"),
    # What a page of a thread has is read from these alone: by operators, and by the customer.
    Index("ix_messages_thread", "ticket_id", "created_ms", "id", "recalled_ms", "size_bytes"),
    Index("ix_messages_shown", "ticket_id", "released_ms", "id", "shared", "kind", "recalled_ms", "size_bytes"),
    Index("ix_messages_held_until_ms", "held_until_ms"),
    Index("ix_messages_author_email", "author_email"),  # all that one person wrote
    **ENGINE,
)

attachments = Table(
    "attachments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(32), nullable=False, unique=True),  # 128 random bits: its name in addresses and in storage
    Column("message_id", ForeignKey("messages.id"), index=True),  # NULL: uploaded, not sent yet
    Column("ticket_id", ForeignKey("tickets.id"), index=True),
    Column("operator_id", ForeignKey("operators.id")),  # who uploaded it
    Column("api_key_id", Id),  # by which key it was uploaded; no foreign key: files outlive keys
    Column("name", String(150), nullable=False),  # cleaned, for people; never part of a path
    Column("content_type", String(100), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("inline", Boolean, nullable=False, default=False),  # shown inside the text
    Column("content_id", String(255), nullable=False, default=""),  # by which the HTML names it (RFC 2392)
    Column("width_px", Integer),  # of a picture, from its header
    Column("height_px", Integer),
    Column("position", Integer, nullable=False, default=0),  # among a message's files
    Column("created_ms", Ms, nullable=False, index=True),
    **ENGINE,
)

mentions = Table(  # whom a note names, as long as they have not seen it
    "mentions",
    metadata,
    Column("operator_id", ForeignKey("operators.id", ondelete="CASCADE"), primary_key=True),
    Column("message_id", ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True, index=True),
    **ENGINE,
)

drafts = Table(
    "drafts",
    metadata,
    Column("operator_id", ForeignKey("operators.id", ondelete="CASCADE"), primary_key=True),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(16), primary_key=True),  # answer, note, to_third_party
    Column("html", LongText, nullable=False),
    Column("details", LongText, nullable=False, default="{}"),  # JSON: status chosen, attachment keys, cc
    Column("saved_ms", Ms, nullable=False),
    Index("ix_drafts_ticket_id", "ticket_id"),
    **ENGINE,
)
