"""Since when everyone is at the desk, which ticket they opened last, and since when they write there.

Presence knows only who is where now. A console that loads its next page is gone for a moment: nobody gets up for that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.core.clock import MINUTE_MS, SECOND_MS

LEAVES_AFTER_MS = 5 * SECOND_MS  # without any console, or without the ticket
REMEMBERED_MS = MINUTE_MS  # back within this time is the same stay, or the same text
UNKNOWN_FOR_MS = 30 * SECOND_MS  # who is found here when a process begins came nobody knows when


@dataclass(slots=True)
class Stay:
    """From when until when something was so, as far as anyone knows."""

    since_ms: int
    seen_ms: int


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where someone is. `since_ms` None: longer than this process knows."""

    since_ms: int | None
    ticket_id: int | None = None
    opened_ms: int = 0
    writes_since_ms: int | None = None
    is_typing: bool = False


@dataclass
class Seating:
    """What this process noted, by operator. Times are UTC milliseconds."""

    began_ms: int
    _here: frozenset[int] = frozenset()  # as they were noted last
    _viewing: frozenset[tuple[int, int]] = frozenset()  # the same: operator and ticket
    _stays: dict[int, Stay] = field(default_factory=dict)
    _open: dict[int, dict[int, Stay]] = field(default_factory=dict)  # ticket: since when it is before them
    _texts: dict[int, tuple[int, Stay]] = field(default_factory=dict)  # the ticket, and since when they write on it

    def note(self, people: Iterable[int], viewing: Mapping[int, Iterable[int]], now_ms: int) -> None:
        """These people are here, and view these tickets; what was noted before has been so until now."""
        here = frozenset(people)
        now_viewing = frozenset((one, ticket_id) for ticket_id, ids in viewing.items() for one in ids)
        for operator_id in self._here:
            self._stays[operator_id].seen_ms = now_ms
        for operator_id, ticket_id in self._viewing:
            self._open[operator_id][ticket_id].seen_ms = now_ms
        for operator_id in here:
            self._note(self._stays, operator_id, now_ms)
        for operator_id, ticket_id in now_viewing:
            self._note(self._open.setdefault(operator_id, {}), ticket_id, now_ms)
        self._here, self._viewing = here, now_viewing
        self._forget(now_ms)

    def typed(self, operator_id: int, ticket_id: int, now_ms: int, until_ms: int) -> None:
        """They type there, which counts until that moment."""
        ticket, span = self._texts.get(operator_id, (0, Stay(now_ms, now_ms)))
        if ticket != ticket_id or now_ms - span.seen_ms > REMEMBERED_MS:
            span = Stay(now_ms, until_ms)
        span.seen_ms = until_ms
        self._texts[operator_id] = (ticket_id, span)

    def places(self, now_ms: int) -> dict[int, Whereabouts]:
        """Where everyone is who is here, as of the newest note."""
        return {
            operator_id: self._place(operator_id, stay, now_ms)
            for operator_id, stay in self._stays.items()
            if operator_id in self._here or now_ms - stay.seen_ms < LEAVES_AFTER_MS
        }

    def ends_ms(self, now_ms: int) -> int | None:
        """When the next of it ends by itself; None: nothing that is not said again does."""
        typing = [span.seen_ms for _ticket, span in self._texts.values() if span.seen_ms > now_ms]
        left = [span.seen_ms for operator_id, span in self._stays.items() if operator_id not in self._here]
        left += [
            span.seen_ms
            for operator_id, own in self._open.items()
            for ticket_id, span in own.items()
            if (operator_id, ticket_id) not in self._viewing
        ]
        leaving = [seen_ms + LEAVES_AFTER_MS for seen_ms in left if seen_ms + LEAVES_AFTER_MS > now_ms]
        return min([*typing, *leaving], default=None)

    def _place(self, operator_id: int, stay: Stay, now_ms: int) -> Whereabouts:
        since_ms = stay.since_ms if stay.since_ms - self.began_ms > UNKNOWN_FOR_MS else None
        own = self._open.get(operator_id, {})
        there = {
            ticket: span
            for ticket, span in own.items()
            if (operator_id, ticket) in self._viewing or now_ms - span.seen_ms < LEAVES_AFTER_MS
        }
        text, writing = self._texts.get(operator_id, (None, None))
        types = writing is not None and writing.seen_ms > now_ms and text in there
        ticket = text if types else max(there, key=lambda one: (there[one].since_ms, one), default=None)
        if ticket is None:
            return Whereabouts(since_ms)
        return Whereabouts(
            since_ms, ticket, there[ticket].since_ms, writing.since_ms if types and writing else None, types
        )

    @staticmethod
    def _note(spans: dict[int, Stay], key: int, now_ms: int) -> None:
        span = spans.get(key)
        if span is None or now_ms - span.seen_ms > REMEMBERED_MS:
            spans[key] = Stay(now_ms, now_ms)
        else:
            span.seen_ms = now_ms

    def _forget(self, now_ms: int) -> None:
        for spans in (self._stays, *self._open.values()):
            for key in [key for key, span in spans.items() if now_ms - span.seen_ms > REMEMBERED_MS]:
                del spans[key]
