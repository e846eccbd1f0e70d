"""What a message holds once its tree of parts was walked: texts in order, files, reports."""

import html as html_entities
from dataclasses import dataclass, field
from typing import Final

from mail.letter import LetterAttachment
from mail.reading.html_text import html_to_text
from mail.reading.mime import Part

_STUB_CHARS: Final = 200
_STUB_FACTOR: Final = 5


@dataclass
class Body:
    """One stretch of the letter's text: plain, HTML, or both saying the same."""

    plain: str | None = None
    html: str | None = None

    def text(self) -> str:
        """Return the words, from HTML where there is no plain text worth the name."""
        if self.html is None:
            return self.plain or ""
        if self.plain is not None and len(self.plain.strip()) >= _STUB_CHARS:
            return self.plain
        from_html = html_to_text(self.html)
        # "Your program cannot show HTML" and empty halves stand in for the letter in many newsletters and forms.
        if (
            self.plain is None
            or not self.plain.strip()
            or len(from_html) > _STUB_FACTOR * len(self.plain) + _STUB_CHARS
        ):
            return from_html
        return self.plain

    def page(self) -> str:
        """Return it as HTML; plain text is escaped."""
        if self.html is not None:
            return self.html
        return f'<pre style="white-space: pre-wrap">{html_entities.escape(self.plain or "", quote=False)}</pre>'


@dataclass
class Contents:
    """What a tree of parts holds: text in order, files, reports."""

    bodies: list[Body] = field(default_factory=list)
    attachments: list[LetterAttachment] = field(default_factory=list)
    reports: list[Part] = field(default_factory=list)
    """message/delivery-status and its kin."""
    returned: list[Part] = field(default_factory=list)
    """Messages and header blocks that came along; a bounce returns them, a person forwards them."""
    calendars: list[str] = field(default_factory=list)
    signed: bool = False
    encrypted: bool = False
