"""How dates, numbers and lists are written."""

from babel import Locale

from app.text.languages import locale_of


def formats_of(language: str) -> Locale:
    """The locale by which they are written: English as Britain writes it ("21 Nov, 18:04")."""
    return Locale("en", "GB") if language == "en" else locale_of(language)
