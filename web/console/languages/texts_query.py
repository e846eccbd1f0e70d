"""What is asked of a language's texts: which, in what part of the desk, from where on, and which one is open."""

from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from app.queries.desk.translated_texts import LanguageTexts, TranslatedText
from web.console.languages.place_words import parts_of

AT_ONCE = 50
LONGEST = 200  # characters of a search


class Show(StrEnum):
    """Which texts."""

    ALL = "all"
    MISSING = "missing"
    CHANGED = "changed"
    TO_CHECK = "to_check"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class TextsQuery:
    """`after`: the text behind which the page begins; `text`: the one that is open."""

    language: str
    show: Show = Show.ALL
    words: str = ""
    part: str = ""
    after: str = ""
    text: str = ""

    @classmethod
    def of(cls, language: str, given: QueryParams) -> "TextsQuery":
        """As an address has it; what is none is left out."""
        show = given.get("show", "")
        return cls(
            language,
            Show(show) if show in set(Show) else Show.ALL,
            given.get("q", "")[:LONGEST].replace("\0", ""),
            given.get("part", ""),
            given.get("after", ""),
            given.get("text", ""),
        )

    def at(self, **other: str) -> str:
        """The address of the same with something else; of another choice, from its beginning."""
        one = replace(self, **{"text": "", **other})  # type: ignore[arg-type]  # all of them are texts
        if {"show", "words", "part", "language"} & other.keys():
            one = replace(one, after="")
        named = {
            "show": "" if one.show == Show.ALL else one.show,
            "q": one.words,
            "part": one.part,
            "after": one.after,
            "text": one.text,
        }
        query = urlencode({name: value for name, value in named.items() if value})
        return f"/languages/{one.language}{'?' + query if query else ''}"

    def found_in(self, texts: LanguageTexts) -> list[TranslatedText]:
        """All texts that are asked for, in the order of the desk's parts."""
        chosen = [one for one in texts.texts if self._shows(one) and (not self.part or self.part in parts_of(one.text))]
        return texts.found(self.words, chosen)

    def _shows(self, one: TranslatedText) -> bool:
        return {
            Show.ALL: True,
            Show.MISSING: not one.said,
            Show.CHANGED: one.changed is not None,
            Show.TO_CHECK: one.is_to_check,
            Show.UNUSED: False,
        }[self.show]


@dataclass(frozen=True, slots=True)
class TextsPage:
    """A page of what was found. `before`, `behind`: the texts after which the pages around it begin; None: there is none."""

    rows: list[TranslatedText]
    before: str | None
    behind: str | None
    first: int  # counted from 1
    count: int


def page_of(found: list[TranslatedText], after: str) -> TextsPage:
    """The page that begins behind this text; an unknown one: the first."""
    ids = [one.text.id for one in found]
    begin = ids.index(after) + 1 if after in ids else 0
    end = begin + AT_ONCE
    before = None if begin == 0 else ids[begin - AT_ONCE - 1] if begin > AT_ONCE else ""
    return TextsPage(found[begin:end], before, ids[end - 1] if end < len(found) else None, begin + 1, len(found))
