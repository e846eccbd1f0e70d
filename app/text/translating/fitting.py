"""Whether a translation fits its English: whether it can be filled, and says all that the English says."""

import re
from collections.abc import Iterable, Iterator, Sequence

from app.text.translating.plural_forms import PluralForms

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
BRACES = re.compile(r"\{+\w*\}+")  # filled by scripts, or a template's own
COUNTS = frozenset({"%(num)s", "%(num)d", "%(count)s", "%(count)d"})
UNFILLABLE = (KeyError, TypeError, ValueError)  # what `%` raises for a text that cannot be filled


def names_in(text: str) -> frozenset[str]:
    """The placeholders of a text: `%(name)s`, `%(name)d`, and what stands in braces."""
    return frozenset(match[0] for match in PLACEHOLDER.finditer(text.replace("%%", ""))) | frozenset(
        BRACES.findall(text)
    )


def faults(singular: str, plural: str, texts: Sequence[str], forms: PluralForms) -> list[str]:
    """Why a translation cannot be used, in English, for whoever made it; nothing: it can.

    `texts`: one, or where the text has a count, one for each of the language's forms.
    """
    wanted = len(forms.categories) if plural else 1
    if len(texts) != wanted:
        return [f"{wanted} text(s) needed, {len(texts)} given"]
    return [fault for number, text in enumerate(texts) for fault in _of_form(singular, plural, text, number, forms)]


def _of_form(singular: str, plural: str, text: str, number: int, forms: PluralForms) -> Iterator[str]:
    where = f"form {number} ({forms.categories[number]}): " if plural else ""
    known, needed = names_in(singular), names_in(singular)
    if plural:
        known |= names_in(plural)
        only_one = len(forms.examples(number, 2)) == 1  # "one file" may say its number as a word
        needed = (needed & names_in(plural)) - COUNTS if only_one else names_in(plural)
    if not text.strip():
        yield f"{where}empty"
        return
    if missing := needed - names_in(text):
        yield f"{where}placeholder missing: {_listed(missing)}"
    if unknown := names_in(text) - known:
        yield f"{where}unknown placeholder: {_listed(unknown)}"
    if stray := _stray(singular + plural, text):
        yield where + stray
    if _edges(text) != _edges(singular):
        yield f"{where}begins or ends with other white space than the English"
    if text.count("\n") != singular.count("\n"):
        yield f"{where}another number of line breaks than the English"


def _stray(english: str, text: str) -> str:
    """What is wrong with its percent signs."""
    if "%" not in english:
        return "a percent sign, where the English has none" if "%" in text else ""
    if _has_plain_percent(english):  # nothing fills it
        return "a placeholder, where the English has none" if "%(" in text else ""
    return "a percent sign that is neither %% nor part of a placeholder" if _has_plain_percent(text) else ""


def _has_plain_percent(text: str) -> bool:
    return "%" in PLACEHOLDER.sub("", text.replace("%%", ""))


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
