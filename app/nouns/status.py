"""The eight statuses of a ticket, and the shelves on which lists find tickets."""

from enum import StrEnum


class Status(StrEnum):
    """The status of a ticket. The first three are active, the rest finished."""

    OPEN = "open"
    WAITING_FOR_CUSTOMER = "waiting_for_customer"
    WAITING_FOR_OPERATOR = "waiting_for_operator"
    CLOSED = "closed"
    DUPLICATE = "duplicate"
    SOLVED = "solved"
    UNSOLVED = "unsolved"
    REJECTED_OFFER = "rejected_offer"

    @property
    def is_active(self) -> bool:
        """Whether there is still something to do."""
        return self in ACTIVE

    @property
    def needs_answer(self) -> bool:
        """Whether an operator may set it only after answering the ticket."""
        return self in NEED_ANSWER

    @classmethod
    def read(cls, typed: str) -> "Status | None":
        """The status someone typed, with any spaces, dashes or capitals; None if unknown."""
        wanted = typed.strip().lower().replace(" ", "_").replace("-", "_")
        return next((status for status in cls if status.value == wanted), None)


ACTIVE = frozenset({Status.OPEN, Status.WAITING_FOR_CUSTOMER, Status.WAITING_FOR_OPERATOR})
NEED_ANSWER = frozenset({Status.CLOSED, Status.SOLVED, Status.UNSOLVED, Status.REJECTED_OFFER})


SET_BY_HAND = tuple(status for status in Status if status is not Status.DUPLICATE)  # that one comes of merging


class Shelf(StrEnum):
    """Where lists find a ticket. Kept beside the status, so every list is one range of one index."""

    ACTIVE = "active"
    FINISHED = "finished"
    SNOOZED = "snoozed"
    SPAM = "spam"
    DELETED = "deleted"
    ERASED = "erased"  # no list shows it: the row keeps only the number


def shelf_of(status: Status, *, snoozed: bool = False, spam: bool = False, deleted: bool = False) -> Shelf:
    """The shelf of a ticket in this state: what hides it most wins."""
    if deleted:
        return Shelf.DELETED
    if spam:
        return Shelf.SPAM
    if snoozed and status.is_active:
        return Shelf.SNOOZED
    return Shelf.ACTIVE if status.is_active else Shelf.FINISHED
