"""One connection, as far as it takes room from others."""

from enum import IntEnum
from typing import Protocol


class Stage(IntEnum):
    """What a connection does. When room runs short, those that cost their owner least to lose go first."""

    IDLE = 0  # nothing came yet, or nothing since the last answer
    HEAD = 1
    BODY = 2
    ANSWER = 3
    SOCKET = 4


class ClientConnection(Protocol):
    """The connection itself."""

    def refuse(self, status: int, words: str, *, at_once: bool = False) -> None:
        """Answer so, where that can still be understood, and end; `at_once`: without waiting for the other side."""

    def unread_bytes(self) -> int:
        """How much of what was written the other side has not taken."""

    def is_held_back(self) -> bool:
        """Whether it is the desk that does not read on."""


class Place:
    """Where a connection is, since when, for whom it is counted, and how much of its request is buffered.

    Times are the event loop's seconds.
    """

    def __init__(self, line: ClientConnection, peer: str, now_s: float) -> None:
        self.line = line
        self.peer = peer
        self.address: str | None = None  # under which it is counted; None: under none
        self.is_answered_before = False
        self.is_early = False  # the answer was given before the body was there
        self.buffered_bytes = 0
        self.move(Stage.IDLE, now_s)

    def move(self, stage: Stage, now_s: float) -> None:
        """It does something else from now on."""
        self.stage = stage
        self.since_s = self.window_since_s = now_s
        self.window_bytes = self.ignored_bytes = 0
        self.unread_bytes: int | None = None

    def can_go(self, now_s: float, slow_after_s: float) -> bool:
        """Whether it may be ended to make room for others."""
        if self.stage is Stage.ANSWER:
            return self.line.unread_bytes() > 0 and now_s - self.since_s > slow_after_s
        return self.stage < Stage.ANSWER

    @property
    def is_strangers_window(self) -> bool:
        """Whether it is a websocket without a signed-in operator: only those are counted."""
        return self.stage is Stage.SOCKET and self.address is not None

    @property
    def worth(self) -> tuple[Stage, float]:
        """What is less goes first: the stage, then the age."""
        return self.stage, self.since_s
