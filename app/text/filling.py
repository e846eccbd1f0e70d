"""Texts with values in them, as templates write them: `_("…", name=value)`, on pages and in mails.

A text that cannot be filled falls back to English. A %% is a %, with values and without.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from markupsafe import escape

from app.text.catalogue import Catalogue
from app.text.languages import catalogue, current_language
from app.text.translating.fitting import UNFILLABLE

KEPT = 16_384


class TemplateWords:
    """`_`, `ngettext`, `pgettext` and `npgettext` of templates; `written` makes of a text what the template writes.

    In HTML that is `escape`: the translation is escaped as its values are, so texts that administrators translate carry
    no markup. A link inside a sentence is such a value, made by a macro.
    """

    def __init__(self, written: Callable[[str], str]) -> None:
        self._written = written
        self._spoken = lru_cache(KEPT)(self._speak)
        self._finished = lru_cache(KEPT)(self._finish)

    def names(self) -> Mapping[str, Callable[..., str]]:
        """Them by the names that templates call."""
        return {"_": self.gettext, "ngettext": self.ngettext, "pgettext": self.pgettext, "npgettext": self.npgettext}

    def gettext(self, text: str, /, **values: Any) -> str:
        """The text in the reader's language, with its values."""
        return self.pgettext("", text, **values)

    def pgettext(self, context: str, text: str, /, **values: Any) -> str:
        """The same for one of the meanings of an English word."""
        spoken = catalogue(current_language())
        if not values:
            return self._finished(spoken, context, text)
        try:
            return self._spoken(spoken, context, text) % values
        except UNFILLABLE:
            return self._written(text) % values

    def ngettext(self, one: str, many: str, number: int, /, **values: Any) -> str:
        """The form for this number, which is also its value `num`."""
        return self.npgettext("", one, many, number, **values)

    def npgettext(self, context: str, one: str, many: str, number: int, /, **values: Any) -> str:
        """The same for one of the meanings of an English word."""
        spoken, values = catalogue(current_language()), {"num": number, **values}
        form = spoken.npgettext(context, one, many, number) if context else spoken.ngettext(one, many, number)
        try:
            return self._written(form) % values
        except UNFILLABLE:
            return self._written(one if number == 1 else many) % values

    def _speak(self, spoken: Catalogue, context: str, text: str) -> str:
        return self._written(spoken.pgettext(context, text) if context else spoken.gettext(text))

    def _finish(self, spoken: Catalogue, context: str, text: str) -> str:
        try:
            return self._speak(spoken, context, text) % {}
        except UNFILLABLE:
            return self._written(text) % {}


in_html = TemplateWords(escape)
in_plain_text = TemplateWords(str)
