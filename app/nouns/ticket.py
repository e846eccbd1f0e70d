"""The ticket: the desk's central noun. The actions that change it are in `actions/ticket/`, one file per ability."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.core.clock import DAY_MS
from app.nouns.outbound_mail import UNDELIVERED
from app.nouns.status import Shelf, Status
from app.nouns.waiting import NEVER_MS
from app.text.address_keys import address_key

RESTORABLE_MS = 30 * DAY_MS  # after deletion: then content and files are erased
UNTIL_CUSTOMER_MS = 2**53 - 1  # snoozed without a date: no clock reaches it, every program can hold it


@dataclass(frozen=True, slots=True)
class Customer:
    """Who wrote, as one ticket knows them."""

    name: str
    email: str
    phone: str = ""
    address: str = ""
    city: str = ""
    country: str = ""  # ISO 3166-1 alpha-2

    @property
    def email_key(self) -> str:
        """What two spellings of one address have in common."""
        return address_key(self.email)


@dataclass(frozen=True, slots=True)
class Ticket:
    """One customer's ticket at one moment. Frozen: an action returns a new one."""

    id: int
    version: int
    access_code: str
    subject: str
    status: Status
    shelf: Shelf
    customer: Customer
    language: str
    client_ip: str
    source: str
    incomplete: bool
    proved_ms: int | None  # the address is its writer's: a mail or a click out of one said so; None: it was only typed
    details_known: bool  # phone, city … come from an earlier ticket of the address, not from who wrote this one
    group_id: int | None
    operator_id: int | None
    operator_name: str | None  # of the holder
    held_since_ms: int | None
    duplicate_of: int | None
    status_before_duplicate: Status | None
    snoozed_until_ms: int | None
    spam_ms: int | None
    deleted_ms: int | None
    created_ms: int
    updated_ms: int
    first_answer_ms: int | None
    customer_wrote_ms: int
    customer_event_id: int
    waits_since_ms: int  # NEVER_MS: the customer waits for nothing
    answer_due_ms: int  # NEVER_MS: no first answer is awaited
    attachment_count: int
    trouble: str

    def __hash__(self) -> int:
        """By number and version alone: of forty facts, those are the ones that differ."""
        return hash((self.id, self.version))

    @classmethod
    def from_record(cls, record: Any) -> "Ticket":
        """The ticket of a row of `tickets` joined with its holder's name as `operator_name`."""
        before = record.status_before_duplicate
        return cls(
            id=record.id,
            version=record.version,
            access_code=record.access_code,
            subject=record.subject,
            status=Status(record.status),
            shelf=Shelf(record.shelf),
            customer=Customer(record.name, record.email, record.phone, record.address, record.city, record.country),
            language=record.language,
            client_ip=record.client_ip,
            source=record.source,
            incomplete=bool(record.incomplete),
            proved_ms=record.proved_ms,
            details_known=bool(record.details_known),
            group_id=record.group_id,
            operator_id=record.operator_id,
            operator_name=record.operator_name,
            held_since_ms=record.held_since_ms,
            duplicate_of=record.duplicate_of,
            status_before_duplicate=Status(before) if before else None,
            snoozed_until_ms=record.snoozed_until_ms,
            spam_ms=record.spam_ms,
            deleted_ms=record.deleted_ms,
            created_ms=record.created_ms,
            updated_ms=record.updated_ms,
            first_answer_ms=record.first_answer_ms,
            customer_wrote_ms=record.customer_wrote_ms,
            customer_event_id=record.customer_event_id,
            waits_since_ms=record.waits_since_ms,
            answer_due_ms=record.answer_due_ms,
            attachment_count=record.attachment_count,
            trouble=record.trouble,
        )

    def with_columns(self, columns: Mapping[str, Any]) -> "Ticket":
        """The ticket after these of OWN_COLUMNS were written to its row."""
        kinds = {"status": Status, "shelf": Shelf, "status_before_duplicate": Status}
        read = {name: kind(columns[name]) for name, kind in kinds.items() if columns.get(name)}
        return replace(self, **{**columns, **read})

    @property
    def standing(self) -> "tuple[int | None, str, int | None, bool] | None":
        """Where it is counted: its group, status and holder, and whether an answer did not arrive; None: nowhere."""
        if self.shelf is not Shelf.ACTIVE:
            return None
        return self.group_id, self.status.value, self.operator_id, self.trouble in UNDELIVERED

    @property
    def number(self) -> str:
        """The number as people write it."""
        return f"#{self.id}"

    @property
    def is_proved(self) -> bool:
        """Whether its address is known to be its writer's: a mark for operators, which opens nothing."""
        return self.proved_ms is not None

    @property
    def may_have_entry(self) -> bool:
        """Whether it may keep what was filled into a form on another site, by a browser or by a program."""
        return self.source in {"form", "api"}

    @property
    def is_deleted(self) -> bool:
        """Whether it is hidden from all but administrators until it is erased."""
        return self.deleted_ms is not None

    @property
    def erased_from_ms(self) -> int | None:
        """When its content and files can be erased; None unless it is deleted."""
        return None if self.deleted_ms is None else self.deleted_ms + RESTORABLE_MS

    @property
    def is_erased(self) -> bool:
        """Whether only its number is left; then nobody can see it."""
        return self.shelf is Shelf.ERASED

    @property
    def is_spam(self) -> bool:
        """Whether it is marked as spam."""
        return self.spam_ms is not None

    @property
    def sleeps_until_customer(self) -> bool:
        """Whether it is snoozed without a date: until the customer writes or someone ends it."""
        return self.snoozed_until_ms == UNTIL_CUSTOMER_MS

    @property
    def awaits_answer(self) -> bool:
        """Whether its group has promised a first answer by `answer_due_ms`, and none has left yet."""
        return self.shelf is Shelf.ACTIVE and self.answer_due_ms < NEVER_MS

    def is_held_by(self, operator_id: int) -> bool:
        """Whether this operator holds it, so nobody else can answer."""
        return self.operator_id == operator_id


OWN_COLUMNS = frozenset(Ticket.__slots__) - {"id", "version", "customer", "operator_id", "operator_name"}
"""What a ticket has of its row's columns by their own names, without those that others tell of (the holder's name)."""
