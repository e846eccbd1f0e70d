"""A linear tokeniser of HTML (WHATWG HTML, 13.2.5), for strangers' markup.

The standard library's `html.parser` takes quadratic time on some broken documents, so this one reads each
character a bounded number of times whatever comes. It never raises.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

RAW_ELEMENTS = frozenset({"iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"})
VOID_ELEMENTS = frozenset(
    {
        *("area", "base", "basefont", "bgsound", "br", "col", "command", "embed", "frame", "hr", "image", "img"),
        *("input", "keygen", "link", "meta", "param", "source", "track", "wbr"),
    }
)


def _tag(quoted: str) -> re.Pattern[str]:
    """A tag, its quoted values as long as the quantifier says. Possessive quantifiers and atomic groups: nothing is tried twice."""
    return re.compile(
        rf"""<(?P<end>/?)(?P<name>[A-Za-z][^\t\n\f\r />]*+)
            (?P<attributes>(?>[\t\n\f\r /]++
              |[^\t\n\f\r />][^\t\n\f\r />=]*+
                (?>[\t\n\f\r ]*+=[\t\n\f\r ]*+(?>"[^"]{quoted}"|'[^']{quoted}'|(?!["'])[^\t\n\f\r >]*+))?+
            )*+)>""",
        re.VERBOSE,
    )


_TAG, _NEAR_TAG = _tag("*+"), _tag("{0,20000}+")
_QUOTELESS_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][^\t\n\f\r />]*+)(?P<attributes>(?>[\t\n\f\r /][^\"'>]*+)?)>"
)  # most
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\t\n\f\r />][^\t\n\f\r />=]*+)
        (?>[\t\n\f\r ]*+=[\t\n\f\r ]*+(?>"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>(?!["'])[^\t\n\f\r >]*+)))?+""",
    re.VERBOSE,
)
_MARKUP = re.compile(r"<(?=[A-Za-z!?/])")
_COMMENT = re.compile(r"<!--(?>-?>|(?s:.*?)--!?>)")
_HONEST_FAILURES = 50  # of a lenient reader: then a tag ends at the next `>`
_PLAIN_TAG_CHARS = 2000


class DocumentToken(NamedTuple):
    """One piece of a document: `kind` is "text", "start", "end", "comment" or "cdata"; `start` and `end` its place.

    `name` is a tag's name in lower case; `source` is the original text (entities undecoded), the unread
    attributes of a tag, what is left of a tag that the document's end cuts off, or nothing. `raw` marks text in which entities mean nothing.
    """

    kind: str
    name: str = ""
    source: str = ""
    raw: bool = False
    start: int = 0
    end: int = 0

    @property
    def closing(self) -> bool:
        """Whether it ends an element."""
        return self.kind == "end"

    def attributes(self) -> dict[str, str]:
        """A start tag's attributes."""
        return attributes_of(self.source)


def tokens(html: str, *, raw_elements: frozenset[str] = RAW_ELEMENTS, lenient: bool = False) -> Iterator[DocumentToken]:
    """Read a document piece by piece, in time linear in its length.

    The content of a raw element (a script, a style) is one text with the element's name.
    A tag that the document's end cuts off is dropped, as browsers do. `lenient`: what a browser would swallow with all
    that follows it (that tag, a comment, a script, a quote without an end) is no more than itself, and its words are text.
    """
    reader = _Reader(html, lenient=lenient)
    at = text_from = 0
    while (markup := _MARKUP.search(html, at)) is not None:
        opening = markup.start()
        token = reader.markup(opening)
        if token is None:
            at = opening + 1
            continue
        if opening > text_from:
            yield DocumentToken("text", source=html[text_from:opening], start=text_from, end=opening)
        yield token
        at = text_from = token.end
        if token.kind == "start" and token.name in raw_elements:
            end = reader.raw_end(token.name, at)
            if end > at:
                yield DocumentToken("text", token.name, html[at:end], raw=True, start=at, end=end)
            at = text_from = end
    if text_from < len(html):
        yield DocumentToken("text", source=html[text_from:], start=text_from, end=len(html))


def attributes_of(source: str) -> dict[str, str]:
    """A start tag's attributes, names in lower case, entities read; of two with one name the first counts."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(source):
        value = match["double"] or match["single"] or match["bare"] or ""
        found.setdefault(match["name"].lower(), unescape(value))
    return found


def attribute_count(source: str) -> int:
    """How many attributes a tag was given, doubles among them."""
    return sum(1 for _ in _ATTRIBUTE.finditer(source))


class _Reader:
    """What is known of a document while reading it: the ends it does not have, so none is searched for twice."""

    def __init__(self, html: str, *, lenient: bool) -> None:
        self._html, self._lenient = html, lenient
        self._last_end = html.rfind(">")
        self._endless: set[str] = set()
        self._failures = 0

    def markup(self, at: int) -> DocumentToken | None:
        """The tag or comment that begins at this place; None where it is text."""
        html = self._html
        following = html[at + 1 : at + 3].removeprefix("/")[:1]
        if following.isascii() and following.isalpha():
            return self._tag(at)
        if self._lenient and html[at + 1] == "/":
            return None
        kind = "cdata" if html.startswith("<![CDATA[", at) else "comment"
        return DocumentToken(kind, start=at, end=self._comment_end(at))

    def raw_end(self, name: str, at: int) -> int:
        """Where the end tag of a raw element begins; where there is none the end of all, for a lenient reader its start."""
        if name not in self._endless:
            end = re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE).search(self._html, at)
            if end is not None:
                return end.start()
            self._endless.add(name)
            return at if self._lenient else len(self._html)
        return at

    def _tag(self, at: int) -> DocumentToken | None:
        html = self._html
        tag = None
        if at < self._last_end and self._failures < _HONEST_FAILURES:
            tag = _QUOTELESS_TAG.match(html, at) or (_NEAR_TAG if self._lenient else _TAG).match(html, at)
        if tag is not None:
            kind = "end" if tag["end"] else "start"
            return DocumentToken(kind, tag["name"].lower(), tag["attributes"], start=at, end=tag.end())
        if not self._lenient:
            return DocumentToken("comment", source=html[at:], start=at, end=len(html))
        self._failures += 1
        return self._plain_tag(at)

    def _plain_tag(self, at: int) -> DocumentToken | None:
        """What begins like a tag and is none, up to the next `>`; None where that is far."""
        end = self._html.find(">", at, at + _PLAIN_TAG_CHARS)
        if end < 0:
            return None
        closing = self._html[at + 1] == "/"
        name, *rest = self._html[at + 1 + closing : end].split(None, 1)
        kind = "end" if closing else "start"
        return DocumentToken(kind, name.lower().rstrip("/"), rest[0] if rest else "", start=at, end=end + 1)

    def _comment_end(self, at: int) -> int:
        html = self._html
        is_comment = html.startswith("<!--", at)
        if is_comment and "<!--" not in self._endless:
            found = _COMMENT.match(html, at)
            if found is not None:
                return found.end()
            self._endless.add("<!--")
        if is_comment and not self._lenient:
            return len(html)
        end = html.find(">", at)
        return len(html) if end < 0 else end + 1
