"""Every text that a person reads, in the reader's language: gettext catalogues under `app/locale`.

The door (a request, a mail to be written) says once whose language holds, with `speaking`; below it `_` finds it.
"""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError

LOCALE = Path(__file__).parent / "locale"
DEFAULT = "en"

_current: ContextVar[str] = ContextVar("language", default=DEFAULT)


@lru_cache(maxsize=64)
def catalogue(language: str) -> gettext.NullTranslations:
    """The texts of a language; those that nobody translated stay English."""
    return gettext.translation("deskbell", LOCALE, languages=[language], fallback=True)


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


def available() -> list[str]:
    """The languages that have a catalogue, English first."""
    found = {path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/deskbell.mo")}
    return [DEFAULT, *sorted(found - {DEFAULT})]
