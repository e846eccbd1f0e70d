"""HTML on its way to plain text: what each element does to the lines, whoever reads them and however they are drawn."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.html_safety.tokens import DocumentToken

_PARAGRAPHS = frozenset(
    ["blockquote", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"]
)
_LINES = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "caption",
        "center",
        "dd",
        "div",
        "dt",
        "fieldset",
        "figcaption",
        "footer",
        "form",
        "header",
        "html",
        "li",
        "main",
        "nav",
        "option",
        "section",
        "select",
        "tbody",
        "textarea",
        "tfoot",
        "thead",
        "tr",
        "xmp",
    ]
)
LISTS, _CELLS, _PICTURES = frozenset({"ul", "ol"}), frozenset({"td", "th"}), frozenset({"img", "image"})
_SPACES = re.compile(r"[ \t\n\f\r]+")


class TextPage(ABC):
    """A document that is read piece by piece. How its lines are written, a subclass says."""

    def __init__(self) -> None:
        self.lists: list[int | None] = []  # the next number of each open list; None where it has dots
        self.verbatim = 0

    def read(self, token: DocumentToken) -> None:
        """Take one more piece of the document."""
        if token.kind == "start":
            self.start(token)
        elif token.kind == "end":
            self.end(token)

    def start(self, token: DocumentToken) -> None:
        """An element begins."""
        name = token.name
        self.break_for(name, len(self.lists))
        if name == "br":
            self.break_line()
        elif name == "hr":
            self.rule()
        elif name in _CELLS:
            self.begin_cell()
        elif name == "li":
            self.begin_item()
        elif name in LISTS:
            self.lists.append(1 if name == "ol" else None)
        elif name == "blockquote":
            self.begin_quote(token)
        elif name == "pre":
            self.verbatim += 1
        elif name == "a":
            self.begin_link(token)
        elif name in _PICTURES:
            self.picture(token)

    def end(self, token: DocumentToken) -> None:
        """An element ends."""
        name = token.name
        self.break_for(name, len(self.lists) - 1)
        if name == "br":
            self.break_line()
        elif name in _CELLS:
            self.end_cell()
        elif name in LISTS and self.lists:
            self.lists.pop()
        elif name == "blockquote":
            self.end_quote()
        elif name == "pre":
            self.verbatim = max(0, self.verbatim - 1)
        elif name == "a":
            self.end_link()

    def break_for(self, name: str, lists_around: int) -> None:  # noqa: ARG002  for who draws nested lists closer
        """The line break or blank line that an element brings before and after itself."""
        if name in _LINES:
            self.finish_line()
        elif name in _PARAGRAPHS:
            self.paragraph()

    def bullet(self) -> str:
        """The marker of the list's next item: its dot or number."""
        if not self.lists or self.lists[-1] is None:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1] - 1}. "

    @abstractmethod
    def text(self, text: str) -> None:
        """Words, entities read."""

    @abstractmethod
    def finish_line(self, *, keep_empty: bool = False) -> None:
        """End the line; an empty one is kept only if asked."""

    @abstractmethod
    def paragraph(self) -> None:
        """End the line, and leave one free before the next words."""

    @abstractmethod
    def break_line(self) -> None:
        """End the line where its author broke it."""

    @abstractmethod
    def rule(self) -> None:
        """A line across."""

    @abstractmethod
    def begin_item(self) -> None:
        """A list's next line."""

    @abstractmethod
    def begin_quote(self, token: DocumentToken) -> None:
        """What follows is quoted."""

    @abstractmethod
    def end_quote(self) -> None:
        """The quote ends."""

    @abstractmethod
    def picture(self, token: DocumentToken) -> None:
        """A picture is here."""

    def begin_cell(self) -> None:  # noqa: B027  nothing, where a subclass draws none
        """A table's cell begins."""

    def end_cell(self) -> None:  # noqa: B027  nothing, where a subclass draws none
        """It ends."""

    def begin_link(self, token: DocumentToken) -> None:  # noqa: B027  nothing, where a subclass draws none
        """A link begins."""

    def end_link(self) -> None:  # noqa: B027  nothing, where a subclass draws none
        """It ends."""

    def words(self, text: str) -> None:
        """Write words: in a `pre` line by line, as they are; elsewhere blanks are one blank."""
        if not self.verbatim:
            self.text(_SPACES.sub(" ", text))
            return
        first, *others = text.split("\n")
        self.put(first)
        for line in others:
            self.finish_line(keep_empty=True)
            self.put(line)

    @abstractmethod
    def put(self, text: str) -> None:
        """Write on the line as it is."""
