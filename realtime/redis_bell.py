"""The bell of several processes: rung in one, it wakes the dispatch of all."""

import asyncio

from app.core.bell import Bell
from realtime.redis_channel import RedisChannel

CHANNEL = "deskbell:bell"


class RedisBell(Bell):
    """Rings here at once and elsewhere through Redis. Where Redis is down, the others look by themselves a bit later."""

    def __init__(self, url: str, channel: str = CHANNEL) -> None:
        super().__init__()
        self._channel = RedisChannel(url, channel)
        self._unsaid = asyncio.Event()

    def ring(self) -> None:
        """Something was committed. Never waits for Redis."""
        super().ring()
        self._unsaid.set()

    async def run(self) -> None:
        """Pass rings on, and receive those of others, until cancelled."""
        try:
            async with asyncio.TaskGroup() as loops:
                loops.create_task(self._channel.listen(self._heard))
                loops.create_task(self._pass_on())
        finally:
            await self._channel.close()

    async def _pass_on(self) -> None:
        """Many rings while one is being passed on are one."""
        while True:
            await self._unsaid.wait()
            self._unsaid.clear()
            await self._channel.say("ring")

    async def _heard(self, _words: bytes) -> None:
        super().ring()
