"""The languages that a desk can be given besides those that we ship: all that Unicode's CLDR can write dates in."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from babel import Locale
from babel.localedata import locale_identifiers

from app.text.languages import locale_of

_CODE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?")  # a language; or one in one of its scripts: zh_Hant, sr_Latn
_OF_A_COUNTRY = ("en_AU", "en_CA", "en_GB", "en_US", "de_AT", "de_CH", "es_MX", "fr_CA", "fr_CH", "pt_BR", "pt_PT")
_NO_LANGUAGE = frozenset({"en_Dsrt", "en_Shaw"})  # English in letters that nobody writes it in


@lru_cache(maxsize=1)
def addable_codes() -> frozenset[str]:
    """Those that have a name in English; a locale is read only when its language is used."""
    named = Locale("en").languages
    codes = {one for one in locale_identifiers() if _CODE.fullmatch(one) and one.partition("_")[0] in named}
    return frozenset((codes - _NO_LANGUAGE).union(_OF_A_COUNTRY))


@lru_cache(maxsize=8)
def addable_languages(reader: str) -> Mapping[str, str]:
    """Their names in the reader's language by code, in the order of the names."""
    locale = locale_of(reader)
    names = {code: _name(code, locale) for code in addable_codes()}
    return MappingProxyType(dict(sorted(names.items(), key=lambda item: item[1].casefold())))


def _name(code: str, locale: Locale) -> str:
    language, _line, rest = code.partition("_")
    english = Locale("en")
    name: str = locale.languages.get(language) or english.languages[language]
    if not rest:
        return name
    named = (locale.scripts.get(rest) or english.scripts.get(rest)) if len(rest) == 4 else None  # noqa: PLR2004  as ISO 15924 has them
    return f"{name} ({named or locale.territories.get(rest) or rest})"
