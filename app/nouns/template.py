"""A template: an answer that is kept to be used again. It is changed in `actions/desk/templates.py`."""

from dataclasses import dataclass
from typing import Any

from app.core.clock import DAY_MS
from app.html_safety import SafeHtml, stored_html
from app.nouns.operator import Operator
from app.nouns.placeholders import NAMES, names_in

YEAR_MS = 365 * DAY_MS


@dataclass(frozen=True, slots=True)
class Template:
    """For a group, or for all (None); in a language, or for every customer ("")."""

    id: int
    name: str
    group_id: int | None
    language: str
    html: SafeHtml
    uses: int
    changed_ms: int
    folder: str = ""
    last_used_ms: int | None = None
    owner_id: int | None = None  # whose alone it is; None: the desk's

    @classmethod
    def from_record(cls, record: Any) -> "Template":
        """The template of a row of `templates`."""
        return cls(
            id=record.id,
            name=record.name,
            group_id=record.group_id,
            language=record.language,
            html=stored_html(record.html),
            uses=record.uses,
            changed_ms=record.changed_ms,
            folder=record.folder,
            last_used_ms=record.last_used_ms,
            owner_id=record.owner_id,
        )

    def may_be_changed_by(self, operator: Operator) -> bool:
        """The desk's own by administrators, somebody's by that person alone."""
        return operator.is_administrator if self.owner_id is None else self.owner_id == operator.id

    def is_unused_for_a_year(self, now_ms: int) -> bool:
        """Whether nobody has inserted it for a year, nor written it anew."""
        return max(self.last_used_ms or 0, self.changed_ms) < now_ms - YEAR_MS

    @property
    def prompts(self) -> tuple[str, ...]:
        """What an operator has to fill in: placeholders that are not variables."""
        return tuple(name for name in names_in(self.html) if name.lower() not in NAMES)


def speaks(written_in: str, reader: str) -> bool:
    """Whether a reader of this language understands a template that is written in that: `de` fits `de-AT`, "" all."""
    return not written_in or _base(written_in) == _base(reader)


def _base(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()
