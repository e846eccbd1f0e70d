"""Counters of tries that several processes share, in Redis; and the memory that Redis is away."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog
from limits import RateLimitItem
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.asyncio import ConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from web.requests.guard_redis import GuardRedis
from web.requests.guards import RedisAway

PATIENCE_S = 1.0  # one that hangs is given up, and counted without
LOOK_EVERY_S = 2.0
T = TypeVar("T")
log = structlog.get_logger("rates")


class SharedRates:
    """The counters in the Redis that `DESKBELL_REDIS_URL` names.

    The first request to find it silent waits; from then on none does until it responds again, which a separate task
    checks.
    """

    def __init__(self, redis_url: str) -> None:
        options: dict[str, Any] = {"socket_connect_timeout": PATIENCE_S, "socket_timeout": PATIENCE_S}
        self._pool = ConnectionPool.from_url(redis_url, retry=Retry(NoBackoff(), 0), **options)
        given: dict[str, Any] = {"connection_pool": self._pool}
        self._storage = RedisStorage("async+redis://", implementation="redispy", key_prefix="deskbell-rates", **given)
        self._limiter = MovingWindowRateLimiter(self._storage)
        self._guards = GuardRedis(self._pool)
        self._looking: asyncio.Task[None] | None = None

    @property
    def is_away(self) -> bool:
        """Whether the last who asked got no answer."""
        return self._looking is not None

    async def ask(self, what: str, item: RateLimitItem, names: tuple[str, ...], **more: int) -> Any:
        """Ask the limiter for `what` (`hit`, `test`, `get_window_stats`, `clear`). Raises RedisAway."""
        return await self._answer(lambda: getattr(self._limiter, what)(item, *names, **more))

    async def guess(self, step: Callable[[GuardRedis], Awaitable[T]]) -> T:
        """Ask the guards of secrets, which count in the same Redis. Raises RedisAway."""
        return await self._answer(lambda: step(self._guards))

    async def close(self) -> None:
        """Let go of Redis."""
        if self._looking:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        await self._pool.aclose()

    async def _answer(self, asked: Callable[[], Awaitable[T]]) -> T:
        if self.is_away:
            raise RedisAway
        try:
            return await asked()
        except (RedisError, OSError) as error:
            self._lost(error)
            raise RedisAway from error

    def _lost(self, error: Exception) -> None:
        if self.is_away:
            return  # several had asked at once
        log.warning("rate limits are per process: Redis does not answer", reason=type(error).__name__)
        self._looking = asyncio.create_task(self._look())

    async def _look(self) -> None:
        """Until it answers."""
        while not await self._answers():
            _end_if_cancelled()
            await asyncio.sleep(LOOK_EVERY_S)
        log.info("rate limits are shared again: Redis answers")
        self._looking = None

    async def _answers(self) -> bool:
        try:
            return bool(await self._storage.check())
        except (RedisError, OSError):
            return False


def _end_if_cancelled() -> None:
    """The client may turn a cancellation into its own error: then it would be lost."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
