"""Whose backlog a ticket is in: its group's and its holder's, for as long as it is active."""

from typing import NamedTuple

from app.counting.measure import Measure


class BacklogPlace(NamedTuple):
    """A holder (0: nobody) and a group (0: none)."""

    operator_id: int
    group_id: int


class BacklogStep(NamedTuple):
    """Into a place or out of it, by this event."""

    measure: Measure  # ENTERED, LEFT
    place: BacklogPlace
    event_id: int
    at_ms: int


class Places:
    """Where a ticket stood."""

    def __init__(self) -> None:
        self.steps: list[BacklogStep] = []
        self._there: BacklogPlace | None = None

    def stand(self, place: BacklogPlace | None, event_id: int, at_ms: int) -> None:
        """From now on it is here; None: in no backlog."""
        if place == self._there:
            return
        for measure, which in ((Measure.LEFT, self._there), (Measure.ENTERED, place)):
            if which is not None:
                self.steps.append(BacklogStep(measure, which, event_id, at_ms))
        self._there = place
