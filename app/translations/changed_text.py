"""A text that an administrator changed."""

import json
from dataclasses import dataclass
from typing import Any

from app.text.catalogue import TextKey


@dataclass(frozen=True, slots=True)
class ChangedText:
    """`forms`: what it says now, one for each plural form; `shipped`: what this version said at the time of the change."""

    language: str
    text_id: str
    key: TextKey
    forms: tuple[str, ...]
    shipped: tuple[str, ...]  # empty: it was not translated
    changed_by: str
    changed_ms: int

    @classmethod
    def from_record(cls, record: Any) -> "ChangedText":
        """The text of a row of `changed_texts`."""
        return cls(
            language=record.language,
            text_id=record.text_id,
            key=TextKey(record.context, record.singular, record.plural),
            forms=tuple(json.loads(record.forms)),
            shipped=tuple(json.loads(record.shipped)),
            changed_by=record.changed_by,
            changed_ms=record.changed_ms,
        )
