"""Counts: by bucket, operator, group, source, country, city, weekday and hour."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, case, func, select

from app.counting.measure import Measure, Unit
from app.counting.period import Bucket, Days
from app.desk import Desk
from app.queries.figures.added_up import counts_by_day, part_for
from app.queries.figures.question import By, Cell, Counting, Question
from app.queries.figures.where import MONDAY, WEEKDAY, counted, rows_of
from sql.tables import counted_acts as acts
from sql.tables import tickets

# The columns by which each division groups, by the name that a cell has for them.
COLUMNS: Final[Mapping[By, Mapping[str, ColumnElement[Any]]]] = {
    By.OPERATOR: {"operator_id": acts.c.operator_id},
    By.GROUP: {"group_id": acts.c.group_id},
    By.SOURCE: {"source": tickets.c.source},
    By.COUNTRY: {"country": tickets.c.country},
    By.CITY: {"city": tickets.c.city},
    By.WEEKDAY_HOUR: {"weekday": WEEKDAY.label("weekday"), "hour": acts.c.hour},
}
OF_TICKETS: Final = frozenset({By.SOURCE, By.COUNTRY, By.CITY})
ANY: Final = 0  # of whichever measure it was
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """How many there are in a cell; `total_ms` is the sum of what they took, of measures that are times."""

    cell: Cell
    count: int
    total_ms: int = 0


async def figures(desk: Desk, question: Question) -> list[Figure]:
    """The figures of each measure, in order of bucket and key; those without anything are left out.

    Where nothing divides them there is one of each measure, also of nothing.
    """
    if question.counting is Counting.ACTS:
        return await _asked_together(desk, question)
    found: list[Figure] = []
    for measure in question.measures:  # of things that are each counted once, parts do not add up
        found += await _asked_together(desk, replace(question, measures=(measure,)))
    return found


async def _asked_together(desk: Desk, question: Question) -> list[Figure]:
    sums = _Sums(question)
    if question.bucket is None:
        await sums.read(desk, question.days)
    elif sums.reads_by_day:
        await sums.read(desk, question.days, question.bucket)
    else:
        for days in question.days.buckets(question.bucket):
            await sums.read(desk, days)
    return sums.figures()


class _Sums:
    """What was counted, by measure, days and key."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._columns = COLUMNS[question.by] if question.by else {}
        self._is_of_acts = question.counting is Counting.ACTS
        self._parts = {code: measure for measure in question.measures for code in measure.codes}
        self._part = part_for(question.scope, question.by, self._parts) if self._is_of_acts else None
        self._days: dict[int, Days] = {}  # by first day
        self._found: dict[tuple[int, int, Key], list[int]] = defaultdict(lambda: [0, 0])  # by code, first day, key

    @property
    def reads_by_day(self) -> bool:
        """Whether one statement counts day by day, which is then put together here."""
        return self._is_of_acts or self._question.bucket is Bucket.DAY

    async def read(self, desk: Desk, days: Days, bucket: Bucket | None = None) -> None:
        """Count these days: as one, or each bucket of them."""
        whole = bucket_of_days(days, bucket) if bucket else [(days.numbers[0], days)]
        firsts = {number: one.numbers[0] for number, one in whole}
        self._days |= {one.numbers[0]: one for _number, one in whole}
        for row in await desk.db.fetch_all(self._query(days, by_day=bucket is not None)):
            *named, count, total = row
            code = named.pop(0) if self._is_of_acts else ANY
            first = firsts[named.pop(0) if bucket else days.numbers[0]]
            if self._part:
                named = [self._part.named(key) for key in named]
            there = self._found[code, first, tuple(named)]
            there[0] += int(count)
            there[1] += int(total or 0)

    def _query(self, days: Days, *, by_day: bool) -> "Select[Any]":
        """Rows of measure (of acts), day (if asked for), key, count and sum."""
        question = self._question
        if self._part:
            of_days = counts_by_day(self._part, self._parts, days.numbers)
            names = ("measure", *(("day",) if by_day else ()), *((self._part.key,) if question.by else ()))
            divided = [_first_of(of_days.c.day, question) if name == "day" else of_days.c[name] for name in names]
            return select(*divided, func.sum(of_days.c.acts), func.sum(of_days.c.total_ms)).group_by(*divided)
        cell = Cell(question.measures[0], days, question.scope, counting=question.counting)
        of_acts = [acts.c.measure] if self._is_of_acts else []
        groups = [*of_acts, *([_first_of(acts.c.day, question)] if by_day else []), *self._columns.values()]
        sums = [counted(question.counting).label("counted"), func.sum(acts.c.amount).label("total")]
        query = rows_of(cell, *groups, *sums, codes=self._parts, with_ticket=question.by in OF_TICKETS)
        return query.group_by(*groups)

    def figures(self) -> list[Figure]:
        """All of it, in order."""
        return [figure for measure in self._question.measures for figure in self._of_measure(measure)]

    def _of_measure(self, measure: Measure) -> Iterator[Figure]:
        question, codes = self._question, measure.codes if self._is_of_acts else (ANY,)
        sums: dict[tuple[int, Key], list[int]] = defaultdict(lambda: [0, 0])
        if question.bucket is None and not self._columns:
            sums[question.days.numbers[0], ()] = [0, 0]
        for (code, first, key), (count, total) in self._found.items():
            if code in codes:
                there = sums[first, key]
                there[0] += count
                there[1] += total
        is_time = measure.unit is Unit.TIME
        for (first, key), (count, total) in sorted(sums.items()):
            named = dict(zip(self._columns, key, strict=True))
            cell = Cell(measure, self._days[first], question.scope, counting=question.counting, **named)
            yield Figure(cell, count, total if is_time else 0)


def _first_of(day: ColumnElement[int], question: Question) -> ColumnElement[int]:
    """The first day of its bucket that is asked for, where that is quickly said: fewer rows to read. Else the day."""
    first = question.days.numbers[0]
    if question.bucket is Bucket.WEEK:
        monday = day - (day + (7 - MONDAY)) % 7
        return case((monday < first, first), else_=monday)
    if question.bucket in {None, Bucket.DAY}:
        return day
    begins = [one.numbers[0] for one in question.days.buckets(question.bucket)]
    return case(*((day >= begin, begin) for begin in reversed(begins)), else_=first)


def bucket_of_days(days: Days, bucket: Bucket) -> list[tuple[int, Days]]:
    """The number of each day, with the bucket that it is in."""
    return [(number, one) for one in days.buckets(bucket) for number in range(*one.numbers)]
