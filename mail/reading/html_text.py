"""HTML to plain text that loses no word: paragraphs, lists, table rows and quotes keep their lines."""

import re
from html import unescape
from typing import Final

from mail.reading.html_tokens import Token, tokens

_BLANKS: Final = re.compile(r" {2,}")
_SPACES: Final = re.compile(r"[ \t\r\n\f\v]+")
_PARAGRAPHS: Final = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre", "hr"}
)
_LINES: Final = frozenset(
    {"div", "br", "tr", "li", "dt", "dd", "address", "article", "aside", "center", "fieldset", "figure", "figcaption"}
    | {
        "footer",
        "form",
        "header",
        "main",
        "nav",
        "section",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "body",
        "html",
        "option",
    }
)
_CELLS: Final = frozenset({"td", "th"})
_RULE: Final = "-" * 30
_DEEPEST_QUOTE: Final = 20


class _Page:
    """Text as it grows line by line; every new line begins with the quote marks that hold at its start."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, int]] = []
        self.words: list[str] = []
        self.place = 0
        self.line_place = 0
        self.last_depth = 0
        self.depth = 0
        self.blocks: list[bool] = []
        self.blank_wanted = False
        self.preformatted = 0

    def add(self, text: str) -> None:
        """Add to the line; its first words note the place in the page where it began."""
        if not self.words:
            self.line_place = self.place
        self.words.append(text)

    def write(self, text: str) -> None:
        """Add running text; white space collapses as a browser's would."""
        text = unescape(text) if "&" in text else text
        if self.preformatted:
            first, *others = text.split("\n")
            self.add(first)
            for line in others:
                self.end_line(keep_empty=True)
                self.add(line)
            return
        text = _SPACES.sub(" ", text)
        if text == " " and (not self.words or self.words[-1].endswith(" ")):
            return
        if text:
            self.add(text)

    def end_line(self, *, keep_empty: bool = False) -> None:
        """Begin a new line, unless this one is empty and need not be kept."""
        line = "".join(self.words)
        self.words.clear()
        line = line.rstrip() if self.preformatted else _BLANKS.sub(" ", line.replace("\t ", "\t")).strip(" ")
        if not line.strip("\t\xa0 ") and not keep_empty:
            return
        mark = ">" * self.depth
        if self.blank_wanted:
            if self.lines and self.lines[-1][0].strip("> "):
                self.lines.append((">" * min(self.depth, self.last_depth), self.line_place))
            self.blank_wanted = False
        line = line.strip("\t") if not self.preformatted else line
        self.last_depth = self.depth
        self.lines.append((f"{mark} {line}".rstrip() if mark else line, self.line_place))

    def paragraph(self) -> None:
        """End the line and want an empty one before the next words."""
        self.end_line()
        self.blank_wanted = True


def html_to_text(html: str) -> str:
    """Return the words of a page in reading order; quoted blocks begin with `>`. Never raises on odd HTML."""
    return "\n".join(line for line, _ in html_lines(html)).strip("\n")


def html_lines(html: str) -> list[tuple[str, int]]:
    """Return the lines of `html_to_text`, each with the place in the page where its words begin."""
    page = _Page()
    counters: list[int] = []
    for token in tokens(html):
        page.place = token.start
        if not token.name:
            page.write(token.rest)
        else:
            _place(page, token, counters)
    page.end_line()
    return [(line.replace("\xa0", " "), place) for line, place in page.lines]


def _place(page: _Page, token: Token, counters: list[int]) -> None:  # noqa: C901, PLR0912 - one branch a tag, flat
    name, closing = token.name, token.closing
    if name == "br":
        page.end_line(keep_empty=True)
    elif name in _CELLS:
        if closing:
            page.add("\t")
    elif name == "blockquote":
        page.paragraph()
        _enter_or_leave(page, token)
    elif name == "pre":
        page.paragraph()
        page.preformatted = max(0, page.preformatted + (-1 if closing else 1))
    elif name == "hr":
        page.end_line()
        page.add(_RULE)
        page.end_line()
    elif name in {"ul", "ol"}:
        page.paragraph()
        if closing:
            counters[-1:] = []
        else:
            counters.append(1 if name == "ol" else 0)
    elif name == "li" and not closing:
        page.end_line()
        page.add(_bullet(counters))
    elif name in _PARAGRAPHS:
        page.paragraph()
    elif name in _LINES:
        page.end_line()
    elif name == "img" and (alternative := token.attributes().get("alt", "").strip()):
        page.write(f" {alternative} ")


def _enter_or_leave(page: _Page, token: Token) -> None:
    """Count the depth of quotes. A bare `blockquote`, or one without a line at its side, only indents: editors' buttons make those."""
    if not token.closing:
        page.blocks.append(_quotes(token) and page.depth < _DEEPEST_QUOTE)
        page.depth += page.blocks[-1]
    elif page.blocks:
        page.depth -= page.blocks.pop()


def _quotes(token: Token) -> bool:
    attributes = token.attributes()
    style = attributes.pop("style", "").lower()
    attributes.pop("dir", "")
    return bool(attributes) or "border-left" in style or "border-width" in style or "0.8ex" in style


def _bullet(counters: list[int]) -> str:
    if not counters or counters[-1] == 0:
        return "- "
    counters[-1] += 1
    return f"{counters[-1] - 1}. "
