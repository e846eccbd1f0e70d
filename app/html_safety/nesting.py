"""What a document would cost a tree builder, found without building the tree.

The sanitiser's parser takes time quadratic in the depth of a document (100,000 nested divs: half a minute),
repeats unclosed formatting in every paragraph (10 kB became 3.5 MB), and compares each attribute of a tag with all
before it (160,000: two seconds). All are seen here first, by playing the parts of the standard's tree construction
(WHATWG HTML, 13.2.6) that open, close and repeat elements. Where it is unsure, it believes that an element is
still open: the worst of a mistake is that a mail is shown as text.
"""

from __future__ import annotations

import re

from app.html_safety.rules import MAX_DEPTH
from app.html_safety.tokens import RAW_ELEMENTS, VOID_ELEMENTS, DocumentToken, attribute_count, tokens

_MAX_REPEATED = 50_000  # formatting elements made again, in all
_MAX_ATTRIBUTES = 1_000  # in one tag
_MAX_STEPS = 2_000_000  # looks at open elements, in all

_FORMATTING = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)
_TABLE_PARTS = frozenset({"caption", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"})
_CELLS = frozenset({"caption", "td", "th"})
_WALLS = frozenset({"applet", "caption", "marquee", "noscript", "object", "select", "table", "td", "template", "th"})
_TABLE_WALLS = frozenset({"select", "table", "template"})
_NEVER_NESTED = frozenset({"body", "head", "html"})
_CLOSES_PARAGRAPH = frozenset(
    {
        *("address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup"),
        *("hr", "li", "listing", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "ul"),
    }
)
_SPECIAL = frozenset(_CLOSES_PARAGRAPH | _TABLE_PARTS | _WALLS | RAW_ELEMENTS | {"button", "noscript"})
_ITEM_KINDS = {"li": {"li"}, "dd": {"dd", "dt"}, "dt": {"dd", "dt"}}
# Drawing tags inside which a document is read as any other; another tag in a drawing may hide an end from us.
_PLAIN_DRAWING = frozenset(
    {
        *("circle", "clippath", "defs", "ellipse", "g", "image", "line", "lineargradient", "mask", "path", "pattern"),
        *("polygon", "polyline", "radialgradient", "rect", "stop", "symbol", "text", "tspan", "use"),
    }
)
_RAW = RAW_ELEMENTS | {"noscript"}  # the sanitiser's parser reads as a browser with scripts does
_FOREIGN = frozenset({"math", "svg"})


_ANY_START = re.compile(r"<[A-Za-z]")


class _TooCostly(Exception):
    """The document passed a limit."""


class _Unsure(Exception):
    """From here on a document can no longer be read with certainty."""


def is_affordable(html: str, *, max_depth: int = MAX_DEPTH) -> bool:
    """Whether a document nests at most `max_depth` deep and can be parsed in time near to linear."""
    builder = _Builder(max_depth)
    try:
        for token in tokens(html, raw_elements=_RAW):
            builder.read(token)
    except _TooCostly:
        return False
    except _Unsure:  # then everything that looks like a tag is one, and nothing is ever closed
        to_come = len(_ANY_START.findall(html)) - builder.starts
        return len(builder.open) + to_come <= max_depth
    return True


class _Builder:
    """The names of the open elements, and of the formatting that waits to be repeated."""

    def __init__(self, max_depth: int) -> None:
        self.max_depth = max_depth
        self.open: list[str] = []
        self.waiting: list[str] = []  # formatting closed by something else: repeated at the next text or tag
        self.waiting_at_cell: list[int] = []  # how much was waiting when each open cell began
        self.foreign_at: int | None = None  # how many elements were open when a drawing began
        self.starts = 0
        self.repeated = 0
        self.steps = 0

    def read(self, token: DocumentToken) -> None:
        """Take one more piece of the document into account."""
        if len(token.source) > _MAX_ATTRIBUTES and token.kind != "text":
            self.count_attributes(token.source)
        if token.kind == "cdata" and self.foreign_at is not None:
            raise _Unsure  # it ends at another place in a drawing
        if token.kind == "text":
            self.repeat_formatting()
        elif token.kind == "start":
            self.start(token.name)
        elif token.kind == "end":
            self.end(token.name)

    def count_attributes(self, source: str) -> None:
        """Refuse a tag with so many attributes that looking for doubles among them takes long: quadratic as well."""
        if attribute_count(source) > _MAX_ATTRIBUTES:
            raise _TooCostly

    def start(self, name: str) -> None:
        """An element begins."""
        if self.foreign_at is not None:
            if name not in _PLAIN_DRAWING:
                raise _Unsure
            self.starts += 1
            self.push(name)
            return
        if name in _RAW and "select" in self.open:
            raise _Unsure  # a list of choices may drop the tag, and what follows is markup
        self.starts += 1
        if name in _NEVER_NESTED or (name in _TABLE_PARTS and name != "table" and "table" not in self.open):
            return
        self.close_implied(name)
        if name not in _CLOSES_PARAGRAPH and name not in _TABLE_PARTS:
            self.repeat_formatting()
        if name in VOID_ELEMENTS:
            return
        if name in _FOREIGN:
            self.foreign_at = len(self.open)
        self.push(name)

    def end(self, name: str) -> None:
        """An element's end tag is read: it closes something, or nothing."""
        if self.foreign_at is not None:
            if name in _FOREIGN and self.open[self.foreign_at] == name:
                del self.open[self.foreign_at :]
                self.foreign_at = None
        elif name in _FORMATTING:
            self.end_formatting(name)
        elif name in _TABLE_PARTS:
            self.close(name, _TABLE_WALLS - {name})
        elif name == "li":
            self.close(name, _WALLS | {"ol", "ul"})
        elif name in _SPECIAL:
            self.close(name, _WALLS - {name})
        else:
            self.close(name, _SPECIAL)

    def close_implied(self, name: str) -> None:
        """Close what a start tag closes before it opens its own element."""
        if name in _CLOSES_PARAGRAPH:
            self.close("p", _WALLS | {"button"})
        if name in _ITEM_KINDS:
            for kind in _ITEM_KINDS[name]:
                self.close(kind, _SPECIAL - {"address", "div", "p", kind})
        elif name in {"a", "nobr"}:
            self.end_formatting(name)
        elif name in {"td", "th", "tr", "tbody", "thead", "tfoot"}:
            self.close_table_parts(name)

    def close_table_parts(self, name: str) -> None:
        """Close cells before a cell, and rows as well before a row or a part of a table."""
        closed = {"td", "th", "caption"}
        if name not in {"td", "th"}:
            closed |= {"tr", "colgroup"}
        if name not in {"td", "th", "tr"}:
            closed |= {"tbody", "thead", "tfoot"}
        for kind in closed:
            self.close(kind, _TABLE_WALLS)

    def close(self, name: str, walls: frozenset[str] | set[str]) -> None:
        """Close the innermost element of this name, and all inside it, unless a wall comes first."""
        for at in range(len(self.open) - 1, -1, -1):
            self.step()
            if self.open[at] == name:
                self.pop_to(at)
                return
            if self.open[at] in walls:
                return

    def pop_to(self, at: int) -> None:
        """Close the elements from this one inwards; formatting among them waits to be repeated, in a cell not beyond it."""
        for name in reversed(self.open[at:]):
            self.step()
            if name in _FORMATTING:
                self.waiting.append(name)
            elif name in _CELLS and self.waiting_at_cell:
                del self.waiting[self.waiting_at_cell.pop() :]
        del self.open[at:]

    def end_formatting(self, name: str) -> None:
        """Close one formatting element by its own end tag: it is not repeated, and what it holds stays open."""
        if name in self.waiting:
            self.step(len(self.waiting))
            self.waiting.remove(name)
            return
        for at in range(len(self.open) - 1, -1, -1):
            self.step()
            if self.open[at] == name:
                del self.open[at]
                return
            if self.open[at] in _WALLS:
                return

    def repeat_formatting(self) -> None:
        """Open again the formatting that waits, as the standard does before a text."""
        first = self.waiting_at_cell[-1] if self.waiting_at_cell else 0
        again = self.waiting[first:]
        if not again or self.foreign_at is not None:
            return
        del self.waiting[first:]
        self.repeated += len(again)
        if self.repeated > _MAX_REPEATED:
            raise _TooCostly
        for name in reversed(again):
            self.push(name)

    def push(self, name: str) -> None:
        """Open an element."""
        if name in _CELLS and self.foreign_at is None:
            self.waiting_at_cell.append(len(self.waiting))
        self.open.append(name)
        if len(self.open) > self.max_depth:
            raise _TooCostly

    def step(self, count: int = 1) -> None:
        """Count work done, by us and, much alike, by the parser after us."""
        self.steps += count
        if self.steps > _MAX_STEPS:
            raise _TooCostly
