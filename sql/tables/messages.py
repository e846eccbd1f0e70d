"""What is written on a ticket: messages, their attachments, and drafts."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

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
    Column("signature", LongText),  # of an answer: safe HTML that stands at its end
    Column("quoted_text", LongText),  # history and signature, folded in the view
    Column("quoted_html", LongText),
    Column("sanitizer_version", Integer, nullable=False, default=0),
    Column("shared", Boolean, nullable=False),  # the customer may see it (once it is released)
    Column("proof", String(12), nullable=False, default=""),  # of a mail: token, reference, number, none
    Column("warning", String(24), nullable=False, default=""),  # of a mail: other_sender, unverified, dmarc_fail, …
    # of a mail: pass or fail, as the desk's own mail server judged its sender (DMARC); empty: nobody checked
    Column("authentication", String(4), nullable=False, default="", server_default=""),
    Column("inbound_id", ForeignKey("inbound.id"), index=True),  # the mail as it came
    Column("recipients", LongText),  # of an answer: JSON {to, cc}
    Column("request_key", String(64)),  # once per drawn form: the same again is the same message
    Column("status_before", String(24)),  # of an answer: what a recall restores
    Column("status_after", String(24)),
    Column("client_ip", String(64), nullable=False, default=""),
    Column("created_ms", Ms, nullable=False),
    Column("held_until_ms", Ms),  # an answer can be recalled until then
    Column("released_ms", Ms),  # from then on customer, mail, API and statistics know it; NULL: held or recalled
    Column("recalled_ms", Ms),
    UniqueConstraint("ticket_id", "request_key"),
    Index("ix_messages_ticket_id", "ticket_id", "id"),
    Index("ix_messages_held_until_ms", "held_until_ms"),
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
    Column("name", String(150), nullable=False),  # cleaned, for people; never part of a path
    Column("content_type", String(100), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("inline", Boolean, nullable=False, default=False),  # stands inside the text
    Column("content_id", String(255), nullable=False, default=""),  # by which the HTML names it (RFC 2392)
    Column("width_px", Integer),  # of a picture, from its header
    Column("height_px", Integer),
    Column("created_ms", Ms, nullable=False, index=True),
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
