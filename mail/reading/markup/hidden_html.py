"""Take out of a page what itself hides: the preheader that newsletters show in lists only, a second layout."""

import re
from typing import Final

from app.html_safety.tokens import DocumentToken
from mail.reading.markup.hiding_styles import HidingStyles, hiding_styles
from mail.reading.markup.html_tokens import tokens

_VOID: Final = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"}
)
_HIDDEN: Final = re.compile(r"(?:display:none|visibility:hidden|mso-hide:all)(?:[;!]|$)")
_NOTHING: Final = re.compile(
    r"(?:^|;)(?:max-height|max-width|height|width|font-size|line-height|opacity):0(?:px|pt|em|%|\.0+)?(?:[;!]|$)"
)
_SHOWN: Final = re.compile(r"(?:^|;)display:(?!none)")
_MAY_HIDE: Final = re.compile(r"display|visibility|mso-hide|overflow|opacity|font-size|hidden", re.IGNORECASE)
_MAY_BE_HIDDEN: Final = re.compile(r"style|hidden|class|id", re.IGNORECASE)
_ENOUGH_SIGNS: Final = 2


def without_hidden(html: str) -> str:
    """Return a page without the elements hidden by their style, the style sheets in it or `hidden`; itself if nothing would be left.

    An unclosed element stays: better to show a preheader than to lose a message.
    """
    if not _MAY_HIDE.search(html):
        return html
    kept: list[str] = []
    at = 0
    for start, end in _hidden_spans(html):
        kept.append(html[at:start])
        at = end
    if not at:
        return html
    rest = "".join([*kept, html[at:]])
    return rest if any(token.source.strip() for token in tokens(rest) if not token.name) else html


def _hidden_spans(html: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    name, start, depth = "", 0, 0
    sheets = hiding_styles(html)
    for token in tokens(html):
        if not name:
            if _is_hidden(token, sheets):
                name, start, depth = token.name, token.start, 1
        elif token.name == name:
            depth += -1 if token.closing else 1
            if not depth:
                spans.append((start, token.end))
                name = ""
    return spans


def _is_hidden(token: DocumentToken, sheets: HidingStyles) -> bool:
    if not token.name or token.closing or token.name in _VOID or token.name in {"html", "body"}:
        return False
    if not _MAY_BE_HIDDEN.search(token.source):
        return False
    attributes = token.attributes()
    style = "".join(attributes.get("style", "").lower().split())
    if _HIDDEN.search(style) or sheets.hides_firmly(attributes):
        return True
    if "hidden" in attributes or sheets.hides(attributes):
        return not _SHOWN.search(style)
    signs = len(_NOTHING.findall(style)) + ("overflow:hidden" in style)
    return signs >= _ENOUGH_SIGNS
