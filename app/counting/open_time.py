"""How much of a ticket's time was within opening hours: by the hours of the group it was in, as they were then."""

from bisect import bisect_right
from collections.abc import Mapping
from itertools import pairwise

from app.core.clock import MINUTE_MS
from app.hours.history import ALWAYS_MS, HoursHistory

Histories = Mapping[int, HoursHistory]  # by group; one that is not there was always open


class GroupTimes:
    """In which groups a ticket has been, since when."""

    def __init__(self, group_id: int) -> None:
        self._since = [-ALWAYS_MS]
        self._groups = [group_id]

    def move(self, group_id: int, at_ms: int) -> None:
        """It is in this group from now on."""
        self._since.append(at_ms)
        self._groups.append(group_id)

    def open_ms(self, histories: Histories, begin_ms: int, end_ms: int) -> int:
        """How long it was open from `begin_ms` until before `end_ms`."""
        total = 0
        for group_id, (since_ms, until_ms) in zip(self._groups, pairwise([*self._since, ALWAYS_MS]), strict=True):
            first, last = max(begin_ms, since_ms), min(end_ms, until_ms)
            if first < last:
                history = histories.get(group_id)
                total += history.open_ms_between(first, last) if history else last - first
        return total

    def is_late(self, histories: Histories, begin_ms: int, end_ms: int) -> bool:
        """Whether more open time passed than the target that applied to its group at the end."""
        history = histories.get(self._groups[bisect_right(self._since, end_ms) - 1])
        target_min = history.at(end_ms).answer_target_min if history else None
        return target_min is not None and self.open_ms(histories, begin_ms, end_ms) > target_min * MINUTE_MS
