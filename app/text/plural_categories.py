"""The plural categories of a language (Unicode CLDR: one, few, many …), each with a whole number that is of it."""

from functools import lru_cache
from types import MappingProxyType

from app.text.languages import locale_of

TRIED = (1, 2, 0, *range(3, 201), 1_000_000)  # a million: French, Spanish, Italian and Portuguese have a form for it


@lru_cache(maxsize=64)
def example_counts(language: str) -> MappingProxyType[str, int]:
    """As {"one": 1, "other": 2}. `other` is always there: whoever does not find a category takes it."""
    category_of = locale_of(language).plural_form
    found: dict[str, int] = {}
    for number in TRIED:
        found.setdefault(category_of(number), number)
    found.setdefault("other", TRIED[-1])  # Polish has it for fractions only
    return MappingProxyType(found)
