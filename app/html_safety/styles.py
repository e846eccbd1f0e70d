"""The style properties, attribute values and colours allowed in HTML."""

from __future__ import annotations

import re

_COLOUR = r"(?:#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|[a-z]{3,20}|(?:rgb|hsl)a?\([0-9.,%/ ]{1,40}\))"
_LENGTH = r"(?:0|[0-9]{1,4}(?:\.[0-9]{1,4})?(?:px|pt|em|rem|ex|ch|cm|mm|in|pc|%))"
_WIDTH = rf"(?:auto|{_LENGTH})"
_LINES = r"(?:none|underline|overline|line-through)"

_STYLE_VALUES = {
    "background-color": re.compile(_COLOUR),
    "color": re.compile(_COLOUR),
    "font-style": re.compile(r"normal|italic|oblique"),
    "font-weight": re.compile(r"normal|bold|bolder|lighter|[1-9]00"),
    "max-width": re.compile(rf"none|{_LENGTH}"),
    "min-width": re.compile(_WIDTH),
    "text-align": re.compile(r"left|right|center|justify|start|end"),
    "text-decoration": re.compile(rf"{_LINES}(?: {_LINES}){{0,2}}"),
    "width": re.compile(_WIDTH),
}
STYLE_PROPERTIES = frozenset(_STYLE_VALUES)

_MAX_STYLE_CHARACTERS = 4096
_UNREADABLE = re.compile(r"[\\\"'<>{}@]|/\*")  # escapes, strings, comments: nothing we keep needs one

_SIZE = re.compile(r"[0-9]{1,4}%?")
_COUNT = re.compile(r"[0-9]{1,3}")
_HORIZONTAL = re.compile(r"left|right|center|justify")
_ATTRIBUTE_VALUES = {
    "align": _HORIZONTAL,
    "bgcolor": re.compile(r"#[0-9a-f]{3}|#[0-9a-f]{6}|[a-z]{3,20}"),
    "border": _COUNT,
    "cellpadding": _COUNT,
    "cellspacing": _COUNT,
    "colspan": _COUNT,
    "dir": re.compile(r"ltr|rtl|auto"),
    "height": _SIZE,
    "lang": re.compile(r"[a-z]{1,8}(?:-[a-z0-9]{1,8}){0,4}"),
    "role": re.compile(r"presentation|none"),
    "rowspan": _COUNT,
    "scope": re.compile(r"col|row|colgroup|rowgroup"),
    "span": _COUNT,
    "start": re.compile(r"-?[0-9]{1,6}"),
    "valign": re.compile(r"top|middle|bottom|baseline"),
    "value": re.compile(r"-?[0-9]{1,6}"),
    "width": _SIZE,
}
_LIST_TYPES = re.compile(r"[1aAiI]|disc|circle|square")


def clean_style(style: str) -> str | None:
    """The allowed declarations of a style attribute, in order, in one spelling; None if there are none.

    Both name and value are looked up: a value that is not plainly a colour, a width or a word from the table goes,
    and with it `url()`, `var()`, `expression()`, `!important` and every escape.
    """
    kept = {}
    for declaration in style[:_MAX_STYLE_CHARACTERS].split(";"):
        name, _, value = declaration.partition(":")
        name = name.strip().lower()
        value = " ".join(value.lower().split())
        if name == "background":  # the shorthand that mail programs write for a plain colour
            name = "background-color"
        allowed = _STYLE_VALUES.get(name)
        if allowed and not _UNREADABLE.search(value) and allowed.fullmatch(value):
            kept[name] = value
    return ";".join(f"{name}:{value}" for name, value in kept.items()) or None


def clean_attribute(name: str, value: str) -> str | None:
    """A presentational attribute's value when it is one of the table's, else None; None for a name not in the table."""
    value = value.strip()
    if name == "type":
        return value if _LIST_TYPES.fullmatch(value) else None
    value = value.lower()
    allowed = _ATTRIBUTE_VALUES.get(name)
    return value if allowed and allowed.fullmatch(value) else None
