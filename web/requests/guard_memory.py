"""Wrong tries in this process."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from web.requests.guards import KnownOfTry, Try

KEYS_KEPT = 20_000  # of each guard
ASKERS_KEPT = 2_000  # of each key


@dataclass(slots=True)
class Tries:
    """Times of attempts at one thing, oldest first, and the newest of each client."""

    moments: list[float] = field(default_factory=list)
    newest: dict[str, float] = field(default_factory=dict)


class GuardMemory:
    """Tries by guard and thing. Nothing awaits between looking and counting, so each step is one."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Tries]] = {}

    async def ask(self, tries: Sequence[Try], known: KnownOfTry, now_s: float) -> tuple[float, list[int]]:
        """Seconds to wait, and how many tries each guard knows. It is counted where nothing has to wait."""
        found = [self._recent(one, now_s) for one in tries]
        wait_s = max(_wait_s(one, of, known, now_s) for one, of in zip(tries, found, strict=True))
        if wait_s <= 0 and known is not KnownOfTry.RIGHT:
            for one, of in zip(tries, found, strict=True):
                self._count(one, of, now_s)
        return wait_s, [len(of.moments) for of in found]

    async def clear(self, one: Try) -> None:
        """Forget all tries at the thing."""
        self.kept.get(one.guard.name, {}).pop(one.thing, None)

    async def release(self, one: Try) -> None:
        """Forget one try: it was right."""
        of = self.kept.get(one.guard.name, {}).get(one.thing)
        if of and of.moments:
            of.moments.pop()
            of.newest.pop(one.by, None)

    def _recent(self, one: Try, now_s: float) -> Tries:
        of = self.kept.get(one.guard.name, {}).get(one.thing) or Tries()
        of.moments = [moment for moment in of.moments if moment > now_s - one.guard.window_s]
        return of

    def _count(self, one: Try, of: Tries, now_s: float) -> None:
        of.moments = [*of.moments, now_s][-one.guard.most :]
        of.newest.pop(one.by, None)
        of.newest[one.by] = now_s
        if len(of.newest) > ASKERS_KEPT:
            of.newest = dict(list(of.newest.items())[-ASKERS_KEPT // 2 :])
        kept = self.kept.setdefault(one.guard.name, {})
        kept[one.thing] = of
        if len(kept) > KEYS_KEPT:
            self.kept[one.guard.name] = _fewer(kept, now_s - one.guard.window_s)


def _wait_s(one: Try, of: Tries, known: KnownOfTry, now_s: float) -> float:
    guard, count = one.guard, len(of.moments)
    if count < guard.free:
        return 0.0
    if known is KnownOfTry.WRONG:
        return of.moments[-guard.free] + guard.window_s - now_s
    newest = of.newest.get(one.by)
    return 0.0 if newest is None else newest + guard.pause_s(count) - now_s


def _fewer(kept: dict[str, Tries], since_s: float) -> dict[str, Tries]:
    """Half of what fits: what was tried at most often stays, so that a flood of single tries clears nobody's counter."""
    live = {thing: of for thing, of in kept.items() if of.moments and of.moments[-1] > since_s}
    by_weight = sorted(live.items(), key=lambda item: (len(item[1].moments), item[1].moments[-1]))
    return dict(by_weight[-KEYS_KEPT // 2 :])
