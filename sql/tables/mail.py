"""Received mail (the ledger of everything ever offered) and mail to send (the outbox)."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from sql.tables.base import ENGINE, Id, LongBytes, LongText, Ms, metadata

inbound = Table(
    "inbound",
    metadata,
    Column("id", Id, primary_key=True),
    Column("mailbox", String(255), nullable=False),  # protocol, user, host, folder; never a password
    Column("uid", String(255), nullable=False),  # POP3 UIDL, or IMAP UIDVALIDITY:UID
    Column("sha256", String(64), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("raw", LongBytes),  # the original; NULL: erased after the configured time, or never fetched
    Column("received_ms", Ms, nullable=False),
    Column("removed_ms", Ms),  # the server has confirmed that it is gone there; NULL: still to be removed
    # pending, opened, appended, internal, auto_reply, bounce, list, own, duplicate, held, set_aside, unfetchable, dismissed
    Column("outcome", String(16), nullable=False),
    Column(
        "reason", String(500), nullable=False, default=""
    ),  # why, as app/nouns/reasons.py keeps it; read through `readable`
    Column("tries", Integer, nullable=False, default=0),
    Column("due_ms", Ms),  # of a pending one: not before
    Column("fingerprint", String(64)),  # Message-ID, From, Date, body: a second copy is known by it
    Column("mime_message_id", String(255)),
    Column("from_email", String(254), nullable=False, default=""),
    Column("subject", String(300), nullable=False, default=""),
    Column("ticket_id", Id, index=True),
    Column("message_id", Id),
    UniqueConstraint("mailbox", "uid", "sha256"),
    Index("ix_inbound_outcome", "outcome", "due_ms"),
    Index("ix_inbound_fingerprint", "fingerprint"),
    Index("ix_inbound_from_email", "from_email", "received_ms"),
    Index("ix_inbound_mime_message_id", "mime_message_id"),
    Index("ix_inbound_received_ms", "received_ms"),
    **ENGINE,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    # answer, confirmation, new_message, assigned, taken_away, lost_code, to_third_party, …
    Column("kind", String(20), nullable=False),
    Column("ticket_id", ForeignKey("tickets.id"), index=True),
    Column("message_id", ForeignKey("messages.id"), index=True),  # the answer that it carries
    Column("operator_id", ForeignKey("operators.id")),  # whom a notice is for
    Column("recipients", LongText, nullable=False),  # JSON list of addresses: the envelope
    Column("stranger_key", String(254)),  # of an automatic mail to a stranger: their address in lower case, to count by
    Column("language", String(16), nullable=False),
    Column("details", LongText, nullable=False, default="{}"),  # JSON: what the composer needs besides
    Column("mime_message_id", String(255), nullable=False, unique=True),  # made with the row: a resend is the same mail
    Column("mime", LongBytes),  # frozen at the first try; the same bytes at every later one
    # held, queued, sending, sent, failed, bounced, recalled
    Column("state", String(10), nullable=False),
    Column("due_ms", Ms, nullable=False),  # not before; moved ahead at each try
    Column(
        "ahead", Boolean, nullable=False, default=False, server_default="0"
    ),  # waits for no earlier mail of its ticket
    Column("claim", String(32)),  # the sender it is claimed by
    Column("claimed_until_ms", Ms),  # a crashed sender's claim ends here
    Column("tries", Integer, nullable=False, default=0),
    Column("server_said", String(500), nullable=False, default=""),  # the last reply, or why it failed
    Column("maybe_twice", Boolean, nullable=False, default=False),  # a sender died between sending and noting so
    Column("created_ms", Ms, nullable=False),
    Column("sent_ms", Ms),
    Column("relayed_id", String(255)),  # the Message-ID that a relay gave it, without brackets, perhaps without domain
    Column("dismissed_ms", Ms),  # when an administrator dismissed the failure
    Index("ix_outbox_relayed_id", "relayed_id"),
    Index("ix_outbox_state_due", "state", "due_ms", "id"),
    Index("ix_outbox_created_ms", "created_ms"),
    Index("ix_outbox_state_kind_due", "state", "kind", "due_ms", "id"),
    Index("ix_outbox_operator_id", "operator_id", "created_ms"),
    Index("ix_outbox_kind_due", "kind", "due_ms"),
    Index("ix_outbox_stranger", "stranger_key", "created_ms"),
    **ENGINE,
)

mailboxes = Table(
    "mailboxes",
    metadata,
    # Those that the console's settings keep; the environment's (DESKBELL_MAILBOX_URL) is not among them.
    Column("id", Id, primary_key=True),
    Column("protocol", String(8), nullable=False),  # imap, pop3
    Column("host", String(255), nullable=False),
    Column("port", Integer, nullable=False),
    Column("security", String(10), nullable=False),  # tls, starttls, none
    Column("user", String(254), nullable=False),
    Column("folder", String(255), nullable=False, default=""),  # of IMAP
    Column("sealed", Text, nullable=False),  # the password, sealed with the desk's key for this very account
    Column("group_id", ForeignKey("groups.id", ondelete="SET NULL")),  # of tickets it opens; NULL: as all mail
    Column("sender_name", String(120), nullable=False, default="", server_default=""),  # of answers to what came by it
    Column(
        "sender_email", String(254), nullable=False, default="", server_default=""
    ),  # "": the group's, or the desk's
    Column("enabled", Boolean, nullable=False),
    Column("created_ms", Ms, nullable=False),
    **ENGINE,
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(120), primary_key=True),  # mailbox:…, so that one process polls it
    Column("holder", String(64), nullable=False),
    Column("until_ms", Ms, nullable=False),
    Column("details", LongText, nullable=False, default="{}"),  # JSON: last good poll, last fault (a reason)
    **ENGINE,
)
