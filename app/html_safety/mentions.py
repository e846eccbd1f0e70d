"""Whom a note names: a mark with the person's number around the name that readers see."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from app.html_safety.safe_html import SafeHtml

if TYPE_CHECKING:
    from collections.abc import Mapping

NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_OTHERS = r'(?: [a-z-]+="[^"]*")*'
_MARK = re.compile(rf'(<span{_OTHERS}?) data-mention="({NUMBER.pattern})"({_OTHERS}>)(?=(?:@([^<]+)</span>)?)')


def has_mentions(html: SafeHtml) -> bool:
    """Whether there is a mark, of whomever."""
    return _MARK.search(html) is not None


def with_mentions(html: SafeHtml, names: Mapping[int, str]) -> tuple[SafeHtml, list[int]]:
    """A clean note in which only these people (number to name) are marked, each by their own name; and who is, each once.

    Whatever else was marked is plain text: nobody is told of a note that does not show that it names them.
    """
    named: dict[int, None] = {}

    def checked(mark: re.Match[str]) -> str:
        before, number, after, shown = mark.groups()
        if shown is None or names.get(int(number)) != " ".join(unescape(shown).split()):
            return before + after
        named[int(number)] = None
        return mark[0]

    return SafeHtml(_MARK.sub(checked, html)), list(named)
