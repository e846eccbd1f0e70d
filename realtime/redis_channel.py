"""Messages to the other processes through Redis. Nobody waits for them, and everything that matters is in the log."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

CONNECT_WITHIN_S = 2
ANSWER_WITHIN_S = 5
AGAIN_AFTER_S = 1.0
LISTEN_S = 10.0  # at a time; between two the connection is checked

Heard = Callable[[bytes], Awaitable[None]]
log = structlog.get_logger("realtime")


class RedisChannel:
    """One channel of one Redis: `rediss://` and `redis://` addresses, as in `DESKBELL_REDIS_URL`."""

    def __init__(self, url: str, name: str) -> None:
        self._url = url
        self._name = name
        self._publisher: Redis | None = None
        self._is_down = False

    async def say(self, words: str) -> bool:
        """Tell the others; False if Redis cannot be reached."""
        try:
            self._publisher = self._publisher or self._redis()
            await self._publisher.publish(self._name, words)
        except (TimeoutError, RedisError, OSError) as error:
            _end_if_cancelled()
            self._down(error)
            return False
        _end_if_cancelled()
        self._up()
        return True

    async def listen(self, heard: Heard, joined: Callable[[], None] = lambda: None) -> None:
        """Receive messages, our own included, until cancelled; reconnect whenever the connection is lost.

        `joined` is called each time everything is received from then on.
        """
        while True:
            try:
                await self._listen(heard, joined)
            except (TimeoutError, RedisError, OSError) as error:
                _end_if_cancelled()
                self._down(error)
            await asyncio.sleep(AGAIN_AFTER_S)

    async def close(self) -> None:
        """Let the connection for saying go."""
        if self._publisher is not None:
            await self._publisher.aclose()
            self._publisher = None

    async def _listen(self, heard: Heard, joined: Callable[[], None]) -> None:
        async with self._redis() as redis, redis.pubsub() as channel:
            await channel.subscribe(self._name)
            self._up()
            while True:
                message = await channel.get_message(timeout=LISTEN_S)
                _end_if_cancelled()
                if message is None:
                    await channel.ping()
                elif message["type"] == "subscribe":
                    joined()
                elif message["type"] == "message":
                    await heard(message["data"])

    def _redis(self) -> Redis:
        return Redis.from_url(
            self._url,
            socket_connect_timeout=CONNECT_WITHIN_S,
            socket_timeout=ANSWER_WITHIN_S,
            retry=Retry(NoBackoff(), 0),
        )

    def _down(self, error: Exception) -> None:
        """Said once an outage."""
        if not self._is_down:
            log.warning("Redis does not answer; the desk goes on without it", channel=self._name, why=str(error))
        self._is_down = True

    def _up(self) -> None:
        if self._is_down:
            log.info("Redis answers again", channel=self._name)
        self._is_down = False


def _end_if_cancelled() -> None:
    """The client may turn a cancellation into its own error, or swallow it: then it would be lost."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
