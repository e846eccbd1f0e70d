"""Loops that must not end: one that fails begins again, soon when it was well before, later when it fails and fails."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TypeVar

import structlog

from app.database import is_for_now

SHORT_PAUSE_S, LONG_PAUSE_S = 1.0, 60.0
WELL_S = 10.0  # who ran for so long has done its work: the next failure is the first again

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]
log = structlog.get_logger("desk")


async def steadily(
    loop: Callable[[], Awaitable[None]],
    name: str,
    *,
    sleep: Sleep = asyncio.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Run a loop until it ends or is cancelled; if it fails, log why and restart it.

    The pause grows with every failure and is short again after a run that went well. While the database is away or full it is
    always short: what became due meanwhile is done as soon as it is back, and the outage itself is logged once, elsewhere.
    """
    pause_s = SHORT_PAUSE_S
    while True:
        began_s = clock()
        try:
            await loop()
        except Exception as error:  # noqa: BLE001  logged, and the loop goes on
            if is_for_now(error) or clock() - began_s >= WELL_S:
                pause_s = SHORT_PAUSE_S
            log_failure("a background loop failed", error, loop=name, again_in_s=pause_s)
        else:
            return
        await sleep(pause_s)
        pause_s = min(pause_s * 2, LONG_PAUSE_S)


async def insist(work: Callable[[], Awaitable[T]], *, sleep: Sleep = asyncio.sleep) -> T:
    """Do what has to be noted although the database is away or full: try until it is back. Raises any other error."""
    while True:
        try:
            return await work()
        except Exception as error:
            if not is_for_now(error):
                raise
        await sleep(SHORT_PAUSE_S)


@asynccontextmanager
async def meanwhile(
    work: Callable[[], Awaitable[object]], every_s: float, words: str, **facts: object
) -> AsyncIterator[None]:
    """Do this every so many seconds for as long as the block takes. When it fails, log `words` and go on."""
    keeper = asyncio.create_task(_again_and_again(work, every_s, words, facts))
    try:
        yield
    finally:
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)


async def _again_and_again(
    work: Callable[[], Awaitable[object]], every_s: float, words: str, facts: Mapping[str, object]
) -> None:
    while True:
        await asyncio.sleep(every_s)
        try:
            await work()
        except Exception as error:  # noqa: BLE001  logged, and it is done again
            log_failure(words, error, **facts)


def log_failure(words: str, error: Exception, **facts: object) -> None:
    """Log what went wrong in the background, unless the database is away or full: that has been said, once for all."""
    if not is_for_now(error):
        log.error(words, exc_info=error, **facts)
