"""How long things took: median and 90th percentile with their n, by the clock and within opening hours; and histograms."""

import asyncio
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import case, func

from app.core.clock import HOUR_MS
from app.counting.measure import Measure, Unit
from app.counting.quantiles import Ordered, Quantiles, quantiles
from app.desk import Desk
from app.queries.figures.added_up import SumsPart, part_for, part_of, read_values, values_by_day, values_of_text
from app.queries.figures.counts import COLUMNS, OF_TICKETS, Figure, bucket_of_days
from app.queries.figures.question import Cell, Question
from app.queries.figures.where import rows_of
from sql.tables import counted_acts as acts

if TYPE_CHECKING:
    from app.counting.period import Days

THOUSANDTHS: Final = 1000
EDGES_MS: Final = (0, HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS, 24 * HOUR_MS, None)

Values = tuple[int, int, tuple[Any, ...], Ordered, Ordered]  # measure, day, key, by the clock, within opening hours


@dataclass(frozen=True, slots=True)
class Spread:
    """How long the `n` things of a cell took. Of ANSWERS_TO_FINISH the "ms" are thousandths of an answer, `opened` None."""

    cell: Cell
    n: int
    clock: Quantiles
    opened: Quantiles | None  # within opening hours


async def durations(desk: Desk, question: Question) -> list[Spread]:
    """The spreads of each measure, in order of bucket and key; those of nothing are left out."""
    columns = COLUMNS[question.by] if question.by else {}
    parts = {code: measure for measure in question.measures for code in measure.codes}
    part = part_for(question.scope, question.by, parts)
    if part:
        together = question.by is not None and question.bucket is None
        rows = await values_by_day(desk, part, parts, question.days.numbers, together=together)
        return await asyncio.to_thread(
            lambda: _sorted_out(question, parts, _of_sums(rows, question, part), tuple(columns))
        )
    cell = Cell(question.measures[0], question.days, question.scope)
    groups = (acts.c.measure, acts.c.day, *columns.values())  # a day's values fit into one text, whatever the engine
    texts = (func.group_concat(column) for column in (acts.c.amount, acts.c.open_ms))
    query = rows_of(cell, *groups, *texts, codes=parts, with_ticket=question.by in OF_TICKETS)
    rows = await desk.db.fetch_all(query.group_by(*groups))
    return await asyncio.to_thread(lambda: _sorted_out(question, parts, _of_acts(rows), tuple(columns)))


def _of_sums(rows: Collection[Any], question: Question, part: SumsPart) -> Iterable[Values]:
    for one in read_values(rows):
        yield (
            one.measure,
            one.day,
            (part.named(getattr(one, part.key)),) if question.by else (),
            one.amounts,
            one.open_times,
        )


def _of_acts(rows: Collection[Any]) -> Iterable[Values]:
    for measure, day, *key, amounts, open_times in rows:
        yield measure, day, tuple(key), values_of_text(amounts), values_of_text(open_times)


def _sorted_out(
    question: Question, parts: Mapping[int, Measure], rows: Iterable[Values], names: Sequence[str]
) -> list[Spread]:
    whole = dict(bucket_of_days(question.days, question.bucket)) if question.bucket else {}
    taken: dict[tuple[Measure, Days, tuple[Any, ...]], tuple[list[Ordered], list[Ordered]]] = {}
    for code, day, key, amounts, open_times in rows:
        clock, within = taken.setdefault((parts[code], whole.get(day, question.days), key), ([], []))
        if parts[code].unit is Unit.ANSWERS:
            amounts = [number * THOUSANDTHS for number in amounts]  # noqa: PLW2901  of which a median may lie between
        clock.append(amounts)
        within.append(open_times)
    order = {measure: place for place, measure in enumerate(question.measures)}
    found = []
    for (measure, days, key), (clock, within) in sorted(
        taken.items(), key=lambda item: (order[item[0][0]], item[0][1].first, item[0][2])
    ):
        cell = Cell(measure, days, question.scope, **dict(zip(names, key, strict=True)))
        opened = quantiles(within) if any(within) else None
        found.append(Spread(cell, sum(map(len, clock)), quantiles(clock), opened))
    return found


async def histogram(desk: Desk, cell: Cell, *, within_hours: bool = False) -> list[Figure]:
    """How many of the cell took 0-1, 1-4, 4-8, 8-24 and 24 or more hours: five figures, also of nothing."""
    cells = [
        replace(cell, at_least_ms=low or 0, below_ms=high, within_hours=within_hours)
        for low, high in pairwise(EDGES_MS)
    ]
    if part := part_of(cell):
        rows = await values_by_day(desk, part, cell.measure.codes, cell.days.numbers)
        counts = await asyncio.to_thread(_counts_between, rows, [one.at_least_ms or 0 for one in cells], within_hours)
        return [Figure(one, count) for one, count in zip(cells, counts, strict=True)]
    took = acts.c.open_ms if within_hours else acts.c.amount
    inside = [
        took >= one.at_least_ms if one.below_ms is None else took.between(one.at_least_ms, one.below_ms - 1)
        for one in cells
    ]
    row = await desk.db.fetch_one(rows_of(cell, *(func.sum(case((one, 1), else_=0)) for one in inside)))
    return [Figure(one, int(count or 0)) for one, count in zip(cells, row or (), strict=True)]


def _counts_between(rows: Collection[Any], edges_ms: Sequence[int], within_hours: bool) -> list[int]:
    """How many values are from each edge on, until before the next."""
    days = [one.open_times if within_hours else one.amounts for one in read_values(rows)]
    below = [sum(bisect_left(values, edge) for values in days) for edge in edges_ms]
    return [end - begin for begin, end in pairwise([*below, sum(map(len, days))])]
