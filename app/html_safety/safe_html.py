"""The type that says "this HTML was cleaned"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup


class SafeHtml(str):
    """HTML that one of the cleaners of this package made.

    Templates do not escape it: this class is the one place of the desk that lets markup through, so it
    is made here and nowhere else (a test holds that). Joining, slicing or formatting gives a plain `str` again,
    which templates escape.
    """

    __slots__ = ()

    def __html__(self) -> str:
        """The markup as it is: what Jinja asks a value for before it would escape it."""
        return str(self)


def stored_html(html: str) -> SafeHtml:
    """Name a column's value as what it is: HTML that a cleaner made before it was stored.

    Only for values read back from the desk's own tables, never for anything that came in by another way.
    """
    return SafeHtml(html)


def joined(pieces: Iterable[Markup]) -> SafeHtml:
    """Pieces of markup one after the other: `Markup.join` would look at each again, and a list has a hundred and fifty."""
    return SafeHtml("".join(pieces))
