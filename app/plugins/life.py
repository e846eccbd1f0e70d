"""The plug-ins' life beside the desk: loaded at its start, told of events while it runs, ended with it."""

import asyncio
import secrets

from app.actions.leasing import give_back_lease, note_on_lease, take_lease
from app.desk import Desk
from app.queries.events import events_after, last_event_id

LEASE = "plugins"
LEASE_MS = 120_000  # longer than a batch takes when every call runs out of its three seconds
BATCH = 20
PAUSE_S = 1.0
CURSOR = "told_event_id"


async def live_with_plugins(desk: Desk) -> None:
    """Load the plug-ins, then tell those that listen of every event until cancelled; then end their threads.

    Where several processes serve the desk, the holder of a lease tells.
    """
    plugins = await asyncio.to_thread(lambda: desk.plugins)
    holder = secrets.token_hex(8)
    try:
        while plugins.listeners:
            if await take_lease(desk, LEASE, holder, LEASE_MS):
                await tell_news(desk)
            await asyncio.sleep(PAUSE_S)
        await asyncio.Event().wait()
    finally:
        plugins.close()
        if plugins.listeners:
            await give_back_lease(desk, LEASE, holder)


async def tell_news(desk: Desk) -> int:
    """Tell all listeners of the events since the last time, at most twenty; return how many there were.

    The first time there is nothing to tell: a plug-in hears what happens from now on.
    """
    newest = await last_event_id(desk)
    told = (await note_on_lease(desk, LEASE)).get(CURSOR)
    events = await events_after(desk, told, BATCH) if isinstance(told, int) and told <= newest else []
    for event in events:
        await asyncio.gather(*(listener.hear(event) for listener in desk.plugins.listeners))
        await note_on_lease(desk, LEASE, **{CURSOR: event.id})
    if not isinstance(told, int) or told > newest:
        await note_on_lease(desk, LEASE, **{CURSOR: newest})
    return len(events)
