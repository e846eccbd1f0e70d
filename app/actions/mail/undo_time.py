"""The undo time: how long an operator's message waits at the desk and can be undone."""

from dataclasses import dataclass
from typing import Any

from app.actions.change import Change
from app.core.clock import SECOND_MS
from app.nouns.outbound_mail import OutboxState


@dataclass(frozen=True, slots=True)
class UndoTime:
    """From `now_ms` until `until_ms`; None: the desk has none, what is sent leaves at once."""

    now_ms: int
    until_ms: int | None

    @classmethod
    def of(cls, tx: Change) -> "UndoTime":
        """What the desk's settings give to something that is sent now."""
        undo_ms = tx.desk.settings.undo_seconds * SECOND_MS
        return cls(tx.now_ms, tx.now_ms + undo_ms if undo_ms else None)

    @property
    def left_ms(self) -> int | None:
        """When it has left the desk, as far as that is known now."""
        return None if self.until_ms else self.now_ms

    @property
    def message_columns(self) -> dict[str, Any]:
        """The message's side of it."""
        return {"held_until_ms": self.until_ms, "released_ms": self.left_ms}

    @property
    def mail_columns(self) -> dict[str, Any]:
        """The mail's side of it."""
        return {
            "due_ms": self.until_ms or self.now_ms,
            "state": OutboxState.UNDOABLE if self.until_ms else OutboxState.QUEUED,
        }
