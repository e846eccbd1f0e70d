"""How long a customer waits: since when, and until when the first answer is awaited.

Both stand in the ticket's row, so that lists can be ordered by them. NEVER stands for "does not wait", after every
real moment, because an index that holds NULLs sorts them first.
"""

from app.clock import MINUTE_MS
from app.status import Status

NEVER_MS = 253_402_300_799_000  # the last second of the year 9999

WAITED_ON = frozenset({Status.OPEN, Status.WAITING_FOR_OPERATOR})


def waits_since(status: Status, before_ms: int, wrote_ms: int) -> int:
    """Since when the customer waits for the desk, in this status; who waited already goes on waiting."""
    if status not in WAITED_ON:
        return NEVER_MS
    return wrote_ms if before_ms == NEVER_MS else before_ms


def answer_due(created_ms: int, target_min: int | None, first_answer_ms: int | None = None) -> int:
    """When the first answer is late: the group's target after the ticket was opened. NEVER where none is awaited."""
    if target_min is None or first_answer_ms is not None:
        return NEVER_MS
    return created_ms + target_min * MINUTE_MS
