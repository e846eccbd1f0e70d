"""The people of the desk: operators (administrators are operators with a role), their groups and sessions."""

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
    Column("timezone", String(64), nullable=False, default="", server_default=""),  # of their pages; "": their device's
    Column("signature", LongText, nullable=False, default=""),  # safe HTML at the end of every answer
    Column(
        "preferences", String(1000), nullable=False, default="{}", server_default="{}"
    ),  # JSON: app/nouns/preferences.py
    Column("away_since_ms", Ms),  # NULL: at the desk
    Column("created_ms", Ms, nullable=False),
    Column("deactivated_ms", Ms),  # NULL: may sign in
    Column("second_factor_ms", Ms),  # since when a code is asked for at sign-in; NULL: the password is enough
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
    Column("answer_target_min", Integer),  # first answer within so many open minutes; NULL: no target
    Column("position", Integer, nullable=False, default=0),  # order in the rail
    # Where a ticket goes that names no group; nowhere set: the first open group of the rail.
    Column("default_for_form", Boolean, nullable=False, default=False, server_default="0"),
    Column("default_for_mail", Boolean, nullable=False, default=False, server_default="0"),
    Column("sender_name", String(120), nullable=False, default="", server_default=""),  # "": as the desk
    Column("sender_email", String(254), nullable=False, default="", server_default=""),  # "": as the desk
    Column("signature_foot", String(1000), nullable=False, default="", server_default=""),  # text below signatures
    Column("hours", LongText),  # JSON: app/hours/opening_hours.py; NULL: always open
    Column("created_ms", Ms, nullable=False),
    **ENGINE,
)

opening_hours = Table(
    "opening_hours",
    metadata,
    # What each group promised from when on, since it first changed: figures of the past are counted by it. It stays
    # when its group goes, so the number is no foreign key.
    Column("group_id", Id, primary_key=True, autoincrement=False),
    Column("since_ms", Ms, primary_key=True, autoincrement=False),
    Column("hours", LongText),  # as in groups
    Column("answer_target_min", Integer),  # as in groups
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

second_factors = Table(
    "second_factors",
    metadata,
    Column("operator_id", ForeignKey("operators.id", ondelete="CASCADE"), primary_key=True),
    Column("secret", String(255)),  # sealed with the desk's key; NULL: none confirmed yet
    Column("last_step", Ms, nullable=False),  # half minute of the last code that was used: no code counts twice
    Column("pending_secret", String(255)),  # of a set-up that was begun
    Column("pending_ms", Ms),
    **ENGINE,
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("operator_id", ForeignKey("operators.id", ondelete="CASCADE"), primary_key=True),
    Column("code_sha256", String(64), primary_key=True),  # keyed with the desk's key
    Column("used_ms", Ms),  # NULL: still good
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
