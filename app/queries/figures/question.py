"""What is asked: which measures, on which days, of whom, divided by what; and the cell that one figure stands in."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from app.core.errors import BadFields, Forbidden, NotFound
from app.counting.measure import Measure
from app.counting.period import Bucket, Days
from app.nouns.operator import Operator
from app.text.languages import _

Kind = TypeVar("Kind", bound=StrEnum)


class By(StrEnum):
    """By what the figures are divided."""

    OPERATOR = "operator"
    GROUP = "group"
    SOURCE = "source"
    COUNTRY = "country"
    CITY = "city"
    WEEKDAY_HOUR = "weekday_hour"


class Counting(StrEnum):
    """What is counted of the acts."""

    ACTS = "acts"
    TICKETS = "tickets"  # each once
    CUSTOMERS = "customers"  # each once, whatever their addresses; tickets that were erased have none


@dataclass(frozen=True, slots=True)
class FigureScope:
    """Whose acts count: those outside of the `hidden` groups; perhaps of one group, or credited to one operator.

    `group_id` 0: tickets without a group. `operator_id` 0: what no operator did. Lists say of deleted tickets the number
    alone unless the reader `sees_deleted` ones.
    """

    hidden: frozenset[int] = frozenset()
    group_id: int | None = None
    operator_id: int | None = None
    sees_deleted: bool = False


def scope_of(reader: Operator, group_id: int | None = None, operator_id: int | None = None) -> FigureScope:
    """What this reader is shown; an operator their own figures, whatever was asked.

    Raises NotFound for a group that does not exist for them, Forbidden for another operator's figures.
    """
    if group_id and not reader.may_see_group(group_id):
        raise NotFound
    if not reader.is_administrator:
        if operator_id not in {None, reader.id}:
            raise Forbidden(_("You can see your own figures only."))
        operator_id = reader.id
    return FigureScope(reader.hidden_group_ids, group_id, operator_id, reader.is_administrator)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one figure stands: everything that it counts, and nothing else, fits all of these. None: any.

    `at_least_ms` and `below_ms` are of how long it took (`within_hours`: within opening hours) or, of BACKLOG with
    `now_ms`, of the age then. The days of BACKLOG without it end where it is counted.
    """

    measure: Measure
    days: Days
    scope: FigureScope
    operator_id: int | None = None
    group_id: int | None = None
    source: str | None = None
    country: str | None = None
    city: str | None = None
    weekday: int | None = None  # 0: Monday
    hour: int | None = None
    at_least_ms: int | None = None
    below_ms: int | None = None
    within_hours: bool = False
    counting: Counting = Counting.ACTS
    now_ms: int | None = None

    @property
    def parameters(self) -> dict[str, str]:
        """What a link to it carries; the reader's own rights are no part of it."""
        named = {"measure": self.measure.value, "from": self.days.first.isoformat(), "to": self.days.last.isoformat()}
        given = {name: getattr(self, name) for name in _OPTIONAL}
        given["operator"] = self.scope.operator_id if self.operator_id is None else self.operator_id
        given["group"] = self.scope.group_id if self.group_id is None else self.group_id
        return named | {
            name: str(int(value)) if isinstance(value, bool) else str(value)
            for name, value in given.items()
            if value is not None and value is not False and value is not Counting.ACTS
        }


_NUMBERS = frozenset({"weekday", "hour", "at_least_ms", "below_ms", "now_ms"})
_WORDS = frozenset({"source", "country", "city"})
_OPTIONAL = (*sorted(_NUMBERS | _WORDS), "within_hours", "counting")
MOST = 2**62


def read_cell(parameters: Mapping[str, str], reader: Operator) -> Cell:
    """The cell that a link names, as this reader may see it. Raises BadFields, NotFound, Forbidden."""
    measure = _one_of(Measure, "measure", parameters)
    days = read_days(parameters)
    scope = scope_of(reader, _number("group", parameters), _number("operator", parameters))
    cell = Cell(measure, days, scope, within_hours=parameters.get("within_hours") == "1")
    if parameters.get("counting"):
        cell = replace(cell, counting=_one_of(Counting, "counting", parameters))
    given: dict[str, object] = {name: _number(name, parameters) for name in _NUMBERS}
    given |= {name: parameters.get(name) for name in _WORDS}
    known = {field.name for field in fields(Cell)}
    return replace(cell, **{name: value for name, value in given.items() if name in known})  # type: ignore[arg-type]


def read_days(parameters: Mapping[str, str]) -> Days:
    """The days `from` to `to`, both included. Raises BadFields(from, to)."""
    first, last = _day("from", parameters), _day("to", parameters)
    if last < first:
        raise BadFields({"to": _("The last day is before the first.")})
    if last == date.max:
        raise BadFields({"to": _("Enter a date as YYYY-MM-DD.")})
    return Days(first, date.fromordinal(last.toordinal() + 1))


def _day(name: str, parameters: Mapping[str, str]) -> date:
    try:
        return date.fromisoformat(parameters.get(name, ""))
    except ValueError:
        raise BadFields({name: _("Enter a date as YYYY-MM-DD.")}) from None


def _number(name: str, parameters: Mapping[str, str]) -> int | None:
    typed = parameters.get(name, "")
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 19):  # noqa: PLR2004  what a column can hold
        raise BadFields({name: _("Enter a number.")})
    return int(typed)


def _one_of(kind: type[Kind], name: str, parameters: Mapping[str, str]) -> Kind:
    try:
        return kind(parameters.get(name, ""))
    except ValueError:
        known = ", ".join(kind)
        raise BadFields({name: _("Choose one of: %(known)s.") % {"known": known}}) from None


@dataclass(frozen=True, slots=True)
class Question:
    """Some measures on some days: one figure for each of their buckets (None: for all days) and each value of `by`."""

    measures: tuple[Measure, ...]
    days: Days
    scope: FigureScope
    bucket: Bucket | None = None
    by: By | None = None
    counting: Counting = Counting.ACTS
