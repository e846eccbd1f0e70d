"""Catalogues: the texts of each language, those of the desk's version with what its administrators changed laid over them."""

import gettext
import io
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import structlog

from app.text.translating.compiling import DIGEST, compiled, digest_of
from app.text.translating.fitting import faults
from app.text.translating.plural_forms import PluralForms, plural_forms

FOLDER = Path(__file__).parents[1] / "locale"
SHIPPED = ("en", "ar", "de", "es", "fr", "it", "ja", "pl", "ro", "tr")  # complete in this version, English first
log = structlog.get_logger()


class TextKey(NamedTuple):
    """What names a text: its English, and the context that tells two meanings of one English word apart."""

    context: str  # "": none
    singular: str
    plural: str = ""  # "": a text without a count


class Catalogue:
    """The texts of one language. It never changes: a changed text makes another catalogue, so caches take it as a key."""

    def __init__(
        self,
        language: str,
        shipped: gettext.NullTranslations,
        changed: Mapping[TextKey, tuple[str, ...]] | None = None,
        version: int = 0,
    ) -> None:
        self.language = language
        self.version = version  # 0: as shipped
        self.forms: PluralForms = plural_forms(language)
        self._shipped = shipped
        self._changed = {(key.context, key.singular): forms for key, forms in (changed or {}).items()}

    def gettext(self, text: str) -> str:
        """The text; English where it is not translated."""
        return self._own("", text, 1) or self._shipped.gettext(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form for this count."""
        return self._own("", one, count) or self._shipped.ngettext(one, many, count)

    def pgettext(self, context: str, text: str) -> str:
        """The text in one of its meanings."""
        return self._own(context, text, 1) or self._shipped.pgettext(context, text)

    def npgettext(self, context: str, one: str, many: str, count: int) -> str:
        """The form for this count, in one of its meanings."""
        return self._own(context, one, count) or self._shipped.npgettext(context, one, many, count)

    def shipped(self, key: TextKey) -> tuple[str, ...]:
        """What this version says, whatever administrators changed: a text for each plural form; none if it is not translated."""
        kept: Mapping[Any, str] = getattr(self._shipped, "_catalog", {})
        if self.language == "en" and not kept:
            return (key.singular, key.plural) if key.plural else (key.singular,)
        name = f"{key.context}\x04{key.singular}" if key.context else key.singular
        names = [(name, form) for form in range(len(self.forms.categories))] if key.plural else [name]
        return tuple(kept[one] for one in names) if all(kept.get(one) for one in names) else ()

    def with_changed(self, changed: Mapping[TextKey, tuple[str, ...]], version: int) -> "Catalogue":
        """The shipped texts with these laid over them. One that cannot be filled is left out: the shipped one stays."""
        return Catalogue(self.language, self._shipped, dict(_fitting(changed, self.forms)), version)

    def _own(self, context: str, text: str, count: int) -> str:
        """As administrators changed it; "" where they did not."""
        if not self._changed or (forms := self._changed.get((context, text))) is None:
            return ""
        return forms[0 if len(forms) == 1 else self.forms.index(count)]


def _fitting(
    changed: Mapping[TextKey, tuple[str, ...]], forms: PluralForms
) -> Iterator[tuple[TextKey, tuple[str, ...]]]:
    for key, texts in changed.items():
        if found := faults(key.singular, key.plural, texts, forms):
            log.warning("a changed text cannot be used", text=key.singular, context=key.context, faults=found)
        else:
            yield key, texts


class Catalogues:
    """The catalogues of this process. What languages there are is known without a look at the disk."""

    def __init__(self, folder: Path = FOLDER, shipped: tuple[str, ...] = SHIPPED) -> None:
        self._folder = folder
        self._shipped = shipped
        self._made: dict[str, Catalogue] = {}
        self._laid_over: set[str] = set()

    def of(self, language: str) -> Catalogue:
        """A language's catalogue, read when it is first asked for; one without texts for an unknown language."""
        if (found := self._made.get(language)) is not None:
            return found
        if language not in self._shipped:
            return _without_texts(language)
        return self._made.setdefault(language, Catalogue(language, self._read(language)))

    def lay_over(self, language: str, changed: Mapping[TextKey, tuple[str, ...]], version: int) -> None:
        """Put these texts over the shipped ones, instead of those before; a language that we do not ship is one from now on."""
        self._made[language] = self.of(language).with_changed(changed, version)
        self._laid_over.add(language)

    def take_off(self, language: str) -> None:
        """Go back to the shipped texts; a language that we do not ship is none any more."""
        self._laid_over.discard(language)
        self._made.pop(language, None)

    def is_shipped(self, language: str) -> bool:
        """Whether this version has texts in it."""
        return language in self._shipped

    def changed(self) -> frozenset[str]:
        """The languages that are not as shipped."""
        return frozenset(self._laid_over)

    def available(self) -> list[str]:
        """The languages that have texts, English first."""
        return [*self._shipped, *sorted(self._laid_over.difference(self._shipped))]

    def _read(self, language: str) -> gettext.NullTranslations:
        """As `make setup` or the building of the package compiled it; compiled now where that is not there, or out of date."""
        po = self._folder / language / "LC_MESSAGES" / "deskbell.po"
        if not po.is_file():  # English is written in the code
            return gettext.NullTranslations()
        mo = po.with_suffix(".mo")
        if mo.is_file():
            with mo.open("rb") as stream:
                found = gettext.GNUTranslations(stream)
            if found.info().get(DIGEST.lower()) == digest_of(po):
                return found
        return gettext.GNUTranslations(io.BytesIO(compiled(po)))


@lru_cache(maxsize=64)  # strangers invent languages
def _without_texts(language: str) -> Catalogue:
    return Catalogue(language, gettext.NullTranslations())


catalogues = Catalogues()
