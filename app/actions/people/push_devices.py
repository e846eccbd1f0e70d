"""A person's devices for notifications while the console is closed. Theirs alone, so they leave no event, as preferences do."""

import hashlib
from typing import Final

from sqlalchemy import ColumnElement, delete, insert, select, update

from app.actions.change import Change, action
from app.core.clock import HOUR_MS
from app.credentials.push_subscription import Subscription
from app.desk import Desk
from app.nouns.operator import Operator
from sql.tables import operators, push_devices

MOST: Final = 10  # the one seen longest ago makes room
SILENT_MS: Final = 30 * 24 * HOUR_MS  # nobody signed in there for so long


@action
async def keep_device(
    desk: Desk, operator: Operator, session: str, subscription: Subscription, now_ms: int, *, hides_text: bool
) -> None:
    """Notify the person there from now on. A device that was somebody else's is theirs: they are signed in on it now."""
    values = {"operator_id": operator.id, "session_sha256": session, "hides_text": hides_text, "seen_ms": now_ms}
    values |= {"p256dh": subscription.p256dh, "auth": subscription.auth, "active_ms": now_ms}
    this = push_devices.c.endpoint_sha256 == _digest(subscription.endpoint)
    async with desk.db.transaction():
        await _queue(desk, operator)
        if not await desk.db.rowcount(update(push_devices).where(this).values(values)):
            new = {"endpoint": subscription.endpoint, "endpoint_sha256": _digest(subscription.endpoint)}
            await desk.db.execute(insert(push_devices).values({**values, **new, "created_ms": now_ms}))
        await _make_room(desk, operator)


@action
async def renew_device(desk: Desk, operator: Operator, session: str, endpoint: str, now_ms: int) -> bool:
    """Note that the person is signed in there, with this session; False if they are not notified there.

    Whoever had the device before is notified there no more: what is shown on it, another one reads now.
    """
    this = push_devices.c.endpoint_sha256 == _digest(endpoint)
    await desk.db.execute(delete(push_devices).where(this, push_devices.c.operator_id != operator.id))
    values = {"session_sha256": session, "seen_ms": now_ms}
    return bool(await desk.db.rowcount(update(push_devices).where(_own(operator, endpoint)).values(values)))


@action
async def forget_device(desk: Desk, operator: Operator, endpoint: str) -> None:
    """Notify the person there no more; with no endpoint, nowhere."""
    own = _own(operator, endpoint) if endpoint else push_devices.c.operator_id == operator.id
    await desk.db.execute(delete(push_devices).where(own))


@action
async def note_active(desk: Desk, operator_id: int, now_ms: int) -> None:
    """They have a console in view: their devices stay silent for a while."""
    theirs = push_devices.c.operator_id == operator_id
    await desk.db.execute(update(push_devices).where(theirs).values(active_ms=now_ms))


async def forget_devices_of_session(tx: Change, session: str) -> None:
    """It was ended on purpose: what it switched on is off."""
    await tx.db.execute(delete(push_devices).where(push_devices.c.session_sha256 == session))


async def forget_devices_of(tx: Change, operator: Operator, *, but_session: str = "") -> None:
    """All sessions of the person were ended, or all but one: and so all their devices but that one's."""
    theirs = (push_devices.c.operator_id == operator.id) & (push_devices.c.session_sha256 != but_session)
    await tx.db.execute(delete(push_devices).where(theirs))


async def forget_silent_devices(desk: Desk, now_ms: int) -> int:
    """Remove those that nobody signed in on for thirty days; return how many."""
    return await desk.db.rowcount(delete(push_devices).where(push_devices.c.seen_ms <= now_ms - SILENT_MS))


async def _queue(desk: Desk, operator: Operator) -> None:
    """Two windows of one person wait for each other here."""
    await desk.db.execute(update(operators).where(operators.c.id == operator.id).values(name=operators.c.name))


async def _make_room(desk: Desk, operator: Operator) -> None:
    own = push_devices.c.operator_id == operator.id
    newest = select(push_devices.c.id).where(own).order_by(push_devices.c.seen_ms.desc(), push_devices.c.id.desc())
    ids = [row.id for row in await desk.db.fetch_all(newest)]
    if ids[MOST:]:
        await desk.db.execute(delete(push_devices).where(push_devices.c.id.in_(ids[MOST:])))


def _own(operator: Operator, endpoint: str) -> ColumnElement[bool]:
    return (push_devices.c.operator_id == operator.id) & (push_devices.c.endpoint_sha256 == _digest(endpoint))


def _digest(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()
