"""Rate limits. Counted before anything is verified, in one step, so parallel attempts cannot slip by."""

import math
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any, TypeVar

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.requests import HTTPConnection

from app.config.settings import Settings
from app.core.errors import TooMany
from app.text.languages import _, ngettext
from web.requests.guard_memory import GuardMemory
from web.requests.guards import KnownOfTry, RedisAway, TriesLeft, Try
from web.requests.rate_memory import RateMemory

if TYPE_CHECKING:
    from web.requests.guard_redis import GuardRedis
    from web.requests.shared_rates import SharedRates

T = TypeVar("T")


@dataclass(frozen=True)
class Rate:
    """So many in so long, for one kind of try."""

    name: str
    item: RateLimitItem


PUBLIC_FORM_IP = Rate("form ip", RateLimitItemPerMinute(5))
TICKET_PAGE_IP = Rate("ticket page ip", RateLimitItemPerMinute(120))  # of pages and their parts
CONFIRMATION_HOUR = Rate("confirmation hour", RateLimitItemPerHour(3))
CONFIRMATION_DAY = Rate("confirmation day", RateLimitItemPerHour(10, 24))
CONFIRMATIONS = Rate("confirmations", RateLimitItemPerMinute(60))
RESET_ACCOUNT = Rate("reset account", RateLimitItemPerHour(3))
LOST_LINK = Rate("lost link", RateLimitItemPerHour(3))
STRANGERS_BYTES_IP = Rate("bytes ip", RateLimitItemPerHour(800, 24))  # in quarters of a megabyte
FORM_CHALLENGE_IP = Rate("form challenge ip", RateLimitItemPerMinute(30))
ATTACHMENT_IP = Rate("attachment ip", RateLimitItemPerMinute(60))  # of misses: nobody guesses keys


class Rates:
    """The counters of this desk: in memory, or in Redis where several processes share them.

    Without Redis the limits go on per process; they are never off.
    """

    def __init__(self, redis_url: str | None = None, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.memories: dict[str, MovingWindowRateLimiter] = {}  # one a rate: a flood of one clears no other
        self.guard_memory = GuardMemory()
        self.shared = _shared(redis_url) if redis_url else None

    @classmethod
    def of(cls, settings: Settings) -> "Rates":
        """The counters that these settings ask for."""
        return cls(settings.redis_url)

    async def close(self) -> None:
        """Let go of Redis."""
        if self.shared:
            await self.shared.close()

    async def hit(self, rate: Rate, *keys: str) -> None:
        """Count one try. Raises TooMany when it is one too many; then it is not counted."""
        if not await self.allows(rate, *keys):
            raise too_many(await self.wait_s(rate, *keys))

    async def allows(self, rate: Rate, *keys: str, cost: int = 1) -> bool:
        """Count one try, or as many as it `cost`s, and say whether it is within the rate."""
        return bool(await self._ask("hit", rate, keys, cost=cost))

    async def check(self, rate: Rate, *keys: str) -> None:
        """Raise TooMany when the next try would be one too many; count nothing."""
        if not await self._ask("test", rate, keys):
            raise too_many(await self.wait_s(rate, *keys))

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

    async def guess(self, *tries: Try, known: KnownOfTry = KnownOfTry.NOTHING) -> TriesLeft:
        """Count one try with all its guards, in one step. Raises TooMany where one of them asks for a pause.

        What is refused is not counted. Whoever verifies afterwards says with `clear_guess` or `release_guess` that it
        was right.
        """
        now_s = self.clock()
        wait_s, counts = await self._either(lambda guards: guards.ask(tries, known, now_s))
        if wait_s > 0:
            raise too_many(max(1, math.ceil(wait_s)))
        return TriesLeft.of(tries, counts)

    async def clear_guess(self, one: Try) -> None:
        """Forget all wrong tries at this thing: the right answer was given."""
        await self._either(lambda guards: guards.clear(one))

    async def release_guess(self, one: Try) -> None:
        """Forget this one try, which was right; those of others stay."""
        await self._either(lambda guards: guards.release(one))

    async def _either(self, step: "Callable[[GuardMemory | GuardRedis], Awaitable[T]]") -> T:
        if self.shared:
            with suppress(RedisAway):
                return await self.shared.guess(step)
        return await step(self.guard_memory)

    async def _ask(self, what: str, rate: Rate, keys: tuple[str, ...], **more: int) -> Any:
        names = (rate.name, *keys)
        if self.shared:
            with suppress(RedisAway):
                return await self.shared.ask(what, rate.item, names, **more)
        memory = self.memories.setdefault(rate.name, MovingWindowRateLimiter(RateMemory(self.clock)))
        return await getattr(memory, what)(rate.item, *names, **more)


def _shared(redis_url: str) -> "SharedRates":
    from web.requests.shared_rates import SharedRates  # noqa: PLC0415  Redis's client takes six megabytes

    return SharedRates(redis_url)


def rates_of(request: HTTPConnection) -> Rates:
    """The counters of the desk that was asked."""
    rates: Rates = request.app.state.rates
    return rates


def too_many(seconds: int) -> TooMany:
    """The refusal that says how long to wait."""
    return TooMany(_("Too many attempts. Wait %(pause)s, then try again.") % {"pause": spoken_pause(seconds)}, seconds)


def ip_key(client_ip: str) -> str:
    """Under which name an address is counted: of IPv6 its /64, which one subscriber has to themselves."""
    try:
        address = ip_address(client_ip)
    except ValueError:
        return client_ip
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else client_ip


def spoken_pause(seconds: int) -> str:
    """The pause as people say it."""
    if seconds <= 90:  # noqa: PLR2004  "1 minute" would not be true much longer
        if seconds <= 45:  # noqa: PLR2004
            return ngettext("%(num)s second", "%(num)s seconds", seconds) % {"num": seconds}
        seconds = 60
    minutes = math.ceil(seconds / 60)
    return ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes}
