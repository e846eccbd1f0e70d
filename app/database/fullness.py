"""Whether the database's disk has room: noticed by writers, logged once, cleared by the next successful write."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from app.core.clock import SECOND_MS, now_ms
from app.database.errors import is_full

log = structlog.get_logger("database")


class Fullness:
    """`since_ms`: when something could not be stored for want of room; None while what is written is stored."""

    def __init__(self, clock: Callable[[], int] = now_ms) -> None:
        self.since_ms: int | None = None
        self._clock = clock

    @property
    def is_on(self) -> bool:
        """Whether the last who wrote found no room."""
        return self.since_ms is not None

    @contextmanager
    def writing(self, *, stores: bool) -> Iterator[None]:
        """Watch a statement; `stores`: when it has run, something is on the disk for good."""
        try:
            yield
        except Exception as error:
            if is_full(error):
                self._met(error)
            raise
        if stores and self.since_ms is not None:
            lasted_ms, self.since_ms = self._clock() - self.since_ms, None
            log.info("the database's disk takes what is written again", after_s=round(lasted_ms / SECOND_MS, 1))

    def _met(self, error: Exception) -> None:
        if self.since_ms is None:
            self.since_ms = self._clock()
            log.error("the database's disk is full", why=str(error))
