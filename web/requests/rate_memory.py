"""Counters of tries in this process."""

from collections.abc import Callable

from limits.aio.storage import MovingWindowSupport, Storage

KEYS_KEPT = 20_000


class RateMemory(Storage, MovingWindowSupport):
    """Times of attempts by key, for the moving windows of `limits`.

    The library's own memory starts a task for every try, which looks at all keys, and asks the system's clock. Here
    nothing awaits, so each step is one; old keys go when there are many.
    """

    STORAGE_SCHEME = None

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self.clock = clock
        self.tries: dict[str, tuple[int, list[float]]] = {}

    @property
    def base_exceptions(self) -> type[Exception]:
        """What its steps may raise: nothing."""
        return ValueError

    async def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count `amount` tries if that many fit into the window."""
        recent = self._recent(key, expiry)
        if len(recent) + amount > limit:
            return False
        self.tries[key] = (expiry, [*recent, *[self.clock()] * amount])
        if len(self.tries) > KEYS_KEPT:
            self._sweep()
        return True

    async def get_moving_window(self, key: str, _limit: int, expiry: int) -> tuple[float, int]:
        """When the window began, and how many tries are in it."""
        recent = self._recent(key, expiry)
        return (recent[0] if recent else self.clock()), len(recent)

    async def clear(self, key: str) -> None:
        """Forget a key."""
        self.tries.pop(key, None)

    async def reset(self) -> int | None:
        """Forget everything."""
        count = len(self.tries)
        self.tries.clear()
        return count

    async def check(self) -> bool:
        """It is always there."""
        return True

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Fixed windows are not kept here."""
        raise NotImplementedError

    async def get(self, key: str) -> int:
        """Fixed windows are not kept here."""
        raise NotImplementedError

    async def get_expiry(self, key: str) -> float:
        """Fixed windows are not kept here."""
        raise NotImplementedError

    def _recent(self, key: str, expiry: int) -> list[float]:
        since = self.clock() - expiry
        return [moment for moment in self.tries.get(key, (expiry, []))[1] if moment > since]

    def _sweep(self) -> None:
        now = self.clock()
        live = {key: (expiry, moments) for key, (expiry, moments) in self.tries.items() if moments[-1] > now - expiry}
        # What was tried most often stays: a flood of single tries clears nobody's counter.
        by_weight = sorted(live.items(), key=lambda item: (len(item[1][1]), item[1][1][-1]))
        self.tries = dict(by_weight[-KEYS_KEPT // 2 :])
