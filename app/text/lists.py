"""Several things in one sentence: "Anna, Ben and Carla", as the reader's language joins them (Unicode CLDR)."""

from collections.abc import Iterable

from babel.lists import format_list

from app.text.formats import formats_of
from app.text.languages import current_language


def listed(items: Iterable[str]) -> str:
    """As a sentence of the language that holds here names them."""
    return format_list([str(item) for item in items], locale=formats_of(current_language()))
