"""What a text leaves open, `%(name)s` or `{name}`, and what it looks like when it is filled."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.text.translating.fitting import COUNTS

MARK = re.compile(r"%\((?P<name>\w+)\)[sd]|(?P<braces>\{+\w*\}+)|%%")
_EXAMPLES = {
    "name": "Anna",
    "holder": "Maria",
    "operator": "Anna",
    "customer": "Helena Brandt",
    "email": "helena@guest.example",
    "id": "1042",
    "ticket": "1042",
    "subject": "Late arrival",
    "group": "Reservations",
    "desk": "Aurora",
    "time": "2 h",
    "clock": "14:05",
    "date": "21 Nov",
    "code": "K7Q2-9XMA",
    "language": "Deutsch",
    "file": "voucher.pdf",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: words, or a placeholder as it is written (`is_mark`)."""

    text: str
    is_mark: bool


def pieces_of(text: str) -> Iterator[Piece]:
    """The text in its parts, from its beginning to its end."""
    end = 0
    for found in MARK.finditer(text):
        if found.start() > end:
            yield Piece(text[end : found.start()], is_mark=False)
        yield Piece(found[0], is_mark=True)
        end = found.end()
    if end < len(text):
        yield Piece(text[end:], is_mark=False)


def marks_of(text: str) -> frozenset[str]:
    """The placeholders as they are written; `%%` is none."""
    return frozenset(found[0] for found in MARK.finditer(text)) - {"%%"}


def shown_mark(mark: str) -> str:
    """A placeholder as people read it: `name` of %(name)s."""
    found = MARK.fullmatch(mark)
    return (found and found["name"]) or mark


def example_values(texts: Iterable[str], number: int) -> dict[str, str]:
    """Something to show for every named placeholder of these texts; for the number that chooses a form, this one."""
    names = {found["name"] for text in texts for found in MARK.finditer(text) if found["name"]}
    return {
        name: str(number) if f"%({name})s" in COUNTS else _EXAMPLES.get(name, f"[{name}]") for name in sorted(names)
    }


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text as a page shows it."""
    return MARK.sub(lambda found: "%" if found[0] == "%%" else values.get(found["name"] or "", found[0]), text)
