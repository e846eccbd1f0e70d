"""How long a customer has waited, and when the first answer is due.

Both are columns of the ticket, so lists can be ordered by them. NEVER means "not waiting" and sorts after every
real time; NULLs would sort first.
"""

from app.nouns.status import Status

NEVER_MS = 253_402_300_799_000  # the last second of the year 9999

WAITED_ON = frozenset({Status.OPEN, Status.WAITING_FOR_OPERATOR})


def waits_since(status: Status, before_ms: int, wrote_ms: int) -> int:
    """Since when the customer waits for the desk, in this status; who waited already goes on waiting."""
    if status not in WAITED_ON:
        return NEVER_MS
    return wrote_ms if before_ms == NEVER_MS else before_ms
