"""A group's opening hours and answer target over time, each with its start."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from app.hours.opening_hours import OpeningHours

ALWAYS_MS = 2**62  # behind every moment


class Promise(NamedTuple):
    """Open at these hours, and the first answer within so many open minutes (None: no target), since `since_ms`."""

    since_ms: int
    hours: OpeningHours
    answer_target_min: int | None


@dataclass(frozen=True, slots=True)
class HoursHistory:
    """A group's promises in order of time, at least one; the first holds for all time before it too."""

    promises: tuple[Promise, ...]

    @classmethod
    def from_records(cls, records: Iterable[Any], now: Promise) -> "HoursHistory":
        """Of rows of `opening_hours`; a group that never changed its hours has none, and what holds `now` held always."""
        kept = sorted(
            Promise(row.since_ms, OpeningHours.from_text(row.hours), row.answer_target_min) for row in records
        )
        return cls(tuple(kept) or (now,))

    def at(self, moment_ms: int) -> Promise:
        """The hours and target at this time."""
        return next((one for one in reversed(self.promises) if one.since_ms <= moment_ms), self.promises[0])

    def open_ms_between(self, start_ms: int, end_ms: int) -> int:
        """How long it was open from `start_ms` until before `end_ms`, each hour by the hours that held then."""
        return sum(
            promise.hours.open_ms_between(max(start_ms, since_ms), min(end_ms, until_ms))
            for promise, since_ms, until_ms in self._spans()
        )

    def _spans(self) -> Iterator[tuple[Promise, int, int]]:
        begins = [-ALWAYS_MS, *(one.since_ms for one in self.promises[1:]), ALWAYS_MS]
        for promise, (since_ms, until_ms) in zip(self.promises, pairwise(begins), strict=True):
            yield promise, since_ms, until_ms
