"""Mail that leaves: what it is for, how far it has come, and the mail itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

from app.core.clock import DAY_MS


class MailKind(StrEnum):
    """What a mail of the desk is for, and what follows from that.

    A kind that this version does not know is itself, and the answer to every question about it is no.
    """

    ANSWER = "answer"  # of an operator to the customer
    COPY = "copy"  # of an answer, for someone else
    TO_THIRD_PARTY = "to_third_party"  # of an operator to a hotel
    CONFIRMATION = "confirmation"  # the desk has the customer's message
    LOST_CODE = "lost_code"  # the link to the ticket page
    USE_FORM = "use_form"  # the way to the form, where mail opens no ticket
    NEW_MESSAGE = "new_message"
    DIGEST = "digest"  # of several new messages
    WEEKLY = "weekly"  # what came, what left, what is late
    ASSIGNED = "assigned"
    TAKEN_AWAY = "taken_away"
    MENTIONED = "mentioned"  # in a note
    UNDELIVERED = "undelivered"
    PASSWORD_RESET = "password_reset"  # noqa: S105  # a kind
    INVITATION = "invitation"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        unknown = str.__new__(cls, value)
        unknown._name_ = unknown._value_ = value
        return unknown

    @property
    def is_to_customer(self) -> bool:
        """Whether it goes to the ticket's customer, in the order of the ticket."""
        return self in TO_CUSTOMER

    @property
    def is_to_stranger(self) -> bool:
        """Whether strangers can make the desk send it, to any address."""
        return self in TO_STRANGERS

    @property
    def is_secret(self) -> bool:
        """Whether it is never frozen: written anew at each try, its bytes rest nowhere."""
        return self in SECRET

    @property
    def carries_answer(self) -> bool:
        """Whether it is what an operator wrote, on its way to the one whom it is for."""
        return self in CARRIES_ANSWER

    @property
    def is_owed(self) -> bool:
        """Whether someone outside is waiting for it, so a failure is shown on the ticket."""
        return self in OWED

    @property
    def is_on_ticket(self) -> bool:
        """Whether its ticket shows what becomes of it."""
        return self.is_owed or self is MailKind.COPY


TO_CUSTOMER: Final = (MailKind.CONFIRMATION, MailKind.ANSWER, MailKind.LOST_CODE)
TO_OTHERS: Final = (MailKind.COPY, MailKind.TO_THIRD_PARTY)  # someone outside who is not the customer
TO_STRANGERS: Final = (MailKind.CONFIRMATION, MailKind.USE_FORM)
SECRET: Final = (MailKind.PASSWORD_RESET, MailKind.INVITATION)
CARRIES_ANSWER: Final = (MailKind.ANSWER, MailKind.TO_THIRD_PARTY)
CARRIES_MESSAGE: Final = (*CARRIES_ANSWER, MailKind.COPY)
OWED: Final = (*TO_CUSTOMER, MailKind.TO_THIRD_PARTY)


class OutboxState(StrEnum):
    """How far a mail of the desk has come."""

    UNDOABLE = "held"  # in its undo time
    QUEUED = "queued"
    SENDING = "sending"  # claimed
    SENT = "sent"  # a mail server has taken it
    FAILED = "failed"  # it will never leave as it is
    BOUNCED = "bounced"  # it left, and came back
    RECALLED = "recalled"  # taken back before it left

    @property
    def is_undelivered(self) -> bool:
        """Whether it was not delivered and is not retried automatically."""
        return self in UNDELIVERED

    @property
    def is_idle(self) -> bool:
        """Whether someone can have it sent now: it is not on its way, and has not arrived."""
        return self in IDLE

    @property
    def is_moving(self) -> bool:
        """Whether it changes without anyone acting."""
        return self in {OutboxState.UNDOABLE, *UNSENT}


UNDELIVERED: Final = (OutboxState.FAILED, OutboxState.BOUNCED)
UNSENT: Final = (OutboxState.QUEUED, OutboxState.SENDING)  # its undo time is over, if it had one
IDLE: Final = (OutboxState.QUEUED, *UNDELIVERED)
NEVER_LEFT: Final = (OutboxState.UNDOABLE, OutboxState.RECALLED)  # nobody outside can know its Message-ID
EXPIRES_MS: Final = 5 * DAY_MS  # so long a mail is tried


@dataclass(frozen=True, slots=True)
class OutboundMail:
    """A mail of the desk, without its bytes."""

    id: int
    kind: MailKind
    ticket_id: int | None
    message_id: int | None  # the message that it carries, or tells of
    recipients: tuple[str, ...]  # the envelope
    language: str
    details: Mapping[str, Any]  # what its composer needs besides
    mime_message_id: str
    state: OutboxState
    due_ms: int
    tries: int
    server_said: str  # the last reply, or why it failed
    maybe_twice: bool
    created_ms: int
    sent_ms: int | None
    dismissed_ms: int | None

    @classmethod
    def from_record(cls, record: Any) -> Self:
        """The mail of a row of `outbox`."""
        return cls(
            id=record.id,
            kind=MailKind(record.kind),
            ticket_id=record.ticket_id,
            message_id=record.message_id,
            recipients=tuple(json.loads(record.recipients)),
            language=record.language,
            details=json.loads(record.details),
            mime_message_id=record.mime_message_id,
            state=OutboxState(record.state),
            due_ms=record.due_ms,
            tries=record.tries,
            server_said=record.server_said,
            maybe_twice=bool(record.maybe_twice),
            created_ms=record.created_ms,
            sent_ms=record.sent_ms,
            dismissed_ms=record.dismissed_ms,
        )

    @property
    def is_undelivered(self) -> bool:
        """Whether it was not delivered, and nobody has dismissed it."""
        return self.state.is_undelivered and self.dismissed_ms is None

    @property
    def to(self) -> str:
        """Its addresses, for a person to read."""
        return ", ".join(self.recipients)

    def is_expired(self, now_ms: int) -> bool:
        """Whether it was tried for so long that it is given up, counted from when someone last sent it again."""
        return now_ms - int(self.details.get("since_ms", self.created_ms)) > EXPIRES_MS

    def is_link_over(self, now_ms: int) -> bool:
        """Whether its purpose has expired."""
        return now_ms > int(self.details.get("expires_ms", now_ms))
