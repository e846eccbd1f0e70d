"""Languages as their own speakers call them, and which way they run."""

from app.text.languages import locale_of


def html_language(language: str) -> str:
    """The same for `<html lang>`, from which scripts take it (BCP 47)."""
    return "en-GB" if language == "en" else language.replace("_", "-")


def language_name(language: str) -> str:
    """`Deutsch` for `de`."""
    name = locale_of(language).get_display_name() or language
    return name[:1].upper() + name[1:]


def direction(language: str) -> str:
    """`rtl` for Arabic, Hebrew and their like, else `ltr`."""
    return locale_of(language).text_direction
