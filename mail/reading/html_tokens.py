"""HTML as a flat run of tokens with their places, read once from left to right.

Not a browser's parser: enough to take text out and to find where quoting begins. Linear on any input: an
unclosed quote costs a bounded look, and after many of them tags simply end at the next `>`.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_TAG: Final = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:_-]{0,40})"
    r"((?:[^\"'>]++|(?<=[=\s])\"[^\"]{0,20000}+\"|(?<=[=\s])'[^']{0,20000}+'|[\"']){0,2000}+)>",
)
_ATTRIBUTE: Final = re.compile(
    r"([a-zA-Z_:@][a-zA-Z0-9_:.-]{0,60})[\s]{0,10}=[\s]{0,10}(?:\"([^\"]{0,20000})\"|'([^']{0,20000})'|([^\s\"'>]{1,20000}))",
)
_RAW_TEXT: Final = frozenset({"script", "style", "title"})
_HONEST_FAILURES: Final = 200


class Token(NamedTuple):
    """A tag (`name` in lower case, `closing` or not) or, with an empty name, text; `start` and `end` in the source."""

    name: str
    closing: bool
    rest: str
    start: int
    end: int

    def attributes(self) -> dict[str, str]:
        """Return the tag's attributes, names in lower case, first of each."""
        found: dict[str, str] = {}
        for name, double, single, bare in _ATTRIBUTE.findall(self.rest):
            found.setdefault(name.lower(), double or single or bare)
        return found


def tokens(html: str) -> Iterator[Token]:
    """Yield tags and text in order; comments, doctypes and the inside of script and style yield nothing."""
    at = 0
    failures = 0
    while at < len(html):
        opening = html.find("<", at)
        if opening < 0:
            yield Token("", False, html[at:], at, len(html))
            return
        if opening > at:
            yield Token("", False, html[at:opening], at, opening)
        second = html[opening + 1 : opening + 2]
        if second in "!?" and second:
            at = _after_declaration(html, opening)
            continue
        match = _TAG.match(html, opening) if failures < _HONEST_FAILURES else None
        if match is None:
            failures += 1
            at, token = _plain_tag(html, opening)
            yield token
            continue
        name = match[2].lower()
        at = match.end()
        if name in _RAW_TEXT and not match[1]:
            at = _after_raw_text(html, at, name)
            continue
        yield Token(name, match[1] == "/", match[3], opening, at)


def _after_declaration(html: str, opening: int) -> int:
    if html.startswith("<!--", opening):
        if html.startswith(("<!-->", "<!--->"), opening):
            return html.index(">", opening) + 1
        end = html.find("-->", opening + 4)
        if end >= 0:
            return end + 3
    end = html.find(">", opening)
    return len(html) if end < 0 else end + 1


def _after_raw_text(html: str, at: int, name: str) -> int:
    closing = re.compile(f"</{name}[\\s>/]", re.IGNORECASE).search(html, at)
    if closing is None:
        return at  # never closed: better to show a style sheet than to lose the letter
    end = html.find(">", closing.start())
    return len(html) if end < 0 else end + 1


def _plain_tag(html: str, opening: int) -> tuple[int, Token]:
    """Read a `<` that begins no proper tag: to the next `>` where letters follow it, else as text."""
    end = html.find(">", opening, opening + 2000)
    closing = html[opening + 1 : opening + 2] == "/"
    name_at = opening + 1 + closing
    if end < 0 or not html[name_at : name_at + 1].isalpha():
        return opening + 1, Token("", False, "<", opening, opening + 1)
    words = html[name_at:end].split(None, 1)
    return end + 1, Token(
        words[0].lower().rstrip("/")[:40], closing, words[1] if len(words) > 1 else "", opening, end + 1
    )
