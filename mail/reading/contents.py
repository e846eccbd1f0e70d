"""What a message holds once its tree of parts was walked: texts in order, files, reports."""

import html as html_entities
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from mail.letter import limits
from mail.letter.letter import LetterAttachment
from mail.reading.markup.html_text import html_to_text
from mail.reading.mime import Part

_STUB_CHARS: Final = 200
_STUB_FACTOR: Final = 5


@dataclass
class Body:
    """One section of the mail's text: plain, HTML, or both with the same content."""

    plain: str | None = None
    html: str | None = None
    _text: str | None = None  # once it was asked for: taking it out of a page costs

    def text(self) -> str:
        """Return the words, from HTML where there is no plain text worth the name."""
        if self._text is None:
            self._text = self._words()
        return self._text

    def _words(self) -> str:
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
class RoomForFiles:
    """What room is left for a message's files; one for all of its parts."""

    files: int = limits.FILES
    names: int = limits.FILES_NAMED
    envelopes: int = 3
    """S/MIME envelopes that are opened, one inside another or side by side."""


@dataclass
class LetterContents:
    """What a tree of parts holds: text in order, files, reports."""

    room: RoomForFiles = field(default_factory=RoomForFiles)
    charset_hint: str = ""
    """The charset that the letter's headers name, for texts that name none."""
    bodies: list[Body] = field(default_factory=list)
    attachments: list[LetterAttachment] = field(default_factory=list)
    reports: list[Part] = field(default_factory=list)
    """message/delivery-status and its kin."""
    returned: list[Part] = field(default_factory=list)
    """Messages and header blocks that came along; a bounce returns them, a person forwards them."""
    calendars: list[str] = field(default_factory=list)
    reaction: str = ""
    signed: bool = False
    is_opened: bool = False
    """Its text was taken out of a signature, which nobody checked."""
    named_texts: list[Part] = field(default_factory=list)
    """Parts that would be its text, but for their name or their being inline."""
    encrypted: bool = False

    def take(self, file: Callable[[], LetterAttachment | None], left_out: Callable[[], LetterAttachment]) -> None:
        """Keep the next file, which may turn out to be none; beyond the limit its name alone, and then nothing."""
        if self.room.names <= 0:
            return
        found = file() if self.room.files > 0 else left_out()
        if found is None:
            return
        self.room.names -= 1
        self.room.files -= found.kept
        self.attachments.append(found)
