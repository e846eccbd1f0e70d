"""The sanitiser's output, tag by tag: tags renamed, pictures turned into what may be shown later.

Works only on HTML as the sanitiser writes it: lower-case names, every value between double quotes, no `<`
or `>` left bare in a text or a value. A tag can therefore be told from a text with certainty.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from app.html_safety.addresses import content_id, data_image, data_image_bytes
from app.html_safety.plain import escaped_attribute
from app.html_safety.rules import MAX_DATA_IMAGES_BYTES, RENAMED_TAGS

if TYPE_CHECKING:
    from collections.abc import Callable

_WRITTEN_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*+)((?: [a-z-]++="[^"]*+")*+)>')
_WRITTEN_ATTRIBUTE = re.compile(r' ([a-z-]++)="([^"]*+)"')
_IMAGE_ORDER = ("src", "data-cid", "data-remote", "alt", "width", "height", "title", "style", "dir", "lang")

HAS_COLOURS = re.compile(r'(?: bgcolor="| style="[^"]*color:)')

Attributes = dict[str, str]


def map_images(html: str, change: Callable[[Attributes], Attributes]) -> str:
    """Rewrite every picture's attributes (entities read), in HTML that the sanitiser wrote."""

    def rewritten(match: re.Match[str]) -> str:
        if match[2] != "img":
            return match[0]
        return image_tag(change(written_attributes(match[3])))

    return _WRITTEN_TAG.sub(rewritten, html)


def map_tags(html: str, change: Callable[[str, Attributes], str]) -> str:
    """Rewrite the attributes of every tag that has some, in HTML that the sanitiser wrote."""

    def rewritten(match: re.Match[str]) -> str:
        slash, name, attributes = match.groups()
        return f"<{slash}{name}{change(name, written_attributes(attributes))}>" if attributes else str(match[0])

    return _WRITTEN_TAG.sub(rewritten, html)


def written_attributes(source: str) -> Attributes:
    """The attributes of a tag that the sanitiser wrote, entities read."""
    return {name: unescape(value) for name, value in _WRITTEN_ATTRIBUTE.findall(source)}


def image_tag(attributes: Attributes) -> str:
    """A picture's tag, its attributes always in the same order."""
    inside = "".join(f' {name}="{escaped_attribute(attributes[name])}"' for name in _IMAGE_ORDER if name in attributes)
    return f"<img{inside}>"


def with_plain_tags(html: str) -> str:
    """Give the older tags the names of the allowed tags of the same shape; a font's colour becomes a style."""

    def renamed(match: re.Match[str]) -> str:
        slash, name, attributes = match.groups()
        if name not in RENAMED_TAGS:
            return str(match[0])
        if name == "font" and not slash:
            attributes = _font_attributes(attributes)
        elif name == "center" and not slash:
            attributes += ' align="center"'
        return f"<{slash}{RENAMED_TAGS[name]}{attributes}>"

    return _WRITTEN_TAG.sub(renamed, html)


def for_later(attributes: Attributes) -> Attributes:
    """A stranger's picture: an inline one waits as `data-cid`, one on a server as `data-remote`, and none has an address."""
    source = attributes.pop("src", None)
    if source is None:
        kept = "data-cid" if "data-cid" in attributes else "data-remote"
        source = attributes.get(kept, "")
    else:
        inline = content_id(source)
        kept, source = ("data-cid", inline) if inline else ("data-remote", source)
    others = {name: value for name, value in attributes.items() if not name.startswith("data-")}
    return others | {kept: source} if source else others


class DataImageBudget:
    """Drops the pictures written out in the text once they are too many bytes together."""

    def __init__(self) -> None:
        self.left_bytes = MAX_DATA_IMAGES_BYTES

    def __call__(self, attributes: Attributes) -> Attributes:
        """A picture's attributes, without its address if it no longer fits."""
        source = attributes.get("src", "")
        if data_image(source):
            size_bytes = data_image_bytes(source)
            if size_bytes > self.left_bytes:
                del attributes["src"]
            else:
                self.left_bytes -= size_bytes
        return attributes


def _font_attributes(source: str) -> str:
    """A font tag's attributes as those of a span."""
    attributes = written_attributes(source)
    colour = attributes.pop("color", None)
    if colour and "style" not in attributes:
        attributes["style"] = f"color:{colour}"
    return "".join(f' {name}="{escaped_attribute(value)}"' for name, value in attributes.items())
