"""What a translation must hold, so that every page can fill it: said before it is kept, with the reason."""

import re
import unicodedata
from collections.abc import Sequence

from app.core.errors import BadFields
from app.text.catalogue import TextKey
from app.text.languages import _
from app.text.translating.fitting import COUNTS, faults
from app.text.translating.plural_forms import plural_forms
from app.translations.example_numbers import FormExample, form_examples
from app.translations.placeholders import MARK, marks_of

CHARS_MORE = 200  # than four times the English: what no place on a page has
BROKEN_MARK = re.compile(r"%\(\w*\)?.?")
NEVER = frozenset(
    "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\ufeff"
)  # breaks of lines, and what turns round the rest of a page


def check_forms(key: TextKey, forms: Sequence[str], language: str) -> None:
    """Raises BadFields (`form0`, `form1` …) for every form that cannot be used, with what is wrong with it."""
    found = {f"form{place}": fault for place, fault in enumerate(_faults(key, forms, form_examples(language))) if fault}
    if not found and (others := faults(key.singular, key.plural, forms, plural_forms(language))):
        found["form0"] = _("This text cannot be used: %(reason)s") % {"reason": others[0]}
    if found:
        raise BadFields(found)


def needed_marks(key: TextKey, *, is_for_one_number: bool) -> frozenset[str]:
    """The placeholders that a form may not lack. One for a single number ("one file") may leave out what counts."""
    needed = marks_of(key.plural or key.singular)
    if not is_for_one_number:
        return needed
    return (needed & marks_of(key.singular)) - COUNTS


def _faults(key: TextKey, forms: Sequence[str], examples: tuple[FormExample, ...]) -> list[str]:
    if len(forms) != (len(examples) if key.plural else 1):
        return [_("Fill in each plural form of this language.") if key.plural else _("This text has no plural forms.")]
    if not key.plural:
        return [_fault(forms[0], key, is_for_one_number=False)]
    return [
        _fault(text, key, is_for_one_number=form.is_for_one_number) for text, form in zip(forms, examples, strict=True)
    ]


def _fault(text: str, key: TextKey, *, is_for_one_number: bool) -> str:
    """The first thing that is wrong with one form; "" if nothing is."""
    english = key.singular
    if not text.strip():
        return _("Write the text.")
    if len(text) > (most := 4 * len(english) + CHARS_MORE):
        return _("Use %(most)s characters or fewer.") % {"most": most}
    if any(_is_forbidden(letter) for letter in text.replace("\n", "")):
        return _("Remove the control characters.")
    if text.count("\n") != english.count("\n"):
        return _("Break the lines as often as the English does.")
    if _edges(text) != _edges(english):
        return _("Begin and end with the same spaces as the English.")
    return _fault_of_marks(text, key, is_for_one_number=is_for_one_number)


def _is_forbidden(letter: str) -> bool:
    return letter in NEVER or unicodedata.category(letter) in {"Cc", "Cs", "Cn"}


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _fault_of_marks(text: str, key: TextKey, *, is_for_one_number: bool) -> str:
    known = marks_of(key.singular) | marks_of(key.plural)
    needed = needed_marks(key, is_for_one_number=is_for_one_number)
    if "%" in text and "%" not in key.singular + key.plural:
        return _("The English has no percent sign here. Write it in words.")
    rest = MARK.sub("", text)
    if known and (broken := BROKEN_MARK.search(rest)):
        return _("“%(mark)s” is not a whole placeholder. Write it as the English does.") % {"mark": broken[0]}
    if known and "%" in rest:
        return _("Write the percent sign twice.")
    if unknown := sorted(marks_of(text) - known):
        return _("The English has no placeholder “%(mark)s”.") % {"mark": unknown[0]}
    if missing := sorted(needed - marks_of(text)):
        return _("The placeholder “%(mark)s” is missing.") % {"mark": missing[0]}
    return ""
