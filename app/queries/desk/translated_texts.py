"""The texts of a language for who translates them: what this version says, what was changed, what is left to do."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import chain

from app.desk import Desk
from app.queries.desk.changed_texts import all_changed_texts, changed_texts_in
from app.text.catalogue import Catalogue
from app.text.languages import available, catalogue
from app.translations.changed_text import ChangedText
from app.translations.known_texts import KnownText, known_texts

NEAR_ENOUGH = 0.6  # of two texts: as `difflib` measures it
Forms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """A text of this version in one language. `shipped` is empty where it is not translated."""

    text: KnownText
    shipped: Forms
    changed: ChangedText | None

    @property
    def said(self) -> Forms:
        """What the desk says; empty: English."""
        return self.changed.forms if self.changed else self.shipped

    @property
    def is_to_check(self) -> bool:
        """Whether this version ships another translation than the one that was changed."""
        return self.changed is not None and self.changed.shipped != self.shipped


@dataclass(frozen=True, slots=True)
class UnusedText:
    """What was made of a text that this version has no more. `near`: the text that is most like it, if one is."""

    changed: ChangedText
    near: KnownText | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many texts are translated, are to be checked again, are English still."""

    done: int
    to_check: int
    missing: int

    @property
    def percent(self) -> int:
        """Of all; a hundred only if nothing is left."""
        return self.done * 100 // max(1, self.done + self.to_check + self.missing)


class LanguageTexts:
    """All texts of one language. `known`: those of this version; `changed`: those that were changed, both by id."""

    def __init__(self, spoken: Catalogue, known: Mapping[str, KnownText], changed: Mapping[str, ChangedText]) -> None:
        self.language = spoken.language
        self._known, self._changed = known, changed
        self.texts = [TranslatedText(one, spoken.shipped(one.key), changed.get(one.id)) for one in known.values()]

    @cached_property
    def by_id(self) -> dict[str, TranslatedText]:
        """Each text by its id."""
        return {one.text.id: one for one in self.texts}

    @property
    def progress(self) -> Progress:
        """Counted anew."""
        to_check = sum(one.is_to_check for one in self.texts)
        missing = sum(not one.said for one in self.texts)
        return Progress(len(self.texts) - to_check - missing, to_check, missing)

    @property
    def unused(self) -> list[UnusedText]:
        """What was made of texts that this version has no more, the newest first."""
        gone = [one for number, one in self._changed.items() if number not in self._known]
        return [UnusedText(one, self._near(one)) for one in sorted(gone, key=lambda one: -one.changed_ms)]

    def found(self, words: str, texts: Iterable[TranslatedText]) -> list[TranslatedText]:
        """Those of these texts that have all the words in their English, their translation or their context."""
        wanted = words.casefold().split()
        return [one for one in texts if all(word in _letters_of(one) for word in wanted)] if wanted else list(texts)

    def _near(self, gone: ChangedText) -> KnownText | None:
        """The text of this version that most likely took its place: with or without a plural as it was, and not changed yet."""
        free = {
            one.key.singular: one
            for one in self._known.values()
            if bool(one.key.plural) == bool(gone.key.plural) and one.id not in self._changed
        }
        near = get_close_matches(gone.key.singular, free, n=1, cutoff=NEAR_ENOUGH)
        return free[near[0]] if near else None


def _letters_of(one: TranslatedText) -> str:
    return "\n".join(chain(one.text.english, one.said, (one.text.key.context,))).casefold()


async def language_texts(desk: Desk, language: str) -> LanguageTexts:
    """The texts of a language, as they are now."""
    changed = await changed_texts_in(desk.db, language)
    return await asyncio.to_thread(lambda: LanguageTexts(catalogue(language), known_texts(), changed))


async def progress_of_languages(desk: Desk) -> dict[str, Progress]:
    """How far each language of the desk is."""
    changed: dict[str, dict[str, ChangedText]] = {language: {} for language in available()}
    for one in await all_changed_texts(desk.db):
        changed.get(one.language, {})[one.text_id] = one
    return await asyncio.to_thread(_counted, changed)


def _counted(changed: Mapping[str, Mapping[str, ChangedText]]) -> dict[str, Progress]:
    known = known_texts()
    return {language: LanguageTexts(catalogue(language), known, texts).progress for language, texts in changed.items()}
