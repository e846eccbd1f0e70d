"""What the clocks on a zone's walls show: stretches of time in which they are equally far from UTC."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.core.clock import HOUR_MS, SECOND_MS

LOOK_EVERY_S = 6 * HOUR_MS // SECOND_MS  # no zone has ever changed its clocks twice in so short a time


class Stretch(NamedTuple):
    """From `begin_ms` until before `end_ms` (UTC) the clocks show `offset_ms` more than UTC."""

    begin_ms: int
    end_ms: int
    offset_ms: int


@lru_cache(maxsize=512)
def stretches(zone: str, begin_ms: int, end_ms: int) -> tuple[Stretch, ...]:
    """The time between two times (whole seconds), split where the zone's clocks change. Raises for an unknown zone."""
    cuts = [begin_ms // SECOND_MS, *_changes(ZoneInfo(zone), begin_ms // SECOND_MS, end_ms // SECOND_MS)]
    ends = [*cuts[1:], end_ms // SECOND_MS]
    return tuple(
        Stretch(begin * SECOND_MS, end * SECOND_MS, _offset_s(ZoneInfo(zone), begin) * SECOND_MS)
        for begin, end in zip(cuts, ends, strict=True)
    )


def _changes(zone: ZoneInfo, begin_s: int, end_s: int) -> Iterator[int]:
    """The seconds after `begin_s` from which on the offset is another."""
    for early in range(begin_s, end_s, LOOK_EVERY_S):
        late = min(early + LOOK_EVERY_S, end_s - 1)
        if _offset_s(zone, early) != _offset_s(zone, late):
            yield _change_between(zone, early, late)


def _change_between(zone: ZoneInfo, early: int, late: int) -> int:
    before = _offset_s(zone, early)
    while late - early > 1:
        middle = (early + late) // 2
        if _offset_s(zone, middle) == before:
            early = middle
        else:
            late = middle
    return late


def _offset_s(zone: ZoneInfo, moment_s: int) -> int:
    offset = datetime.fromtimestamp(moment_s, zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0
