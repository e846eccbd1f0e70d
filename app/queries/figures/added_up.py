"""What was counted day by day: from the sums of its days, and of those that are due from the acts, in one statement.

A day of a measure is either added up or due, and the reader of the log changes both together with the acts: it is the same figure.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    LargeBinary,
    Select,
    String,
    Subquery,
    and_,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.sql.functions import aggregate_strings

from app.counting.day_sum import WITH_ORIGIN, Division, unpack
from app.desk import Desk
from app.queries.figures.question import By, Cell, Counting, FigureScope
from sql.tables import counted_acts as acts
from sql.tables import day_sums as sums
from sql.tables import day_sums_due as due
from sql.tables import tickets

TOGETHER: Final = 16  # days, whose values fit into one text


class ValueForm(IntEnum):
    """How the values of a row are written."""

    AS_TEXT = 0  # parted by commas, in any order
    PACKED = 1  # as in `day_sums`
    IN_HEX = 2  # several packed ones, one behind the other


@dataclass(frozen=True, slots=True)
class SumsPart:
    """The part of the sums that has an answer. `number`: of the operator or group, None: of each."""

    division: Division
    number: int | None

    @property
    def key(self) -> str:
        """The column by which it is divided."""
        return "word" if self.division in _WORDS else "number"

    def named(self, key: Any) -> Any:
        """The key as cells have it: a number is written as a word beside the group's."""
        return int(key) if self.division is Division.OPERATOR_OF_GROUP else key


_DIVISIONS = {By.OPERATOR: Division.OPERATOR, By.GROUP: Division.GROUP}
_OF_ORIGIN = {By.SOURCE: Division.SOURCE, By.COUNTRY: Division.COUNTRY, By.CITY: Division.CITY}
_NUMBERS: dict[Division, Column[int]] = {Division.OPERATOR: acts.c.operator_id, Division.GROUP: acts.c.group_id}
_ORIGINS: dict[Division, Column[str]] = {_OF_ORIGIN[by]: tickets.c[by.value] for by in _OF_ORIGIN}


_OF_GROUP = (*_ORIGINS, Division.OPERATOR_OF_GROUP)  # whose number is the group's
_WORDS: dict[Division, ColumnElement[str]] = {
    **_ORIGINS,
    Division.OPERATOR_OF_GROUP: cast(acts.c.operator_id, String(20)),
}


def part_for(scope: FigureScope, by: By | None = None, codes: Collection[int] = ()) -> SumsPart | None:
    """The part that answers for this scope, divided so, of these measures; None: only the acts do."""
    named = {Division.OPERATOR: scope.operator_id, Division.GROUP: scope.group_id}
    limited = {division: number for division, number in named.items() if number is not None}
    if scope.hidden or by is By.WEEKDAY_HOUR:
        return None
    if by in _OF_ORIGIN:
        is_known = scope.operator_id is None and WITH_ORIGIN.issuperset(codes)
        return SumsPart(_OF_ORIGIN[by], scope.group_id) if is_known else None
    if by is By.OPERATOR and limited.keys() == {Division.GROUP}:
        return SumsPart(Division.OPERATOR_OF_GROUP, scope.group_id)
    if by is not None:
        division = _DIVISIONS[by]
        return SumsPart(division, named[division]) if limited.keys() <= {division} else None
    if len(limited) > 1:
        return None
    return next((SumsPart(*one) for one in limited.items()), SumsPart(Division.NOTHING, 0))


def part_of(cell: Cell) -> SumsPart | None:
    """The part that has this cell's figure; None for a cell that is narrower than its scope."""
    scope = FigureScope(cell.scope.hidden, cell.scope.group_id, cell.scope.operator_id)
    for name in ("operator_id", "group_id"):
        wanted, there = getattr(cell, name), getattr(scope, name)
        if wanted is not None and there not in {None, wanted}:
            return None
    narrow = (
        cell.source,
        cell.country,
        cell.city,
        cell.weekday,
        cell.hour,
        cell.at_least_ms,
        cell.below_ms,
        cell.now_ms,
    )
    if cell.counting is not Counting.ACTS or any(one is not None for one in narrow):
        return None
    operator_id = scope.operator_id if cell.operator_id is None else cell.operator_id
    group_id = scope.group_id if cell.group_id is None else cell.group_id
    return part_for(FigureScope(scope.hidden, group_id, operator_id))


def counts_by_day(part: SumsPart, codes: Collection[int], days: tuple[int, int]) -> Subquery:
    """`measure, day, number, word, acts, total_ms` of these measures, from the day `days[0]` until before `days[1]`."""
    anew = [func.count().label("acts"), func.sum(acts.c.amount).label("total_ms")]
    known = _known(part, codes, days, sums.c.acts, sums.c.total_ms)
    return union_all(known, _anew(part, codes, days, *anew)).subquery("by_day")


class DayValues(NamedTuple):
    """The values of a measure's acts on a day, of an operator or a group: each in order."""

    measure: int
    day: int
    number: int
    word: str
    amounts: tuple[int, ...]
    open_times: tuple[int, ...]


async def values_by_day(
    desk: Desk, part: SumsPart, codes: Collection[int], days: tuple[int, int], *, together: bool = False
) -> list[Any]:
    """Rows for `read_values`. `together`: of which day is no matter, and a row may be of several."""
    texts = [cast(func.group_concat(column), LargeBinary) for column in (acts.c.amount, acts.c.open_ms)]
    anew = _anew(part, codes, days, *texts, literal(ValueForm.AS_TEXT.value))
    if not together:
        known = _known(part, codes, days, sums.c.amounts, sums.c.open_times, literal(ValueForm.PACKED.value))
        return await desk.db.fetch_all(union_all(known, anew))
    joined = [
        cast(aggregate_strings(func.hex(column), ""), LargeBinary) for column in (sums.c.amounts, sums.c.open_times)
    ]
    known = _known(part, codes, days, *joined, literal(ValueForm.IN_HEX.value))
    known = known.with_only_columns(sums.c.measure, func.min(sums.c.day), *list(known.selected_columns)[2:])
    known = known.group_by(sums.c.measure, sums.c.number, sums.c.word, sums.c.day - sums.c.day % TOGETHER)
    return await desk.db.fetch_all(union_all(known, anew))


def read_values(rows: Collection[Any]) -> Iterator[DayValues]:
    """What the rows say: it takes a while."""
    for measure, day, number, word, amounts, open_times, written in rows:
        read = _READ[written]
        yield DayValues(measure, day, number, word, read(amounts or b""), read(open_times or b""))


def _of_hex(text: bytes) -> tuple[int, ...]:
    return tuple(sorted(unpack(bytes.fromhex(text.decode("ascii")))))


def _of_text(text: bytes) -> tuple[int, ...]:
    return values_of_text(text.decode("ascii"))


_READ = {ValueForm.AS_TEXT.value: _of_text, ValueForm.PACKED.value: unpack, ValueForm.IN_HEX.value: _of_hex}


def values_of_text(text: str | None) -> tuple[int, ...]:
    """What the engine put into one text, in order."""
    return tuple(sorted(map(int, text.split(",")))) if text else ()


def _known(part: SumsPart, codes: Collection[int], days: tuple[int, int], *columns: Any) -> "Select[Any]":
    query = select(sums.c.measure, sums.c.day, sums.c.number, sums.c.word, *columns).where(
        sums.c.divided_by == part.division.value,
        sums.c.measure.in_(sorted(codes)),
        sums.c.day >= days[0],
        sums.c.day < days[1],
    )
    index = "ix_day_sums_measure" if part.number is None else "PRIMARY"
    query = query.with_hint(sums, f"FORCE INDEX ({index})", "mysql")
    return query if part.number is None else query.where(sums.c.number == part.number)


def _anew(part: SumsPart, codes: Collection[int], days: tuple[int, int], *columns: Any) -> "Select[Any]":
    """Of the days that are due. They are few, and come first: by a sum, SQLite cannot find them from the acts."""
    number, word = _NUMBERS.get(part.division, literal(0)), _WORDS.get(part.division, literal(""))
    source = due.join(acts, and_(acts.c.measure == due.c.measure + 0, acts.c.day == due.c.day + 0))
    if part.division in _OF_GROUP:
        number = acts.c.group_id
    if part.division in _ORIGINS:
        source = source.join(tickets, tickets.c.id == acts.c.ticket_id)
    query = select(due.c.measure, due.c.day, number.label("number"), word.label("word"), *columns).select_from(source)
    query = query.where(due.c.measure.in_(sorted(codes)), due.c.day >= days[0], due.c.day < days[1])
    if part.division and part.number is not None:
        query = query.where(number == part.number)
    divided = [column for column in (number, word) if not isinstance(column, BindParameter)]
    query = query.group_by(due.c.measure, due.c.day, *divided).prefix_with("STRAIGHT_JOIN", dialect="mysql")
    return query.with_hint(acts, "FORCE INDEX (ix_counted_acts_measure)", "mysql")
