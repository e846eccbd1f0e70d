"""HTML to plain text that loses no word: paragraphs, lists, table rows and quotes keep their lines."""

import re
from html import unescape
from typing import Final

from app.html_safety.text_page import TextPage
from app.html_safety.tokens import DocumentToken
from mail.reading.markup.html_tokens import tokens

_BLANKS: Final = re.compile(r" {2,}")
_RULE: Final = "-" * 30
_DEEPEST_QUOTE: Final = 20


class _LetterPage(TextPage):
    """Text as it grows line by line; every new line begins with the quote marks that hold at its start."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, int]] = []
        self.line: list[str] = []
        self.place = 0
        self.line_place = 0
        self.last_depth = 0
        self.depth = 0
        self.quotes: list[bool] = []
        self.wants_blank = False

    def read(self, token: DocumentToken) -> None:
        """The content at each place of the page."""
        self.place = token.start
        if token.kind == "text":
            self.words(unescape(token.source) if "&" in token.source else token.source)
        else:
            super().read(token)

    def put(self, text: str) -> None:
        """The line's first words note the place in the page where it began."""
        if not self.line:
            self.line_place = self.place
        self.line.append(text)

    def text(self, text: str) -> None:
        """White space collapses as a browser's would."""
        if text and (text != " " or (self.line and not self.line[-1].endswith(" "))):
            self.put(text)

    def finish_line(self, *, keep_empty: bool = False) -> None:
        line = "".join(self.line)
        self.line.clear()
        line = line.rstrip() if self.verbatim else _BLANKS.sub(" ", line.replace("\t ", "\t")).strip(" ")
        if not line.strip("\t\xa0 ") and not keep_empty:
            return
        mark = ">" * self.depth
        if self.wants_blank:
            if self.lines and self.lines[-1][0].strip("> "):
                self.lines.append((">" * min(self.depth, self.last_depth), self.line_place))
            self.wants_blank = False
        line = line.strip("\t") if not self.verbatim else line
        self.last_depth = self.depth
        self.lines.append((f"{mark} {line}".rstrip() if mark else line, self.line_place))

    def paragraph(self) -> None:
        self.finish_line()
        self.wants_blank = True

    def break_line(self) -> None:
        self.finish_line(keep_empty=True)

    def rule(self) -> None:
        self.finish_line()
        self.put(_RULE)
        self.finish_line()

    def end_cell(self) -> None:
        self.put("\t")

    def begin_item(self) -> None:
        self.put(self.bullet())

    def begin_quote(self, token: DocumentToken) -> None:
        """Count the depth. A bare `blockquote`, or one without a line at its side, only indents: editors' buttons make those."""
        self.quotes.append(_quotes(token) and self.depth < _DEEPEST_QUOTE)
        self.depth += self.quotes[-1]

    def end_quote(self) -> None:
        if self.quotes:
            self.depth -= self.quotes.pop()

    def picture(self, token: DocumentToken) -> None:
        if said := token.attributes().get("alt", "").strip():
            self.words(f" {said} ")


def html_to_text(html: str) -> str:
    """Return the words of a page in reading order; quoted blocks begin with `>`. Never raises on odd HTML."""
    return "\n".join(line for line, _ in html_lines(html)).strip("\n")


def html_lines(html: str) -> list[tuple[str, int]]:
    """Return the lines of `html_to_text`, each with the place in the page where its words begin."""
    page = _LetterPage()
    for token in tokens(html):
        page.read(token)
    page.finish_line()
    return [(line.replace("\xa0", " "), place) for line, place in page.lines]


def _quotes(token: DocumentToken) -> bool:
    attributes = token.attributes()
    style = attributes.pop("style", "").lower()
    attributes.pop("dir", "")
    return bool(attributes) or "border-left" in style or "border-width" in style or "0.8ex" in style
