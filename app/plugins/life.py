"""The plug-ins' lifecycle: loaded before the desk serves, sent events while it runs, closed with it."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.actions.desk.leasing import give_back_lease, note_on_lease, take_lease
from app.config.settings import Settings
from app.desk import Desk
from app.plugins.loading import Plugins, load_plugins
from app.queries.desk.events import events_after, last_event_id

LEASE = "plugins"
LEASE_MS = 120_000  # longer than a batch takes when every call runs out of its three seconds
BATCH = 20
PAUSE_S = 1.0
CURSOR = "told_event_id"


@asynccontextmanager
async def loaded_plugins(settings: Settings) -> AsyncIterator[Plugins]:
    """The plug-ins that are installed or named in the settings; their threads end with the block."""
    plugins = await asyncio.to_thread(load_plugins, settings.plugins, settings.given)
    try:
        yield plugins
    finally:
        plugins.close()


async def tell_plugins(desk: Desk, plugins: Plugins) -> None:
    """Tell those that listen of every event until cancelled.

    Where several processes serve the desk, the holder of a lease tells.
    """
    holder = secrets.token_hex(8)
    try:
        while plugins.listeners:
            if await take_lease(desk, LEASE, holder, LEASE_MS):
                await tell_news(desk, plugins)
            await asyncio.sleep(PAUSE_S)
        await asyncio.Event().wait()
    finally:
        if plugins.listeners:
            await give_back_lease(desk, LEASE, holder)


async def tell_news(desk: Desk, plugins: Plugins) -> int:
    """Send all listeners the events since the last call, at most twenty; return how many there were.

    The first call sends nothing: a plug-in receives what happens from now on.
    """
    newest = await last_event_id(desk)
    told = (await note_on_lease(desk, LEASE)).get(CURSOR)
    events = await events_after(desk, told, BATCH) if isinstance(told, int) and told <= newest else []
    for event in events:
        await asyncio.gather(*(listener.hear(event) for listener in plugins.listeners))
        await note_on_lease(desk, LEASE, **{CURSOR: event.id})
    if not isinstance(told, int) or told > newest:
        await note_on_lease(desk, LEASE, **{CURSOR: newest})
    return len(events)
