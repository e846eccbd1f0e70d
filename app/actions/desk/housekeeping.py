"""What falls due without anyone acting: snoozes end, offline people's tickets are released, deleted ones are erased, and so on."""

import asyncio

from app.actions.customer.erasing import erase_customers
from app.actions.desk.erasing import erase_due, sweep_uploads
from app.actions.desk.erasing_originals import erase_originals
from app.actions.desk.following_texts import follow_texts
from app.actions.desk.settings import follow_settings
from app.actions.desk.templates import forget_deleted_templates
from app.actions.people.absence import release_absent
from app.actions.people.password_links import forget_over_links
from app.actions.people.push_devices import forget_silent_devices
from app.actions.people.signing import forget_ended_sessions
from app.actions.people.weekly import send_weekly
from app.actions.ticket.statusing import wake_due
from app.core.clock import MINUTE_MS, now_ms
from app.desk import Desk

LOOK_S = 2
FOLLOW_S = 0.5  # in `serve` the dispatcher follows the log; a mail process has none
SWEEP_EVERY_MS = 10 * MINUTE_MS


async def keep_house(desk: Desk) -> None:
    """Do what is due, for ever. Several processes may: each step is taken by one of them."""
    swept_ms = 0
    while True:
        await follow_settings(desk)
        await wake_due(desk, now_ms())
        await erase_customers(desk, now_ms())
        await send_weekly(desk, now_ms())
        if desk.settings.release_after_min:
            await release_absent(desk, await desk.db.now_ms())
        if now_ms() - swept_ms >= SWEEP_EVERY_MS:
            await sweep(desk, now_ms())
            swept_ms = now_ms()
        await asyncio.sleep(LOOK_S)


async def keep_to_settings(desk: Desk) -> None:
    """Follow what the console changes of settings and texts, in a process that keeps no house (`mail run`)."""
    while True:
        await follow_settings(desk)
        await follow_texts(desk)
        await asyncio.sleep(FOLLOW_S)


async def sweep(desk: Desk, at_ms: int) -> None:
    """Erase and forget whatever has expired."""
    await erase_due(desk, at_ms)
    await sweep_uploads(desk, at_ms)
    await forget_ended_sessions(desk, at_ms)
    await forget_over_links(desk, at_ms)
    await forget_silent_devices(desk, at_ms)
    await erase_originals(desk, at_ms)
    await forget_deleted_templates(desk, at_ms)
