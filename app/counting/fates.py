"""What became of the answers that were held for their undo time: nothing of one counts until it is released."""

from collections.abc import Sequence
from typing import NamedTuple

from app.counting.logged import Logged

OF_AN_ANSWER = frozenset({"ticket.status", "ticket.merged"})  # what happens to the ticket in the same act


class Release(NamedTuple):
    """When an answer left the desk, and the group of its ticket then."""

    at_ms: int
    group_id: int


class Fates:
    """Of the answers of one ticket, by message."""

    def __init__(self, history: Sequence[Logged]) -> None:
        self._released: dict[int, Release] = {}
        self._held: set[int] = set()  # the recalled ones too
        self._recalled: set[int] = set()
        self._heirs: dict[int, int] = {}  # of a recalled answer: the one that keeps the status set with it
        self._left_as_it_was: dict[int, int] = {}  # answers that changed no status, by the answer that had set it
        self._setter: int | None = None  # the answer with which the status was last set; None: it was set otherwise
        for event in history:
            if event.message_id is not None:
                self._note(event, event.message_id)
            if event.kind == "ticket.status":
                self._note_status(event)

    def _note(self, event: Logged, message_id: int) -> None:
        here = Release(event.at_ms, event.group_id)
        if is_answer(event):
            if event.details.get("held_until_ms") is None:
                self._released[message_id] = here
            else:
                self._held.add(message_id)
            if self._setter is not None:
                self._left_as_it_was.setdefault(self._setter, message_id)
        elif event.kind == "message.recalled":
            self._recalled.add(message_id)
            heir = self._left_as_it_was.get(message_id)
            if heir is not None and heir not in self._recalled and event.details.get("status") is None:
                self._heirs[message_id] = heir
        elif (
            event.kind == "message.delivery" and message_id in self._held - self._recalled
        ):  # none before it is released
            self._held.discard(message_id)
            self._released[message_id] = here

    def _note_status(self, event: Logged) -> None:
        is_of_answer = event.message_id in self._held
        self._setter = event.message_id if is_of_answer else None
        for setter, message_id in list(self._left_as_it_was.items()):
            if message_id == event.message_id:  # it has set one after all
                del self._left_as_it_was[setter]

    def release_of(self, event: Logged) -> Release | None:
        """When this answer was released; None while it is held, and for ever if it was recalled."""
        return self._released.get(event.message_id or 0)

    def counts(self, event: Logged) -> bool:
        """Whether the event counts: it is no part of an answer that is held, or was recalled with all that came of it."""
        if event.kind not in OF_AN_ANSWER or event.message_id is None:
            return True
        answer = event.message_id
        while answer in self._recalled and answer in self._heirs:
            answer = self._heirs[answer]
        return answer not in self._held


def is_answer(event: Logged) -> bool:
    """Whether an operator's answer to the customer was stored by it."""
    return event.kind == "message.added" and event.details.get("message_kind") == "answer"
