"""Plain text to HTML."""

from __future__ import annotations

import re
from html import escape

from app.html_safety.addresses import link_address
from app.html_safety.rules import LINK_REL, LINK_TARGET
from app.html_safety.safe_html import SafeHtml

# Ends before what closes a sentence or a bracket around the address; the candidate is checked again as a link.
_ADDRESS = re.compile(
    r"\b(?:https?://|mailto:)[^\s<>\"'`\\\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]{1,2000}+", re.IGNORECASE
)
_CLOSING = ".,;:!?*_~|\u201d\u2019\xbb\u2026"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_MAX_CLOSING = 20
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def text_to_html(text: str) -> SafeHtml:
    """Show a text as HTML: everything escaped, a blank line begins a paragraph, http, https and mailto become links.

    Every character of the text stays visible; controls that no browser shows are dropped.
    """
    text = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text)
    text = re.sub(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]", "", text).strip("\n")
    paragraphs = [paragraph for paragraph in _BLANK_LINES.split(text) if paragraph.strip()]
    return SafeHtml("".join(f'<p dir="auto">{_paragraph(paragraph)}</p>' for paragraph in paragraphs))


def escaped(text: str) -> str:
    """Text as the sanitiser itself would write it, so cleaning it again changes nothing."""
    return escape(text, quote=False).replace("\xa0", "&nbsp;")


def escaped_attribute(value: str) -> str:
    """An attribute's value as the sanitiser itself would write it between double quotes."""
    return escaped(value).replace('"', "&quot;")


def _paragraph(text: str) -> str:
    """One paragraph, its links made and its line ends kept."""
    pieces = []
    at = 0
    for match in _ADDRESS.finditer(text):
        address = _without_closing(match[0])
        href = link_address(address)
        if href is None:
            continue
        pieces.append(_lines(text[at : match.start()]))
        pieces.append(
            f'<a href="{escaped_attribute(href)}" target="{LINK_TARGET}" rel="{LINK_REL}">{escaped(address)}</a>'
        )
        at = match.start() + len(address)
    pieces.append(_lines(text[at:]))
    return "".join(pieces)


def _lines(text: str) -> str:
    """Escaped text; runs of blanks keep their width, as in a table typed by hand."""
    shown = escaped(text).replace("\t", "    ").replace("  ", "&nbsp; ")
    return shown.replace("\n", "<br>")


def _without_closing(address: str) -> str:
    """The address without the punctuation that belongs to the sentence around it."""
    for _ in range(_MAX_CLOSING):
        last = address[-1:]
        unpaired = address.count(last) > address.count(_BRACKETS.get(last, last))
        if not last or (last not in _CLOSING and not unpaired):
            break
        address = address[:-1]
    return address
