"""Since when a ticket's customer waits for the desk, and the waits that have ended."""

from typing import NamedTuple

from app.nouns.status import ACTIVE, Status

NO_MESSAGE = 0  # a status said that the customer waits, and no message of theirs
WAITED_ON = frozenset({Status.OPEN.value, Status.WAITING_FOR_OPERATOR.value})
ACTIVE_STATUSES = frozenset(status.value for status in ACTIVE)


class Wait(NamedTuple):
    """One that has ended: by this event, of this operator (0: none), in this group."""

    begin_ms: int
    end_ms: int
    operator_id: int
    group_id: int
    event_id: int


class Waits:
    """The customer waits from the first message that nothing has answered until an answer is released, or a status ends it."""

    def __init__(self) -> None:
        self.ended: list[Wait] = []
        self._since: dict[int, int] = {}  # by message

    def stop(self) -> None:
        """Nobody waits any more, and what was waited for until now never ended."""
        self._since.clear()

    def begin(self, message_id: int | None, at_ms: int) -> None:
        """A message is there to be answered, written at this time."""
        key = message_id or NO_MESSAGE
        self._since[key] = min(at_ms, self._since.get(key, at_ms))

    def begin_by_status(self, at_ms: int) -> None:
        """The customer waits by the ticket's status, if by nothing else."""
        if not self._since:
            self.begin(NO_MESSAGE, at_ms)

    def forget(self, message_id: int | None) -> None:
        """The message is on another ticket now."""
        self._since.pop(message_id or NO_MESSAGE, None)

    def end(self, at_ms: int, operator_id: int, group_id: int, event_id: int) -> None:
        """Whatever was waited for until now is waited for no longer."""
        if self._since:
            begin_ms = min(self._since.values())
            self.ended.append(Wait(begin_ms, max(at_ms, begin_ms), operator_id, group_id, event_id))
            self._since.clear()
