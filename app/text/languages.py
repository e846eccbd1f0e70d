"""Every text that a person reads, in the reader's language: gettext catalogues under `app/locale`, and what administrators change.

The door (a request, a mail to be written) says once whose language holds, with `speaking`; below it `_` finds it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from app.text.catalogue import Catalogue, Catalogues, catalogues
from app.text.noting import being_noted

DEFAULT = "en"

_current: ContextVar[str] = ContextVar("language", default=DEFAULT)


def catalogue(language: str) -> Catalogue:
    """The texts of a language as they are now; untranslated ones stay English. What is drawn of them is kept under it."""
    found, noted = catalogues.of(language), being_noted()
    return found if noted is None else noted.over(found)


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """How the language writes names, dates and numbers (Unicode CLDR); English where it is unknown."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def current_language() -> str:
    """The language that holds here."""
    return _current.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let `_` speak this language inside the block."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def set_language(language: str) -> None:
    """Let `_` speak this language for the rest of this task (a request)."""
    _current.set(language)


def _(text: str) -> str:
    """The text in the language that holds here."""
    return catalogue(_current.get()).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The same for a count: which of the two, and in which plural form, the language decides."""
    return catalogue(_current.get()).ngettext(one, many, count)


def pgettext(context: str, text: str) -> str:
    """The text, where one English word has two meanings: `context` says which."""
    return catalogue(_current.get()).pgettext(context, text)


def npgettext(context: str, one: str, many: str, count: int) -> str:
    """The same for a count."""
    return catalogue(_current.get()).npgettext(context, one, many, count)


def kept_catalogues() -> Catalogues:
    """The catalogues of this process."""
    return catalogues


def available() -> list[str]:
    """The languages that the desk speaks, English first."""
    return catalogues.available()
