"""How often somebody may try. Counted before anything is verified, in one step, so that parallel tries cannot slip by."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

import structlog
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import RedisStorage, Storage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

from app.errors import TooMany
from app.languages import _
from app.settings import Settings
from web.rate_memory import RateMemory

log = structlog.get_logger("rates")
REDIS_PATIENCE_S = 1.0


@dataclass(frozen=True)
class Rate:
    """So many in so long, for one kind of try."""

    name: str
    item: RateLimitItem


SIGN_IN_ACCOUNT_IP = Rate("sign-in account+ip", RateLimitItemPerMinute(5))
SIGN_IN_ACCOUNT = Rate("sign-in account", RateLimitItemPerMinute(10, 15))
SIGN_IN_IP = Rate("sign-in ip", RateLimitItemPerMinute(20))
CODE_IP = Rate("code ip", RateLimitItemPerMinute(10))
CODE_TICKET = Rate("code ticket", RateLimitItemPerHour(20))
PUBLIC_FORM_IP = Rate("form ip", RateLimitItemPerMinute(5))
CONFIRMATION_HOUR = Rate("confirmation hour", RateLimitItemPerHour(3))
CONFIRMATION_DAY = Rate("confirmation day", RateLimitItemPerHour(10, 24))
CONFIRMATIONS = Rate("confirmations", RateLimitItemPerMinute(60))
RESET_ACCOUNT = Rate("reset account", RateLimitItemPerHour(3))
LOST_LINK = Rate("lost link", RateLimitItemPerHour(3))
ATTACHMENT_IP = Rate("attachment ip", RateLimitItemPerMinute(60))  # of misses: nobody guesses keys


class Rates:
    """The counters of this desk: in memory, or in Redis where several processes share them.

    Without Redis the limits go on per process; they are never off.
    """

    def __init__(self, redis_url: str | None = None, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.memory = MovingWindowRateLimiter(RateMemory(clock))
        self.pool = redis_pool(redis_url) if redis_url else None
        self.shared = MovingWindowRateLimiter(redis_storage(self.pool)) if self.pool else None

    @classmethod
    def of(cls, settings: Settings) -> "Rates":
        """The counters that these settings ask for."""
        return cls(settings.redis_url)

    async def close(self) -> None:
        """Let go of Redis."""
        if self.pool:
            await self.pool.aclose()

    async def hit(self, rate: Rate, *keys: str) -> None:
        """Count one try. Raises TooMany when it is one too many; then it is not counted."""
        if not await self.allows(rate, *keys):
            seconds = await self.wait_s(rate, *keys)
            raise TooMany(
                _("Too many tries. Wait %(pause)s, then try again.") % {"pause": spoken_pause(seconds)}, seconds
            )

    async def allows(self, rate: Rate, *keys: str) -> bool:
        """Count one try and say whether it is within the rate."""
        return bool(await self._ask("hit", rate, keys))

    async def check(self, rate: Rate, *keys: str) -> None:
        """Raise TooMany when the next try would be one too many; count nothing."""
        if not await self._ask("test", rate, keys):
            seconds = await self.wait_s(rate, *keys)
            raise TooMany(
                _("Too many tries. Wait %(pause)s, then try again.") % {"pause": spoken_pause(seconds)}, seconds
            )

    async def left(self, rate: Rate, *keys: str) -> int:
        """How many tries are left."""
        return int((await self._ask("get_window_stats", rate, keys)).remaining)

    async def wait_s(self, rate: Rate, *keys: str) -> int:
        """Seconds until a try is possible again, at least one."""
        stats = await self._ask("get_window_stats", rate, keys)
        return max(1, math.ceil(float(stats.reset_time) - self.clock()))

    async def clear(self, rate: Rate, *keys: str) -> None:
        """Forget the tries: the right answer was given."""
        await self._ask("clear", rate, keys)

    async def _ask(self, what: str, rate: Rate, keys: tuple[str, ...]) -> Any:
        names = (rate.name, *keys)
        if self.shared:
            try:
                return await getattr(self.shared, what)(rate.item, *names)
            except (RedisError, OSError) as error:
                log.warning("rate limits are per process: Redis does not answer", reason=type(error).__name__)
        return await getattr(self.memory, what)(rate.item, *names)


def redis_pool(redis_url: str) -> ConnectionPool:
    """Connections to the Redis that `DESKBELL_REDIS_URL` names; one that hangs is given up, and counted without."""
    return ConnectionPool.from_url(redis_url, socket_connect_timeout=REDIS_PATIENCE_S, socket_timeout=REDIS_PATIENCE_S)


def redis_storage(pool: ConnectionPool) -> Storage:
    """The counters' place in that Redis."""
    options: dict[str, Any] = {"connection_pool": pool}
    return RedisStorage("async+redis://", implementation="redispy", key_prefix="deskbell-rates", **options)


def ip_key(client_ip: str) -> str:
    """Under which name an address is counted: of IPv6 its /64, which one subscriber has to themselves."""
    try:
        address = ip_address(client_ip)
    except ValueError:
        return client_ip
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else client_ip


def spoken_pause(seconds: int) -> str:
    """The pause as people say it."""
    if seconds <= 90:  # noqa: PLR2004  "one minute" would not be true much longer
        return _("one minute") if seconds > 45 else _("%(count)s seconds") % {"count": seconds}  # noqa: PLR2004
    return _("%(count)s minutes") % {"count": math.ceil(seconds / 60)}
