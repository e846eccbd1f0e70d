"""The plural forms of a language, each with a number it is for."""

from dataclasses import dataclass
from functools import lru_cache

from app.text.translating.plural_forms import plural_forms


@dataclass(frozen=True, slots=True)
class FormExample:
    """`name` is CLDR's; `number` the first that takes this form, 0 only if no other does."""

    name: str
    number: int
    is_for_one_number: bool  # so that a text may leave the number out: "one file"


@lru_cache(maxsize=64)
def form_examples(language: str) -> tuple[FormExample, ...]:
    """In the order of the language's catalogue."""
    rule = plural_forms(language)
    return tuple(_example(name, rule.examples(form, 2)) for form, name in enumerate(rule.categories))


def _example(name: str, numbers: list[int]) -> FormExample:
    return FormExample(name, next((one for one in numbers if one), 0), len(numbers) == 1)
