"""What is to be shown on devices: queued with how far the log was read, and gone once a push service has it."""

import json
from collections.abc import Collection
from typing import Final

from sqlalchemy import delete, insert, update

from app.core.clock import HOUR_MS, MINUTE_MS
from app.credentials.push_subscription import PushDevice, PushNotice
from app.database import run_again
from app.desk import Desk
from app.queries.people.push import PUSH
from sql.tables import leases, push_devices, push_notices

CLAIM_MS: Final = MINUTE_MS  # who claimed it and died: another try after this
OLDEST_MS: Final = HOUR_MS  # later it is no news
PAUSES_MS: Final = (10_000, MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS)  # before the second try, the third …


async def queue_notices(desk: Desk, holder: str, after: int, notices: Collection[tuple[int, int]], now_ms: int) -> bool:
    """Note that the log was read up to this event, and queue these (device, event); False if another process has the turn."""
    rows = [
        {"device_id": device, "event_id": event, "created_ms": now_ms, "due_ms": now_ms, "tries": 0}
        for device, event in notices
    ]
    read = update(leases).where(leases.c.name == PUSH, leases.c.holder == holder)

    async def write() -> bool:
        async with desk.db.transaction():
            if not await desk.db.rowcount(read.values(details=json.dumps({"after": after}))):
                return False
            await desk.db.execute_many(insert(push_notices), rows)
            return True

    return await run_again(desk.db, write)


async def claim_notice(desk: Desk, notice: PushNotice, now_ms: int) -> bool:
    """Whether this process sends it: nobody has moved it since it was read."""
    as_read = (push_notices.c.id == notice.id) & (push_notices.c.due_ms == notice.due_ms)
    return bool(await desk.db.rowcount(update(push_notices).where(as_read).values(due_ms=now_ms + CLAIM_MS)))


async def end_notice(desk: Desk, notice: PushNotice) -> None:
    """It was sent, or is not to be sent any more."""
    await desk.db.execute(delete(push_notices).where(push_notices.c.id == notice.id))


async def put_off_notice(desk: Desk, notice: PushNotice, now_ms: int, wait_ms: int = 0) -> bool:
    """Try again later, after `wait_ms` at least; False if it was tried often enough, or is no news by then: it is gone."""
    tries = notice.tries + 1
    due_ms = now_ms + max(PAUSES_MS[min(notice.tries, len(PAUSES_MS) - 1)], wait_ms)
    if tries > len(PAUSES_MS) or due_ms - notice.created_ms > OLDEST_MS:
        await end_notice(desk, notice)
        return False
    this = push_notices.c.id == notice.id
    await desk.db.execute(update(push_notices).where(this).values(due_ms=due_ms, tries=tries))
    return True


async def wait_with_notice(desk: Desk, notice: PushNotice, until_ms: int) -> None:
    """Its reader may still see it in a console: decide again then. It counts as no try."""
    await desk.db.execute(update(push_notices).where(push_notices.c.id == notice.id).values(due_ms=until_ms))


async def drop_device(desk: Desk, device: PushDevice) -> None:
    """Its push service does not know it any more: whatever waits for it goes too."""
    await desk.db.execute(delete(push_devices).where(push_devices.c.id == device.id))
