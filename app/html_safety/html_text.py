"""HTML to plain text: for a mail's text part, for search and for snippets."""

from __future__ import annotations

import re
from html import unescape

from app.html_safety.addresses import link_address
from app.html_safety.tokens import RAW_ELEMENTS, Token, attributes_of, tokens

MAX_TEXT_CHARACTERS = 1024 * 1024
_MAX_SOURCE_CHARACTERS = 4 * 1024 * 1024
_MAX_INDENT = 12  # levels of quotes and of lists that are drawn: a bomb of them stays linear

_PARAGRAPHS = frozenset(
    {"blockquote", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"}
)
_LINES = frozenset(
    {
        *("address", "article", "aside", "body", "caption", "center", "dd", "div", "dt", "fieldset", "figcaption"),
        *(
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
            "thead",
            "tr",
            "xmp",
        ),
    }
)
_UNSEEN = frozenset({"iframe", "noembed", "noframes", "script", "style", "title"})
_SHOWN_RAW = RAW_ELEMENTS - _UNSEEN
_SPACES = re.compile(r"[ \t\n\f\r]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def html_to_text(html: str, *, max_characters: int = MAX_TEXT_CHARACTERS) -> str:
    """The words of a document, laid out to be read: paragraphs, lists, quotes, `cell | cell`, links as `text <address>`.

    No visible word is lost, up to `max_characters`. Takes any markup, never raises, in time linear in its length.
    """
    page = _Page()
    for token in tokens(html[:_MAX_SOURCE_CHARACTERS]):
        page.read(token)
        if page.characters > max_characters:
            break
    return page.finished()[:max_characters]


class _Page:
    """The text so far: finished lines, and the line that is being written."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.characters = 0
        self.quotes = 0
        self.lists: list[int | None] = []  # the next number of each open list; None where it has dots
        self.links: list[tuple[str, list[str]]] = []
        self.marker = ""
        self.wants_space = False
        self.wants_bar = False
        self.wants_blank = False
        self.is_item = False
        self.last_quotes = 0
        self.verbatim = 0

    def read(self, token: Token) -> None:
        """Take one more piece of the document."""
        if token.kind == "text" and token.name not in _UNSEEN:
            self.text(
                _CONTROLS.sub("", unescape(token.source) if not token.raw or token.name == "textarea" else token.source)
            )
        elif token.kind == "start":
            self.start(token)
        elif token.kind == "end":
            self.end(token.name)

    def start(self, token: Token) -> None:
        """An element begins."""
        name = token.name
        self.break_for(name, nested=bool(self.lists))
        if name == "br":
            self.break_line()
        elif name == "hr":
            self.finish_line()
            self.text("---")
            self.finish_line()
        elif name in {"td", "th"}:
            self.wants_bar = bool(self.line)
        elif name == "li":
            self.begin_item()
        elif name in {"ul", "ol"}:
            self.lists.append(1 if name == "ol" else None)
        elif name == "blockquote":
            self.quotes += 1
        elif name == "pre":
            self.verbatim += 1
        elif name in {"a", "img", "image"}:
            self.read_address(name, attributes_of(token.source))

    def end(self, name: str) -> None:
        """An element ends."""
        self.break_for(name, nested=len(self.lists) > 1)
        if name == "br":
            self.break_line()
        elif name in {"ul", "ol"} and self.lists:
            self.lists.pop()
        elif name == "blockquote":
            self.quotes = max(0, self.quotes - 1)
        elif name == "pre":
            self.verbatim = max(0, self.verbatim - 1)
        elif name == "a" and self.links:
            self.end_link()

    def text(self, text: str) -> None:
        """Words; blanks are one blank, except in a `pre`."""
        if self.verbatim:
            first, *others = text.split("\n")
            self.put(first)
            for line in others:
                self.finish_line(keep_empty=True)
                self.put(line)
            return
        words = _SPACES.sub(" ", text)
        if words.startswith(" "):
            self.wants_space = True
        if words.strip(" "):
            self.put(words.strip(" "))
            self.wants_space = words.endswith(" ")

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

    def begin_item(self) -> None:
        """A list's next line, with its dot or number."""
        if self.lists and self.lists[-1] is not None:
            self.marker = f"{self.lists[-1]}. "
            self.lists[-1] += 1
        else:
            self.marker = "- "

    def read_address(self, name: str, attributes: dict[str, str]) -> None:
        """A link begins, or a picture stands here: its description is a word of the text."""
        if name == "a":
            self.end_links()
            href = link_address(attributes.get("href", ""))
            self.links.append((href or "", []))
        elif attributes.get("alt", "").strip():
            self.text(f"[{_CONTROLS.sub('', attributes['alt']).strip()}]")

    def end_link(self) -> None:
        """Write a link's address behind its text, unless the text is the address."""
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

    def break_for(self, name: str, *, nested: bool = False) -> None:
        """The line break or blank line that an element brings before and after itself."""
        if name in _LINES or (nested and name in {"ul", "ol"}):
            self.finish_line()
        elif name in _PARAGRAPHS:
            self.finish_line()
            self.wants_blank = True

    def break_line(self) -> None:
        """End the line; a second break leaves a line free."""
        self.wants_blank |= not self.line
        self.finish_line()

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
