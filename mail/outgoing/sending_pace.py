"""How fast mails leave: after an outage no server likes a thousand at once, and while it is away one asks for it."""

from typing import Final

from app.actions.desk.leasing import note_on_lease
from app.core.clock import SECOND_MS
from app.desk import Desk
from app.queries.desk.leases import OUTBOX, lease_details
from app.queries.mail.outbox import OutboxLine

AWAY_PAUSES_S: Final = (2, 5, 15, 30, 60)


class Pace:
    """A bucket of tokens that fills with time: a burst passes, then so many a second."""

    def __init__(self, per_second: float = 5.0, burst: float = 20.0) -> None:
        self._per_second, self._burst = per_second, burst
        self._tokens, self._at_s = burst, 0.0

    def room(self, at_s: float) -> int:
        """How many may be sent at this time of a monotonic clock."""
        self._tokens = min(self._burst, self._tokens + max(0.0, at_s - self._at_s) * self._per_second)
        self._at_s = at_s
        return int(self._tokens)

    def take(self) -> None:
        """One leaves."""
        self._tokens -= 1


def paces() -> dict[OutboxLine, Pace]:
    """A pace for each line: a thousand notices use up nothing of what answers may."""
    return {
        OutboxLine.ANSWERS: Pace(5.0, 20.0),
        OutboxLine.LINKS: Pace(2.0, 10.0),
        OutboxLine.CONFIRMATIONS: Pace(2.0, 10.0),
        OutboxLine.NOTICES: Pace(3.0, 10.0),
    }


class ServerWatch:
    """Whether the mail server can be reached, by the last attempts; the console reads it from the lease's row."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._misses = 0
        self._until_ms = 0
        self._is_noted: bool | None = None  # as good, or as away; None: not known in this process yet

    @property
    def is_away(self) -> bool:
        """Whether the last try did not reach it: then one mail at a time asks again."""
        return self._misses > 0

    def is_pausing(self, now_ms: int) -> bool:
        """Whether it is too soon to ask again."""
        return now_ms < self._until_ms

    async def missed(self, words: str, now_ms: int) -> None:
        """It could not be reached, because of `words`."""
        pause_s = AWAY_PAUSES_S[min(self._misses, len(AWAY_PAUSES_S) - 1)]
        self._misses += 1
        self._until_ms = now_ms + pause_s * SECOND_MS
        if self._is_noted is not False:
            await note_on_lease(self._desk, OUTBOX, fault=words, since_ms=now_ms)
            self._is_noted = False

    async def reached(self, now_ms: int) -> None:
        """It answered."""
        self._misses, self._until_ms = 0, 0
        if self._is_noted is not True:
            if (await lease_details(self._desk, OUTBOX)).get("fault"):
                await note_on_lease(self._desk, OUTBOX, fault="", since_ms=now_ms)
            self._is_noted = True
