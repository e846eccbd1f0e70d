"""A form on another site: a contact form that sends to the desk."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from app.core.errors import BadFields
from app.text.limits import at_most_characters
from app.text.one_line import one_line

EXTRA_CHARS: Final = 2000  # of one further field
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
    KEY = "key"  # none was asked for: a program with an API key filled the form in


@dataclass(frozen=True, slots=True)
class ExtraField:
    """A field beside the usual ones: its name in the form, and what operators read beside its text."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class FilledField:
    """A further field as it was filled in, under the label that it had then."""

    label: str
    text: str
    name: str  # in the form

    @classmethod
    def all_in(cls, stored: str) -> "tuple[FilledField, ...]":
        """Those of a row of `form_entries`. Before names were kept, the label has to do for one."""
        return tuple(cls(label, text, *(name or [label])) for label, text, *name in json.loads(stored))


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

    def filled(self, written: Mapping[str, str]) -> tuple[FilledField, ...]:
        """Its further fields as far as they were filled in. Raises BadFields, by their names."""
        texts = {field: one_line(written.get(field.name, "")) for field in self.extra}
        words = at_most_characters(EXTRA_CHARS)
        if faults := {field.name: words for field, text in texts.items() if len(text) > EXTRA_CHARS}:
            raise BadFields(faults)
        return tuple(FilledField(field.label, text, field.name) for field, text in texts.items() if text)

    @property
    def is_open(self) -> bool:
        """Whether it takes tickets."""
        return self.revoked_ms is None


@dataclass(frozen=True, slots=True)
class FormEntry:
    """What a ticket keeps of the form that it came from."""

    form_id: int
    form_name: str
    fields: tuple[FilledField, ...] = ()
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
            fields=FilledField.all_in(record.fields),
            suspected=tuple(Suspicion(one) for one in record.suspected.split() if one in known),
            proof=Proof(record.proof),
            held_ms=record.held_ms,
        )
