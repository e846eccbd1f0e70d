"""Templates are written for their readers, one attribute a line: of that white space a page needs one mark."""

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

INDENTED = re.compile(r"\s*\n\s*")
KEEPING = re.compile(r"<(/?)(?:pre|textarea|script|style)\b", re.IGNORECASE)  # where a line is a line


class FewerSpaces(Extension):
    """Collapses line breaks and the spaces around them into one, when a template is compiled.

    Only in the template's own text: inserted values stay unchanged, and so does the content of KEEPING tags.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The template's tokens, of which `data` is what it writes itself."""
        is_kept = False
        for token in stream:
            if token.type != "data":
                yield token
                continue
            value, is_kept = _fewer(token.value, is_kept=is_kept)
            yield Token(token.lineno, "data", value)


def _fewer(written: str, *, is_kept: bool) -> tuple[str, bool]:
    """The text with fewer spaces, and whether it ends where they are kept."""
    parts, at = [], 0
    for tag in KEEPING.finditer(written):
        parts.append(_part(written[at : tag.start()], is_kept=is_kept))
        at, is_kept = tag.start(), not tag[1]
    return "".join([*parts, _part(written[at:], is_kept=is_kept)]), is_kept


def _part(text: str, *, is_kept: bool) -> str:
    return text if is_kept else INDENTED.sub("\n", text)
