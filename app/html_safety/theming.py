"""The desk's own HTML in its reader's theme: on a dark page or in a dark mail, a fixed background under light words hides them."""

from __future__ import annotations

import re

from app.html_safety.images import HAS_COLOURS, map_tags
from app.html_safety.plain import escaped_attribute
from app.html_safety.safe_html import SafeHtml

_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")
_RGB = re.compile(r"rgba?\((\d{1,3})[, ]+(\d{1,3})[, ]+(\d{1,3})\b[^)]*\)")
_READABLE = (0.1, 0.35)  # of the luminance of white (WCAG 2.2): such words can be read on white and on our dark pages


def in_theme(html: SafeHtml) -> SafeHtml:
    """Cleaned HTML without backgrounds, and without the colours of words that not every theme can show.

    Cleaning what comes back changes nothing. Strangers' HTML is drawn on a light page instead: its author saw it on one.
    """
    return SafeHtml(map_tags(html, _themed)) if HAS_COLOURS.search(html) else html


def _themed(_name: str, attributes: dict[str, str]) -> str:
    attributes.pop("bgcolor", None)
    kept = ";".join(one for one in attributes.pop("style", "").split(";") if one and _may_stay(one))
    if kept:
        attributes["style"] = kept
    return "".join(f' {name}="{escaped_attribute(value)}"' for name, value in attributes.items())


def _may_stay(declaration: str) -> bool:
    name, _colon, value = declaration.partition(":")
    if name == "color":
        return _READABLE[0] <= _luminance(value) <= _READABLE[1]
    return name != "background-color"


def _luminance(colour: str) -> float:
    """How bright a colour is, from 0 to 1; -1 for one that is only named."""
    if found := _HEX.fullmatch(colour):
        digits = found[1] if len(found[1]) == len("rrggbb") else "".join(2 * digit for digit in found[1])
        levels = list(bytes.fromhex(digits))
    elif found := _RGB.fullmatch(colour):
        levels = [int(one) for one in found.groups()]
    else:
        return -1
    red, green, blue = (one / 255 / 12.92 if one <= 10 else ((one / 255 + 0.055) / 1.055) ** 2.4 for one in levels)  # noqa: PLR2004  # sRGB
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
