"""Countries by their ISO 3166-1 alpha-2 code, named in the reader's language (Unicode CLDR)."""

import re
from functools import lru_cache

from babel.core import get_global

from app.text.combining_marks import normalized, without_marks
from app.text.everyday_countries import ALSO_CALLED
from app.text.languages import locale_of

NAMED_IN = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "ro",
    "pl",
    "tr",
    "cs",
    "hu",
    "sv",
    "da",
    "fi",
    "el",
    "ru",
    "uk",
    "ar",
    "ja",
    "zh",
    "ko",
)
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
    """The code for a code or a name; "" for nothing; None if unknown.

    A name counts in any spelling of capitals, accents and dots, by what people call it too ("UK", "Holland"), in the
    languages of `NAMED_IN`; so does the code of three letters.
    """
    if not typed.strip():
        return ""
    name = _plain(typed)
    if code := _called().get(typed.strip().lower()) or _called().get(name):
        return code
    return next((codes[name] for codes in map(_named_in, NAMED_IN) if name in codes), None)


@lru_cache(maxsize=1)
def _called() -> dict[str, str]:
    """Codes and what people call a country, folded, to codes: of a name that is two countries' the last one's counts."""
    known = country_names("en")
    aliases = get_global("territory_aliases")
    threes = {code.lower(): now[0] for code, now in aliases.items() if re.fullmatch("[A-Z]{3}", code) and len(now) == 1}
    also = {_plain(name): code for code, names in ALSO_CALLED.items() for name in re.split("[|;]", names)}
    return {
        **{code: now for code, now in threes.items() if now in known},
        **{code.lower(): code for code in known},
        **also,
    }


@lru_cache(maxsize=32)
def _named_in(language: str) -> dict[str, str]:
    """The names in one language, folded, whole and without what stands in brackets, to codes."""
    codes: dict[str, str] = {}
    for code, name in country_names(language).items():
        codes.setdefault(_plain(name), code)
        codes.setdefault(_plain(name.partition("(")[0]), code)
    return codes


def names_to_find(code: str) -> list[str]:
    """What a ticket from a country is found by: its code, its English name, and what people call it besides."""
    if not code:
        return []
    return [code, country_name(code, "en"), *ALSO_CALLED.get(code, "").partition(";")[0].split("|")]


def _plain(name: str) -> str:
    """A name in small plain letters, without dots, brackets, articles and ands."""
    letters = without_marks(normalized("NFKD", name.casefold())).replace("\u0131", "i")
    words = re.findall(r"[^\W_]+", re.sub("[.'\u2019]", "", letters))
    return " ".join("saint" if word == "st" else word for word in words if word not in {"the", "and"})


def _is_country(code: str) -> bool:
    return bool(re.fullmatch("[A-Z]{2}", code)) and code not in NOT_COUNTRIES
