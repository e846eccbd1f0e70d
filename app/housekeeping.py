"""What becomes due by itself: the snoozed wake, offline people's locks end, what was deleted is erased, and so on."""

import asyncio

from app.actions.absence import release_absent
from app.actions.erasing import erase_due, sweep_uploads
from app.actions.password_links import forget_over_links
from app.actions.settling import follow_settings
from app.actions.signing import forget_ended_sessions
from app.actions.statusing import wake_due
from app.clock import MINUTE_MS, now_ms
from app.desk import Desk

LOOK_S = 2
SWEEP_EVERY_MS = 10 * MINUTE_MS


async def keep_house(desk: Desk) -> None:
    """Do what is due, for ever. Several processes may: each step is taken by one of them."""
    swept_ms = 0
    while True:
        await follow_settings(desk)
        await wake_due(desk, now_ms())
        if desk.settings.release_after_min:
            await release_absent(desk, await desk.db.now_ms())
        if now_ms() - swept_ms >= SWEEP_EVERY_MS:
            await sweep(desk, now_ms())
            swept_ms = now_ms()
        await asyncio.sleep(LOOK_S)


async def keep_to_settings(desk: Desk) -> None:
    """Follow what the console changes, in a process that keeps no house (`mail run`)."""
    while True:
        await follow_settings(desk)
        await asyncio.sleep(LOOK_S)


async def sweep(desk: Desk, at_ms: int) -> None:
    """Erase and forget what is over."""
    await erase_due(desk, at_ms)
    await sweep_uploads(desk, at_ms)
    await forget_ended_sessions(desk, at_ms)
    await forget_over_links(desk, at_ms)
