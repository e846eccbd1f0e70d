"""Received mail: its outcome, and its line in the ledger."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

from app.nouns.reasons import reason


class InboundOutcome(StrEnum):
    """The outcome of a mail in the ledger."""

    PENDING = "pending"  # stored, and waits to be read
    OPENED = "opened"  # a ticket
    APPENDED = "appended"  # to its ticket
    INTERNAL = "internal"  # on its ticket, for operators only
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    LIST = "list"
    OWN = "own"
    DUPLICATE = "duplicate"
    QUARANTINED = "held"  # for a person to let in
    SET_ASIDE = "set_aside"  # it could not be read
    UNFETCHABLE = "unfetchable"  # the server offers it, and does not hand it over
    DISMISSED = "dismissed"  # an administrator has said that nothing is to be done

    @property
    def may_be_let_in(self) -> bool:
        """Whether a person can still make a message of it."""
        return self in NO_MESSAGE

    @property
    def is_kept(self) -> bool:
        """Whether it is in the ledger for what it was taken for: no message, unless that was wrong."""
        return self in KEPT

    @property
    def is_set_aside(self) -> bool:
        """Whether the desk could not read it."""
        return self in SET_ASIDE

    @property
    def waits(self) -> bool:
        """Whether someone has to decide about it."""
        return self in WAITING


IN_TICKET: Final = (InboundOutcome.OPENED, InboundOutcome.APPENDED, InboundOutcome.INTERNAL)
KEPT: Final = (InboundOutcome.OWN, InboundOutcome.LIST, InboundOutcome.AUTO_REPLY, InboundOutcome.BOUNCE)
SET_ASIDE: Final = (InboundOutcome.SET_ASIDE, InboundOutcome.UNFETCHABLE)
WAITING: Final = (InboundOutcome.QUARANTINED, *SET_ASIDE)
NO_MESSAGE: Final = (
    *KEPT,
    InboundOutcome.DUPLICATE,
    InboundOutcome.QUARANTINED,
    InboundOutcome.SET_ASIDE,
    InboundOutcome.DISMISSED,
)
TRIES: Final = 3  # to read a mail, and to fetch one
ADMITTED: Final = "let_in"  # as reason: a person has decided, and no brake, no setting stops the mail any more
NODS: Final = (
    reason("calendar_answer"),
    reason("reaction"),
    reason("trial_mail"),
)  # they say nothing that someone could have missed


@dataclass(frozen=True, slots=True)
class InboundMail:
    """A mail that came, without its bytes."""

    id: int
    mailbox: str
    outcome: InboundOutcome
    reason: str  # why, as `app/nouns/reasons.py` keeps it
    tries: int
    size_bytes: int
    received_ms: int
    from_email: str
    subject: str
    ticket_id: int | None
    message_id: int | None
    has_raw: bool  # its bytes are still here

    @classmethod
    def from_record(cls, record: Any, *, has_raw: bool) -> Self:
        """The mail of a row of `inbound`."""
        return cls(
            id=record.id,
            mailbox=record.mailbox,
            outcome=InboundOutcome(record.outcome),
            reason=record.reason,
            tries=record.tries,
            size_bytes=record.size_bytes,
            received_ms=record.received_ms,
            from_email=record.from_email,
            subject=record.subject,
            ticket_id=record.ticket_id,
            message_id=record.message_id,
            has_raw=has_raw,
        )

    @property
    def is_admitted(self) -> bool:
        """Whether a person has said that it comes in."""
        return self.reason == ADMITTED

    @property
    def waits_for_somebody(self) -> bool:
        """Whether someone has to decide about it, or should check that it really is not a message.

        `queries/mail/trouble.py` asks the database the same.
        """
        if self.outcome is InboundOutcome.UNFETCHABLE:
            return self.tries >= TRIES  # before that it is asked for again
        return self.outcome.waits or (self.outcome.is_kept and self.ticket_id is None and self.reason not in NODS)


@dataclass(frozen=True, slots=True)
class KnownMail:
    """What the ledger has of a message that a mailbox offers."""

    id: int
    sha256: str  # of its bytes; empty: they were never fetched
    tries: int

    @property
    def is_given_up(self) -> bool:
        """Whether the server has failed to deliver it so often that it is no longer asked for."""
        return self.sha256 == "" and self.tries >= TRIES


@dataclass(frozen=True, slots=True)
class StoredMail:
    """A mail that is to be read, and its bytes as the database keeps them."""

    mail: InboundMail
    kept: bytes
