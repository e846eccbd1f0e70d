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

# Possessive quantifiers and atomic groups throughout: no part of a document is tried twice.
_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][^\t\n\f\r />]*+)
        (?P<attributes>(?>[\t\n\f\r /]++
          |[^\t\n\f\r />][^\t\n\f\r />=]*+
            (?>[\t\n\f\r ]*+=[\t\n\f\r ]*+(?>"[^"]*+"|'[^']*+'|(?!["'])[^\t\n\f\r >]*+))?+
        )*+)>""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\t\n\f\r />][^\t\n\f\r />=]*+)
        (?>[\t\n\f\r ]*+=[\t\n\f\r ]*+(?>"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>(?!["'])[^\t\n\f\r >]*+)))?+""",
    re.VERBOSE,
)
_MARKUP = re.compile(r"<(?=[A-Za-z!?/])")
_COMMENT = re.compile(r"<!--(?>-?>|(?s:.*?)(?>--!?>|\Z))")
_BOGUS_COMMENT = re.compile(r"<[!?/][^>]*+(?>>|\Z)")


class Token(NamedTuple):
    """One piece of a document: `kind` is "text", "start", "end", "comment" or "cdata".

    `name` is a tag's name in lower case; `source` is the text as it came (entities unread), the unread
    attributes of a tag, what is left of a tag that the document's end cuts off, or nothing. `raw` marks text in which entities mean nothing.
    """

    kind: str
    name: str = ""
    source: str = ""
    raw: bool = False


def tokens(html: str, *, raw_elements: frozenset[str] = RAW_ELEMENTS) -> Iterator[Token]:
    """Read a document piece by piece, in time linear in its length.

    What stands in a raw element (a script, a style) comes as one text with the element's name.
    A tag that the document's end cuts off is dropped, as browsers do.
    """
    at = 0
    ends_missing: set[str] = set()
    while at < len(html):
        markup = _MARKUP.search(html, at)
        if markup is None:
            yield Token("text", source=html[at:])
            return
        opening = markup.start()
        if opening > at:
            yield Token("text", source=html[at:opening])
        token, at = _markup(html, opening)
        yield token
        if token.kind == "start" and token.name in raw_elements and token.name not in ends_missing:
            end = _raw_end(html, token.name, at)
            if end < 0:  # remembered, so that a thousand unclosed titles are not a thousand searches
                ends_missing.add(token.name)
                end = len(html)
            if end > at:
                yield Token("text", token.name, html[at:end], raw=True)
            at = end


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


def _markup(html: str, at: int) -> tuple[Token, int]:
    """The tag or comment that begins at this place, and where the next piece begins."""
    following = html[at + 1 : at + 3].removeprefix("/")[:1]
    if following.isascii() and following.isalpha():
        tag = _TAG.match(html, at)
        if tag is None:
            return Token("comment", source=html[at:]), len(html)
        kind = "end" if tag["end"] else "start"
        return Token(kind, tag["name"].lower(), tag["attributes"]), tag.end()
    shape = _COMMENT if html.startswith("<!--", at) else _BOGUS_COMMENT
    comment = shape.match(html, at)
    kind = "cdata" if html.startswith("<![CDATA[", at) else "comment"
    return Token(kind), comment.end() if comment else len(html)


def _raw_end(html: str, name: str, at: int) -> int:
    """Where the end tag of a raw element begins, or -1."""
    end = re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE).search(html, at)
    return end.start() if end else -1
