"""Who is notified while the console is closed, on which devices, and what waits to be sent there."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import func, select

from app.credentials.push_subscription import PushDevice, PushNotice
from app.desk import Desk
from app.nouns.event import Event
from sql.tables import events, mentions, push_devices, push_notices

PUSH: Final = "push"  # the lease of who reads the log for it, with the number of the last event that was read
_DEVICE = tuple(
    push_devices.c[name] for name in ("operator_id", "endpoint", "p256dh", "auth", "hides_text", "active_ms")
)


async def devices_by_person(desk: Desk) -> dict[int, list[int]]:
    """The devices of everybody who has any, by the person's number."""
    found: dict[int, list[int]] = {}
    query = select(push_devices.c.id, push_devices.c.operator_id).order_by(push_devices.c.id)
    for row in await desk.db.fetch_all(query):
        found.setdefault(row.operator_id, []).append(row.id)
    return found


async def devices_of(desk: Desk, operator_id: int) -> dict[str, bool]:
    """A person's devices: the digest of its address, by which a browser knows itself, and whether it hides the text."""
    columns = (push_devices.c.endpoint_sha256, push_devices.c.hides_text)
    query = select(*columns).where(push_devices.c.operator_id == operator_id).order_by(push_devices.c.id)
    return {row.endpoint_sha256: bool(row.hides_text) for row in await desk.db.fetch_all(query)}


async def waiting_by_device(desk: Desk, devices: Collection[int]) -> dict[int, int]:
    """How many notices wait for each of these devices; those without any left out."""
    if not devices:
        return {}
    own = push_notices.c.device_id
    query = select(own, func.count().label("count")).where(own.in_(devices)).group_by(own)
    return {row.device_id: row["count"] for row in await desk.db.fetch_all(query)}


async def due_notices(desk: Desk, now_ms: int, most: int) -> list[PushNotice]:
    """What is to be sent now, the oldest first."""
    query = select(push_notices, *_DEVICE).join_from(push_notices, push_devices)
    due = query.where(push_notices.c.due_ms <= now_ms).order_by(push_notices.c.due_ms, push_notices.c.id).limit(most)
    return [_notice(row) for row in await desk.db.fetch_all(due)]


async def event_of(desk: Desk, notice: PushNotice) -> Event | None:
    """What it is about; None where the log has it no more."""
    record = await desk.db.fetch_one(select(events).where(events.c.id == notice.event_id))
    return Event.from_record(record) if record else None


async def is_unread_mention(desk: Desk, operator_id: int, message_id: int) -> bool:
    """Whether a note still names the person, and they have not read it."""
    theirs = (mentions.c.operator_id == operator_id) & (mentions.c.message_id == message_id)
    return await desk.db.fetch_one(select(mentions.c.message_id).where(theirs)) is not None


def _notice(row: Any) -> PushNotice:
    device = PushDevice.from_record(row)
    return PushNotice(row.id, row.event_id, device, row.active_ms, row.created_ms, row.due_ms, row.tries)
