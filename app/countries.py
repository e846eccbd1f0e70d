"""Countries by their ISO 3166-1 alpha-2 code, named in the reader's language (Unicode CLDR)."""

import re
from functools import lru_cache

from app.languages import locale_of

NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})


@lru_cache(maxsize=32)
def country_names(language: str) -> dict[str, str]:
    """Code to name, in the order of names."""
    names = {code: name for code, name in locale_of(language).territories.items() if _is_country(code)}
    return dict(sorted(names.items(), key=lambda pair: pair[1].casefold()))


def country_name(code: str, language: str) -> str:
    """The country's name; the code itself if it is not known, nothing for nothing."""
    return country_names(language).get(code, code)


def read_country(typed: str) -> str | None:
    """The code for a code or an English name, in any spelling of capitals; "" for nothing; None if unknown."""
    wanted = typed.strip()
    if not wanted:
        return ""
    if wanted.upper() in country_names("en"):
        return wanted.upper()
    return next((code for code, name in country_names("en").items() if name.casefold() == wanted.casefold()), None)


def _is_country(code: str) -> bool:
    return bool(re.fullmatch("[A-Z]{2}", code)) and code not in NOT_COUNTRIES
