"""A table of figures: the same on the screen, under a chart, as CSV and as XLSX."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

from app.core.clock import MINUTE_MS
from app.text.languages import _

Value: TypeAlias = int | float | str | date | datetime | None


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    COUNT = "count"
    SPAN = "span"  # milliseconds; downloaded in minutes
    ANSWERS = "answers"  # thousandths of an answer; downloaded as whole ones and tenths
    MOMENT = "moment"  # milliseconds since 1970; downloaded as the desk's local time
    DAY = "day"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its name, what it holds, and what it means in one sentence."""

    words: str
    kind: Kind = Kind.COUNT
    meaning: str = ""

    @property
    def downloaded_as(self) -> str:
        """Its name where durations are numbers."""
        # Translators: head of a column of minutes
        return _("%(name)s (min)") % {"name": self.words} if self.kind is Kind.SPAN else self.words


@dataclass(frozen=True, slots=True)
class TableCell:
    """A value, and the address of the list behind it; "" where there is none."""

    value: int | str | None
    href: str = ""


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Rows of cells. The first column names the row; `notes` say what was counted: period, zone, whose."""

    name: str  # of the file, without its ending
    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    notes: tuple[str, ...] = ()

    @property
    def head(self) -> "Head":
        """What stands over the rows of a download."""
        return Head(self.name, self.title, self.columns, self.notes)

    @property
    def values(self) -> list[tuple[int | str | None, ...]]:
        """The rows without their links."""
        return [tuple(cell.value for cell in row) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Head:
    """What a download begins with: title, notes, and what each column means."""

    name: str
    title: str
    columns: tuple[TableColumn, ...]
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The lines over the table."""
        meanings = [f"{one.words}: {one.meaning}" for one in self.columns if one.meaning]
        return [self.title, *self.notes, *meanings]

    @property
    def names(self) -> list[str]:
        """The columns' names."""
        return [column.downloaded_as for column in self.columns]

    def row(self, values: Sequence[int | str | None], zone: ZoneInfo) -> list[Value]:
        """A row as it is downloaded."""
        return [_value(value, column.kind, zone) for value, column in zip(values, self.columns, strict=True)]


def minutes_of(span_ms: int) -> int:
    """A duration in minutes, rounded as it is shown."""
    return round(span_ms / MINUTE_MS)


def answers_of(thousandths: int) -> float:
    """A number of answers, to a tenth."""
    answers = round(thousandths / 1000, 1)
    return int(answers) if answers.is_integer() else answers


def _value(value: int | str | None, kind: Kind, zone: ZoneInfo) -> Value:
    if value is None or isinstance(value, str):
        return value
    if kind is Kind.SPAN:
        return minutes_of(value)
    if kind is Kind.ANSWERS:
        return answers_of(value)
    if kind is Kind.MOMENT:
        return datetime.fromtimestamp(value // 1000, zone).replace(tzinfo=None)
    return value
