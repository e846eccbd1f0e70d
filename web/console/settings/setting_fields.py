"""A setting as the page draws it, and settings that belong together; both are found by words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class SettingField:
    """One setting as the page draws it. `kind`: text, lines, number, choice, zone, colour, picture. `unit` is written behind a number."""

    name: str
    label: str
    about: str
    kind: str = "text"
    unit: str = ""
    default: str = ""  # in words; "": the sentence says it
    options: Mapping[str, str] | None = None
    longest: int | None = None
    autocomplete: str = "off"
    also: str = ""  # words by which it is found besides
    variable: str = ""  # that fixes it

    def is_found_by(self, words: Iterable[str], section: str) -> bool:
        """Whether each of these words stands in what is said of it."""
        said = f"{section} {self.label} {self.about} {self.unit} {self.default} {self.also} {self.name} {self.variable}"
        options = " ".join((self.options or {}).values())
        return all(word in f"{said} {options}".casefold() for word in words)


@dataclass(frozen=True, slots=True)
class SettingSection:
    """Settings that belong together; `name` is where on the page it stands."""

    name: str
    title: str
    fields: tuple[SettingField, ...]

    def found_by(self, asked: str) -> "SettingSection":
        """With those fields alone that every word asked for fits."""
        words = asked.casefold().split()
        return replace(self, fields=tuple(one for one in self.fields if one.is_found_by(words, self.title)))
