"""A mail's page as tags and text with their places: where quoting begins is found among them, and no word is lost."""

import re
from collections.abc import Iterator
from typing import Final

from app.html_safety.tokens import DocumentToken
from app.html_safety.tokens import tokens as document_tokens
from mail.letter import limits

_UNSEEN: Final = frozenset({"script", "style", "title"})
_ANY_TAG: Final = re.compile(r"<[^<>]{0,2000}>")


def tokens(html: str) -> Iterator[DocumentToken]:
    """Yield tags and text (which has no name) in order; comments, doctypes and the inside of script and style yield nothing.

    Behind `limits.HTML_TAGS` tags what is left comes as one text, its tags cut out.
    """
    tags = 0
    for token in document_tokens(html, raw_elements=_UNSEEN, lenient=True):
        if token.kind != "text":
            if tags == limits.HTML_TAGS:
                rest = _ANY_TAG.sub(" ", html[token.start :])
                yield DocumentToken("text", source=rest, start=token.start, end=len(html))
                return
            tags += 1
        if token.kind in {"text", "start", "end"} and token.name not in _UNSEEN:
            yield token
