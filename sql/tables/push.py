"""Devices that show notifications while the console is closed, and what waits for them."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from sql.tables.base import ENGINE, Id, Ms, metadata

push_devices = Table(
    "push_devices",
    metadata,
    Column("id", Id, primary_key=True),
    Column("operator_id", ForeignKey("operators.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("session_sha256", String(64), nullable=False, index=True),  # it ends on purpose: the device goes silent
    Column("endpoint", Text, nullable=False),  # whoever knows it, and has the desk's key, may send there
    Column("endpoint_sha256", String(64), nullable=False, unique=True),
    Column("p256dh", String(100), nullable=False),  # the device's public key, and
    Column("auth", String(32), nullable=False),  # its secret (RFC 8291): the service on the way reads nothing
    Column("hides_text", Boolean, nullable=False),  # the number alone, no subject
    Column("created_ms", Ms, nullable=False),
    Column("seen_ms", Ms, nullable=False),  # its owner signed in there
    Column("active_ms", Ms, nullable=False, default=0),  # its owner last had a console in view, on any device
    **ENGINE,
)

push_notices = Table(
    "push_notices",
    metadata,
    Column("id", Id, primary_key=True),
    Column("device_id", ForeignKey("push_devices.id", ondelete="CASCADE"), nullable=False),
    Column("event_id", Id, nullable=False),  # worded when it is sent, by the rights of then
    Column("created_ms", Ms, nullable=False),
    Column("due_ms", Ms, nullable=False, index=True),  # moved ahead before each try
    Column("tries", Integer, nullable=False, default=0),
    UniqueConstraint("device_id", "event_id"),
    **ENGINE,
)
