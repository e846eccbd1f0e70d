"""Who waits before a page goes first: what works in the background lets requests pass, and not for long."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

REST_S = 0.02  # a person's act is several requests, and nothing should begin in the few milliseconds between them


class RightOfWay:
    """Knows the requests that this process is answering."""

    def __init__(self) -> None:
        self._under_way = 0
        self._nobody = asyncio.Event()
        self._nobody.set()
        self._free_from_s = 0.0

    @contextmanager
    def request(self) -> Iterator[None]:
        """A request, as long as it lasts."""
        self._under_way += 1
        self._nobody.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._free_from_s = time.monotonic() + REST_S
                self._nobody.set()

    async def give_way(self, most_s: float) -> None:
        """Return once no request has been under way for a moment; after `most_s` in any case."""
        with suppress(TimeoutError):
            async with asyncio.timeout(most_s):
                await self._free()

    async def _free(self) -> None:
        while self._under_way or time.monotonic() < self._free_from_s:
            await self._nobody.wait()
            await asyncio.sleep(self._free_from_s - time.monotonic())
