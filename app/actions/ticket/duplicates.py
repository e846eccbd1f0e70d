"""Unmarking a duplicate: because the merge is undone, a status is set or an answer is sent."""

from typing import Final

from app.actions.change import Change
from app.nouns.event import Actor

NO_DUPLICATE: Final = {"duplicate_of": None, "status_before_duplicate": None}


def end_duplicate(tx: Change, actor: Actor, message_id: int | None = None) -> None:
    """Log that the ticket is no longer a duplicate; the caller saves NO_DUPLICATE with the new status.

    Without this line the log would keep showing the two tickets as one.
    """
    if tx.ticket.duplicate_of is not None:
        before = tx.ticket.status_before_duplicate
        facts = {"into": tx.ticket.duplicate_of, "status_before": before.value if before else None}
        tx.record("ticket.merged", actor, message_id, **facts, undone=True)
