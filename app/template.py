"""A template: an answer that is kept to be used again. What changes it stands in `actions/templates.py`."""

from dataclasses import dataclass
from typing import Any

from app.html_safety import SafeHtml, stored_html
from app.placeholders import NAMES, names_in


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
        )

    @property
    def prompts(self) -> tuple[str, ...]:
        """What the desk cannot know and an operator is asked for: placeholders that are no name of a variable."""
        return tuple(name for name in names_in(self.html) if name.lower() not in NAMES)


def speaks(written_in: str, reader: str) -> bool:
    """Whether a reader of this language understands a template that is written in that: `de` fits `de-AT`, "" all."""
    return not written_in or _base(written_in) == _base(reader)


def _base(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()
