"""A duplicate and its original are parted: by undoing the merge, by a new status, by an answer."""

from typing import Final

from app.actions.change import Held
from app.event import Actor

NO_DUPLICATE: Final = {"duplicate_of": None, "status_before_duplicate": None}


def part(held: Held, actor: Actor, message_id: int | None = None) -> None:
    """Say that the held-still duplicate is none any more; who calls saves NO_DUPLICATE with the new status.

    Without this line the log would show two tickets as one that have long gone separate ways.
    """
    if held.ticket.duplicate_of is not None:
        before = held.ticket.status_before_duplicate
        facts = {"into": held.ticket.duplicate_of, "status_before": before.value if before else None}
        held.record("ticket.merged", actor, message_id, **facts, undone=True)
