"""Work that depends on settings which the console changes: begun anew when they are others, without a restart."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable

from app.config.settings import Settings
from app.desk import Desk

LOOK_S = 0.25


async def with_each(
    desk: Desk, part: Callable[[Settings], Hashable], work: Callable[[Settings], Awaitable[None]]
) -> None:
    """Do the work for as long as this part of the settings stays; then cancel it, let it end, and do it with the new ones.

    Ends when the work ends by itself, and fails when it fails.
    """
    while True:
        settings = desk.settings
        doing = asyncio.ensure_future(work(settings))
        try:
            while part(desk.settings) == part(settings):
                done, _waiting = await asyncio.wait({doing}, timeout=LOOK_S)
                if done:
                    return doing.result()
        finally:
            doing.cancel()
            await asyncio.gather(doing, return_exceptions=True)
