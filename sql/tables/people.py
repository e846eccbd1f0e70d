"""Who works at the desk: operators (administrators are operators with a role), their groups and sessions."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from sql.tables.base import ENGINE, Id, LongText, Ms, metadata

operators = Table(
    "operators",
    metadata,
    Column("id", Id, primary_key=True),
    Column("email", String(254), nullable=False),  # as typed
    Column("email_key", String(254), nullable=False, unique=True),  # lower case, what signs in
    Column("name", String(120), nullable=False),
    Column("role", String(16), nullable=False),  # operator, administrator
    Column("password", String(255)),  # argon2id over the keyed MD5 digest; NULL: none set yet
    Column("language", String(16), nullable=False, default="en"),
    Column("signature", LongText, nullable=False, default=""),  # safe HTML, stands at the end of every answer
    Column("preferences", String(1000), nullable=False, default="{}", server_default="{}"),  # JSON: app/preferences.py
    Column("away_since_ms", Ms),  # NULL: at the desk
    Column("created_ms", Ms, nullable=False),
    Column("deactivated_ms", Ms),  # NULL: may sign in
    Column("seen_ms", Ms),  # last at a console or asking for something, by the database's clock; NULL: never
    **ENGINE,
)

groups = Table(
    "groups",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("hue", Integer, nullable=False, default=165),  # degrees: the colour of its square
    Column("members_only", Boolean, nullable=False, default=False),  # for all others its tickets do not exist
    Column("answer_target_min", Integer),  # first answer within so many minutes; NULL: no target
    Column("position", Integer, nullable=False, default=0),  # order in the rail; the first is the default group
    Column("created_ms", Ms, nullable=False),
    **ENGINE,
)

memberships = Table(
    "memberships",
    metadata,
    Column("operator_id", ForeignKey("operators.id", ondelete="CASCADE"), primary_key=True),
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_memberships_group_id", "group_id", "operator_id"),
    **ENGINE,
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", String(64), primary_key=True),  # the cookie's value is nowhere in the database
    Column("operator_id", ForeignKey("operators.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("client_ip", String(64), nullable=False),
    Column("user_agent", String(255), nullable=False),
    Column("created_ms", Ms, nullable=False),
    Column("seen_ms", Ms, nullable=False),  # moved at most once a minute; idle for twelve hours ends it
    Column("expires_ms", Ms, nullable=False, index=True),
    **ENGINE,
)

password_links = Table(
    "password_links",
    metadata,
    Column("token_sha256", String(64), primary_key=True),  # the token itself is in the mail alone
    Column("operator_id", ForeignKey("operators.id", ondelete="CASCADE"), nullable=False),
    Column("purpose", String(16), nullable=False),  # reset, invitation
    Column("email_key", String(254), nullable=False),  # where it was sent: with another address it opens nothing
    Column("created_ms", Ms, nullable=False),
    Column("expires_ms", Ms, nullable=False, index=True),
    UniqueConstraint("operator_id", "purpose"),  # a new one takes the place of the old
    **ENGINE,
)
