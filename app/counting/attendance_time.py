"""How long operators were signed in and away, as far as the log tells.

From a sign-in to the sign-out. A session that just ends writes no event, so a day's time ends with the operator's last act
before twelve hours without one. What another session does after a sign-out begins a time of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from app.core.clock import HOUR_MS
from app.counting.desk_days import DeskDays
from app.counting.logged import CountedAct, Logged
from app.counting.measure import Measure

IDLE_MS: Final = 12 * HOUR_MS  # a session ends after so long without a request
KEEPS_OWN_SESSION: Final = frozenset(
    {"password_changed", "second_factor", "ended"}
)  # when it is the person's own doing


@dataclass(frozen=True, slots=True)
class TimeSpent:
    """A time signed in, or away, that began with this event."""

    measure: Measure  # SIGNED_IN, AWAY
    operator_id: int
    event_id: int
    begin_ms: int
    end_ms: int

    def rows(self, days: DeskDays) -> Iterator[CountedAct]:
        """One for each of its days."""
        for at_ms, took_ms in days.by_day(self.begin_ms, self.end_ms):
            day, hour = days.day_and_hour(at_ms)
            yield CountedAct(day, self.measure.code, self.operator_id, 0, 0, self.event_id, hour, took_ms)


@dataclass(frozen=True, slots=True)
class TimeAtDesk:
    """How it stands with one operator: what is kept between two readings of the log."""

    operator_id: int
    sessions: int = 0
    event_id: int = 0  # that began the present time; 0: none
    since_ms: int = 0
    last_ms: int = 0  # their last act
    away_event_id: int = 0  # 0: at the desk
    away_since_ms: int = 0


@dataclass(slots=True)
class AttendanceCount:
    """Reads events in order; `now` is how it stands with each operator, `stays` the times that are new or longer."""

    now: dict[int, TimeAtDesk] = field(default_factory=dict)
    stays: dict[tuple[Measure, int, int], TimeSpent] = field(default_factory=dict)

    def read(self, events: Iterable[Logged]) -> None:
        """Go on with these."""
        for event in events:
            if event.operator_id:
                self._acts(event.operator_id, event)
            person = int(event.details.get("person") or 0) if event.kind.startswith("person.") else 0
            if not person:
                continue
            if event.kind == "person.signed_out":
                self._signs_out(person, event)
            elif event.kind == "person.away":
                self._goes_away(person, event, away=bool(event.details.get("away")))
            elif event.kind == "person.deleted" or event.details.get("changes", {}).get("active") == [True, False]:
                self._goes_away(person, event, away=False)

    def _of(self, operator_id: int) -> TimeAtDesk:
        return self.now.get(operator_id) or TimeAtDesk(operator_id)

    def _acts(self, operator_id: int, event: Logged) -> None:
        one = self._of(operator_id)
        if one.last_ms and event.at_ms - one.last_ms >= IDLE_MS:
            one = replace(one, sessions=0, event_id=0)
        if event.kind == "person.signed_in":
            one = replace(one, sessions=one.sessions + 1)
        if one.sessions and not one.event_id:
            one = replace(one, event_id=event.id, since_ms=event.at_ms)
        one = replace(one, last_ms=max(event.at_ms, one.last_ms))
        self.now[operator_id] = one
        self._stays(one)

    def _signs_out(self, person: int, event: Logged) -> None:
        one = self._of(person)
        details = event.details
        if details.get("why") == "signed_out" or details.get("client_ip"):
            left = max(one.sessions - 1, 0)
        else:
            left = int(event.operator_id == person and details.get("why") in KEEPS_OWN_SESSION and one.sessions > 0)
        if one.event_id and event.at_ms - one.last_ms < IDLE_MS:
            one = replace(one, last_ms=max(event.at_ms, one.last_ms))
            self._stays(one)
        self.now[person] = replace(one, sessions=left, event_id=0)

    def _stays(self, one: TimeAtDesk) -> None:
        if one.event_id and one.last_ms > one.since_ms:
            stay = TimeSpent(Measure.SIGNED_IN, one.operator_id, one.event_id, one.since_ms, one.last_ms)
            self.stays[Measure.SIGNED_IN, one.operator_id, one.event_id] = stay

    def _goes_away(self, person: int, event: Logged, *, away: bool) -> None:
        one = self._of(person)
        if away and not one.away_event_id:
            self.now[person] = replace(one, away_event_id=event.id, away_since_ms=event.at_ms)
        elif not away and one.away_event_id:
            stay = TimeSpent(Measure.AWAY, person, one.away_event_id, one.away_since_ms, event.at_ms)
            self.stays[Measure.AWAY, person, one.away_event_id] = stay
            self.now[person] = replace(one, away_event_id=0, away_since_ms=0)
