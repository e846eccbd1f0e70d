"""A text as its row shows it: in pieces, each form with a number it is for, filled as it will look."""

import json
from dataclasses import dataclass

from app.queries.desk.translated_texts import TranslatedText
from app.text.languages import _
from app.translations.checking import needed_marks
from app.translations.example_numbers import FormExample, form_examples
from app.translations.placeholders import Piece, example_values, filled, marks_of, pieces_of, shown_mark
from web.console.languages.place_words import part_words, parts_of


@dataclass(frozen=True, slots=True)
class ShownForm:
    """One plural form, or the whole of a text without any. `example`: None then."""

    text: str
    example: FormExample | None
    values: dict[str, str]
    needs: tuple[str, ...] = ()  # the placeholders that it may not lack

    @property
    def pieces(self) -> list[Piece]:
        """Words and placeholders."""
        return list(pieces_of(self.text))

    @property
    def label(self) -> str:
        """What stands beside it: a number it is for."""
        return _("for %(number)s") % {"number": self.example.number} if self.example else ""

    @property
    def filled(self) -> str:
        """As a page shows it."""
        return filled(self.text, self.values)

    @property
    def values_json(self) -> str:
        """With what a script fills it while it is typed."""
        return json.dumps(self.values, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class ShownText:
    """A row. `typed`, `faults`: of a form that was refused, by field."""

    of: TranslatedText
    language: str
    typed: dict[str, str]
    faults: dict[str, str]

    @property
    def part(self) -> str:
        """Where it stands first, in words."""
        return part_words()[parts_of(self.of.text)[0]]

    @property
    def other_parts(self) -> str:
        """Where it stands besides."""
        words = part_words()
        return ", ".join(words[one] for one in parts_of(self.of.text)[1:])

    @property
    def place(self) -> str:
        """The first file that says it."""
        return next(iter(self.of.text.places), "").removeprefix("web/templates/").removeprefix("web/")

    @property
    def english(self) -> list[ShownForm]:
        """The English, in its one or two forms."""
        examples = form_examples("en") if self.of.text.key.plural else (None,)
        return [self._form(text, one) for text, one in zip(self.of.text.english, examples, strict=True)]

    @property
    def forms(self) -> list[ShownForm]:
        """What is said, form by form; a field for each where it is not translated."""
        examples: tuple[FormExample | None, ...] = form_examples(self.language) if self.of.text.key.plural else (None,)
        said = self.of.said if len(self.of.said) == len(examples) else ("",) * len(examples)
        return [
            self._form(self.typed.get(f"form{place}", text), one)
            for place, (text, one) in enumerate(zip(said, examples, strict=True))
        ]

    @property
    def marks(self) -> list[tuple[str, str]]:
        """The placeholders of the English: as they are written, and as they are read."""
        found = marks_of(self.of.text.key.singular) | marks_of(self.of.text.key.plural)
        return sorted((mark, shown_mark(mark)) for mark in found)

    @property
    def has_lines(self) -> bool:
        """Whether its English has more than one line."""
        return "\n" in self.of.text.key.singular

    def _form(self, text: str, example: FormExample | None) -> ShownForm:
        needs = needed_marks(self.of.text.key, is_for_one_number=example is not None and example.is_for_one_number)
        values = example_values(self.of.text.english, example.number if example else 3)
        return ShownForm(text, example, values, tuple(sorted(needs)))
