"""Whether the database can be reached: noticed by its users, logged once, shown by whoever wants to."""

from collections.abc import Callable

import structlog

from app.core.clock import SECOND_MS, now_ms

log = structlog.get_logger("database")


class Outage:
    """The state of the way to the database. `since_ms`: when it was found to be away; None while it answers."""

    def __init__(self, clock: Callable[[], int] = now_ms) -> None:
        self.since_ms: int | None = None
        self._clock = clock
        self._listeners: list[Callable[[], None]] = []

    @property
    def is_on(self) -> bool:
        """Whether the last attempt failed."""
        return self.since_ms is not None

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` whenever this turns; return what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def missed(self, error: BaseException) -> None:
        """An attempt failed. One line is logged per outage, however often it is noticed."""
        if self.is_on:
            return
        self.since_ms = self._clock()
        log.error("the database cannot be reached", why=_words(error))
        self._tell()

    def answered(self) -> None:
        """An attempt succeeded."""
        if self.since_ms is None:
            return
        away_ms, self.since_ms = self._clock() - self.since_ms, None
        log.info("the database answers again", after_s=round(away_ms / SECOND_MS, 1))
        self._tell()

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def _words(error: BaseException) -> str:
    """The error in one line."""
    return f"{type(error).__name__}: {error}".split("\n", maxsplit=1)[0]
