"""Plural forms: which of a text's forms a number takes, in gettext's words and in those of Unicode CLDR.

Babel's own rules for gettext are not used: some have forms in another order than its catalogues, others are refused by gettext.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from gettext import c2py

from babel import Locale, UnknownLocaleError
from babel.plural import to_gettext

MOST = 1200  # numbers up to here tell the forms of every language apart
CATEGORIES = ("zero", "one", "two", "few", "many", "other")  # in the order of CLDR, and of a catalogue's forms
ONE_OR_MORE = ("n != 1", ("one", "other"))
WRITTEN = {
    "en": ONE_OR_MORE,
    "de": ONE_OR_MORE,
    "es": ONE_OR_MORE,
    "it": ONE_OR_MORE,
    "tr": ONE_OR_MORE,
    "fr": ("n > 1", ("one", "other")),
    "ja": ("0", ("other",)),
    "ro": ("n == 1 ? 0 : n == 0 || (n % 100 > 0 && n % 100 < 20) ? 1 : 2", ("one", "few", "other")),
    "pl": (
        "n == 1 ? 0 : n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1 : 2",
        ("one", "few", "many"),
    ),
    "ar": (
        "n == 0 ? 0 : n == 1 ? 1 : n == 2 ? 2 : n % 100 >= 3 && n % 100 <= 10 ? 3 : n % 100 >= 11 ? 4 : 5",
        CATEGORIES,
    ),
}


@dataclass(frozen=True)
class PluralForms:
    """The forms that a language has for whole numbers.

    `rule`: an expression of C that gives the number of the form for `n`. `categories`: what CLDR calls each form.
    """

    rule: str
    categories: tuple[str, ...]

    @property
    def header(self) -> str:
        """As `Plural-Forms` of a catalogue."""
        return f"nplurals={len(self.categories)}; plural=({self.rule});"

    def index(self, number: int) -> int:
        """Which form this number takes."""
        return int(_compiled(self.rule)(number))

    @lru_cache(maxsize=512)  # noqa: B019  as many as languages have forms
    def examples(self, form: int, count: int = 3) -> list[int]:
        """The first numbers that take this form."""
        return [number for number in range(MOST + 1) if self.index(number) == form][:count]


@lru_cache(maxsize=64)
def _compiled(rule: str):  # type: ignore[no-untyped-def]  # noqa: ANN202  a function that gettext makes
    return c2py(rule)


@lru_cache(maxsize=64)
def plural_forms(language: str) -> PluralForms:
    """Those of a language, written by hand for those that we ship, else as CLDR has them; one or more where it knows none."""
    for name in (language, re.split("[-_]", language)[0]):
        if name in WRITTEN:
            return PluralForms(*WRITTEN[name])
    try:
        return _as_cldr_has_them(Locale.parse(language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return PluralForms(*ONE_OR_MORE)


def _as_cldr_has_them(locale: Locale) -> PluralForms:
    """Without the categories that no whole number up to MOST takes, and in the order of CLDR."""
    said = {locale.plural_form(number) for number in range(MOST + 1)}
    categories = tuple(one for one in CATEGORIES if one in said)
    rules = locale.plural_form.rules
    tests = [(number, _test(rules[name])) for number, name in enumerate(categories) if name != "other"]
    last = len(categories) - 1
    if "other" not in said:  # every number has a category of its own; the last one needs no test
        tests = [one for one in tests if one[0] != last]
    return PluralForms("".join(f"{test} ? {number} : " for number, test in tests) + str(last), categories)


def _test(rule: str) -> str:
    """One category's rule as an expression of C, for whole numbers."""
    written = to_gettext({"one": rule})
    return "(" + written.partition("plural=(")[2].rpartition(" ? 0 : 1)")[0].replace("(e ", "(0 ") + ")"
