"""The bell: rung after a commit, it only says "look now". Lost rings are harmless: listeners also look regularly."""

import asyncio


class Bell:
    """Wakes the dispatcher of this process. `RedisBell` (realtime) also wakes those of the others."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Something was committed."""
        self._rung.set()

    async def wait(self, timeout_s: float) -> bool:
        """Wait until rung, at most so long; tell whether it was."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._rung.wait()
        except TimeoutError:
            return False
        self._rung.clear()
        return True
