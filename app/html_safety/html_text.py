"""HTML to plain text: for a mail's text part, for search and for snippets."""

from __future__ import annotations

import re
from html import unescape

from app.html_safety.addresses import link_address
from app.html_safety.text_page import LISTS, TextPage
from app.html_safety.tokens import RAW_ELEMENTS, DocumentToken, tokens

MAX_TEXT_CHARACTERS = 1024 * 1024
_MAX_SOURCE_CHARACTERS = 4 * 1024 * 1024
_MAX_INDENT = 12  # levels of quotes and of lists that are drawn: a bomb of them stays linear

_UNSEEN = frozenset({"iframe", "noembed", "noframes", "script", "style", "title"})
_SHOWN_RAW = RAW_ELEMENTS - _UNSEEN
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def html_to_text(html: str, *, max_characters: int = MAX_TEXT_CHARACTERS) -> str:
    """The words of a document, laid out to be read: paragraphs, lists, quotes, `cell | cell`, links as `text <address>`.

    No visible word is lost, up to `max_characters`. Takes any markup, never raises, in time linear in its length.
    """
    page = _Reading()
    for token in tokens(html[:_MAX_SOURCE_CHARACTERS]):
        page.read(token)
        if page.characters > max_characters:
            break
    return page.finished()[:max_characters]


class _Reading(TextPage):
    """The text so far: finished lines, and the line that is being written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.line: list[str] = []
        self.characters = 0
        self.quotes = 0
        self.links: list[tuple[str, list[str]]] = []
        self.marker = ""
        self.wants_space = False
        self.wants_bar = False
        self.wants_blank = False
        self.is_item = False
        self.last_quotes = 0

    def read(self, token: DocumentToken) -> None:
        """Words of what a page shows; the rest is the base's."""
        if token.kind == "text" and token.name not in _UNSEEN:
            has_entities = not token.raw or token.name == "textarea"
            self.words(_CONTROLS.sub("", unescape(token.source) if has_entities else token.source))
        else:
            super().read(token)

    def break_for(self, name: str, lists_around: int) -> None:
        """A nested list has less space around it."""
        if name in LISTS and lists_around > 0:
            self.finish_line()
        else:
            super().break_for(name, lists_around)

    def paragraph(self) -> None:
        self.finish_line()
        self.wants_blank = True

    def break_line(self) -> None:
        """A second break leaves a line free."""
        self.wants_blank |= not self.line
        self.finish_line()

    def rule(self) -> None:
        self.finish_line()
        self.text("---")
        self.finish_line()

    def begin_cell(self) -> None:
        self.wants_bar = bool(self.line)

    def begin_item(self) -> None:
        self.marker = self.bullet()

    def begin_quote(self, token: DocumentToken) -> None:  # noqa: ARG002  every one is drawn
        self.quotes += 1

    def end_quote(self) -> None:
        self.quotes = max(0, self.quotes - 1)

    def picture(self, token: DocumentToken) -> None:
        """Its description is a word of the text."""
        if said := _CONTROLS.sub("", token.attributes().get("alt", "")).strip():
            self.text(f"[{said}]")

    def text(self, text: str) -> None:
        if text.startswith(" "):
            self.wants_space = True
        if text.strip(" "):
            self.put(text.strip(" "))
            self.wants_space = text.endswith(" ")

    def put(self, text: str) -> None:
        """Write on the line."""
        if not text:
            return
        if self.line:
            joint = " | " if self.wants_bar else " " if self.wants_space else ""
        else:
            joint = self.marker
            self.is_item = bool(joint)
            self.marker = ""
        self.line.append(joint + text)
        self.characters += len(joint) + len(text)
        self.wants_space = self.wants_bar = False
        if self.links:
            self.links[-1][1].append(text)

    def begin_link(self, token: DocumentToken) -> None:
        self.end_links()
        self.links.append((link_address(token.attributes().get("href", "")) or "", []))

    def end_link(self) -> None:
        """Write a link's address behind its text, unless the text is the address."""
        if not self.links:
            return
        href, words = self.links.pop()
        said = "".join(words).strip()
        bare = href.split(":", 1)[-1].strip("/")
        if href and said not in {href, bare, bare.removeprefix("www.")} and said.rstrip("/") != href.rstrip("/"):
            self.wants_space = bool(self.line)
            self.put(f"<{href}>")

    def end_links(self) -> None:
        """Close what an author forgot to close."""
        while self.links:
            self.end_link()

    def finish_line(self, *, keep_empty: bool = False) -> None:
        """End the line: write it with the marks of its quotes and lists before it."""
        if not self.line and not keep_empty:
            return
        quotes = min(self.quotes, _MAX_INDENT)
        if self.wants_blank and self.lines:
            self.lines.append(("> " * min(quotes, self.last_quotes)).rstrip())
        depth = min(len(self.lists), _MAX_INDENT) - self.is_item
        line = "> " * quotes + "  " * max(0, depth) + "".join(self.line)
        self.lines.append(line.rstrip())
        self.characters += len(line) - sum(map(len, self.line)) + 1
        self.last_quotes = quotes
        self.line = []
        self.wants_space = self.wants_bar = self.wants_blank = self.is_item = False

    def finished(self) -> str:
        """The whole text, without blank lines at its ends."""
        self.end_links()
        self.finish_line()
        return "\n".join(self.lines).strip("\n")
