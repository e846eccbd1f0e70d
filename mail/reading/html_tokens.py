"""HTML as a flat run of tokens with their places, read once from left to right.

Not a browser's parser: enough to take text out and to find where quoting begins. Linear on any input: an
unclosed quote costs a bounded look, and after many of them tags simply end at the next `>`.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mail import limits

_TAG: Final = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:_-]{0,40})"
    r"((?:[^\"'>]++|(?<=[=\s])\"[^\"]{0,20000}+\"|(?<=[=\s])'[^']{0,20000}+'|[\"']){0,2000}+)>",
)
_ATTRIBUTE: Final = re.compile(
    r"([a-zA-Z_:@][a-zA-Z0-9_:.-]{0,60})[\s]{0,10}=[\s]{0,10}(?:\"([^\"]{0,20000})\"|'([^']{0,20000})'|([^\s\"'>]{1,20000}))",
)
_RAW_TEXT: Final = frozenset({"script", "style", "title"})
_HONEST_FAILURES: Final = 200
_PLAIN_TAG_CHARS: Final = 2000
_NAME_CHARS: Final = 40
_BEGINS_TAG: Final = re.compile(r"<(?=[a-zA-Z/!?])")
_ANY_TAG: Final = re.compile(r"<[^<>]{0,2000}>")


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
    """Yield tags and text in order; comments, doctypes and the inside of script and style yield nothing.

    Behind `limits.HTML_TAGS` tags what is left comes as one text, its tags cut out.
    """
    at = text_from = 0
    failures = tags = 0
    unclosed: set[str] = set()
    while (opening := _next_tag(html, at)) >= 0 and tags < limits.HTML_TAGS:
        second = html[opening + 1]
        match = _TAG.match(html, opening) if second not in "!?" and failures < _HONEST_FAILURES else None
        name, closing, rest = "", False, ""
        if second in "!?":
            after = _after_declaration(html, opening)
        elif match is not None:
            name, closing, rest, after = match[2].lower(), match[1] == "/", match[3], match.end()
        else:
            failures += 1
            name, closing, rest, after = _plain_tag(html, opening)
        if not name and after == opening:
            at = opening + 1  # a `<` that begins nothing is text
            continue
        if opening > text_from:
            yield Token("", False, html[text_from:opening], text_from, opening)
        if name in _RAW_TEXT and not closing and name not in unclosed:
            after = _after_raw_text(html, after, name, unclosed)
        elif name:
            yield Token(name, closing, rest, opening, after)
        tags += 1
        at = text_from = after
    if text_from < len(html):
        rest = html[text_from:] if opening < 0 else _ANY_TAG.sub(" ", html[text_from:])
        yield Token("", False, rest, text_from, len(html))


def _next_tag(html: str, at: int) -> int:
    match = _BEGINS_TAG.search(html, at)
    return match.start() if match else -1


def _after_declaration(html: str, opening: int) -> int:
    if html.startswith("<!--", opening):
        if html.startswith(("<!-->", "<!--->"), opening):
            return html.index(">", opening) + 1
        end = html.find("-->", opening + 4)
        if end >= 0:
            return end + 3
    end = html.find(">", opening)
    return len(html) if end < 0 else end + 1


def _after_raw_text(html: str, at: int, name: str, unclosed: set[str]) -> int:
    closing = re.compile(f"</{name}[\\s>/]", re.IGNORECASE).search(html, at)
    if closing is None:
        unclosed.add(name)
        return at  # never closed: better to show a style sheet than to lose the letter
    end = html.find(">", closing.start())
    return len(html) if end < 0 else end + 1


def _plain_tag(html: str, opening: int) -> tuple[str, bool, str, int]:
    """Read a `<` that begins no proper tag: to the next `>` where a letter follows it; else the place stays the same."""
    closing = html[opening + 1] == "/"
    name_at = opening + 1 + closing
    end = html.find(">", opening, opening + _PLAIN_TAG_CHARS)
    if end < 0 or not html[name_at : name_at + 1].isalpha():
        return "", False, "", opening
    words = html[name_at:end].split(None, 1)
    return words[0].lower().rstrip("/")[:_NAME_CHARS] or "?", closing, words[1] if len(words) > 1 else "", end + 1
