"""A form on another site: a contact form that sends to the desk."""

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

WRITTEN: Final = re.compile(r"f_[A-Za-z0-9]{22}", re.ASCII)  # its key, which is in every visitor's page


class Suspicion(StrEnum):
    """Why what a form sent may not be a person's message."""

    TRAP = "trap"  # the field that nobody sees was filled in
    LINKS = "links"  # more links than people send, or one where none belongs
    MARKUP = "markup"  # links as forums write them
    ORIGIN = "origin"  # from a site that the form does not name
    HASTE = "haste"  # sent sooner than anyone types
    NO_PROOF = "no_proof"  # without our script's proof, which this form asks for


class Proof(StrEnum):
    """What our script's proof of work said."""

    NONE = "none"  # there was none: no script
    GOOD = "good"
    BAD = "bad"  # expired, used twice, another form's, or wrong


@dataclass(frozen=True, slots=True)
class ExtraField:
    """A field beside the usual ones: its name in the form, and what operators read beside its text."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class SiteForm:
    """What an administrator set. `group_id` None: where the web form's tickets go; `language` "": the reader's."""

    id: int
    key: str
    name: str
    group_id: int | None
    language: str
    thanks_url: str  # "": a page of the desk
    origins: tuple[str, ...]
    extra: tuple[ExtraField, ...]
    enforces: bool
    ticket_count: int
    created_ms: int
    used_ms: int | None
    revoked_ms: int | None

    @classmethod
    def from_record(cls, record: Any) -> "SiteForm":
        """The form of a row of `forms`."""
        return cls(
            id=record.id,
            key=record.key,
            name=record.name,
            group_id=record.group_id,
            language=record.language,
            thanks_url=record.thanks_url,
            origins=tuple(json.loads(record.origins)),
            extra=tuple(ExtraField(*one) for one in json.loads(record.extra)),
            enforces=bool(record.enforces),
            ticket_count=record.ticket_count,
            created_ms=record.created_ms,
            used_ms=record.used_ms,
            revoked_ms=record.revoked_ms,
        )

    @property
    def is_open(self) -> bool:
        """Whether it takes tickets."""
        return self.revoked_ms is None


@dataclass(frozen=True, slots=True)
class FormEntry:
    """What a ticket keeps of the form that it came from."""

    form_id: int
    form_name: str
    fields: tuple[tuple[str, str], ...] = ()  # label and text of each further field that was filled in
    suspected: tuple[Suspicion, ...] = ()
    proof: Proof = Proof.NONE
    held_ms: int | None = None  # since when it is held for review

    @classmethod
    def from_record(cls, record: Any) -> "FormEntry":
        """The entry of a row of `form_entries` with its form's name as `form_name`."""
        known = {one.value for one in Suspicion}
        return cls(
            form_id=record.form_id,
            form_name=record.form_name,
            fields=tuple((label, text) for label, text in json.loads(record.fields)),
            suspected=tuple(Suspicion(one) for one in record.suspected.split() if one in known),
            proof=Proof(record.proof),
            held_ms=record.held_ms,
        )
