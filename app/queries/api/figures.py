"""The desk's figures as rows for programs: for each bucket, or for each operator in it, what was counted, also nothing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from app.counting.measure import Measure
from app.counting.period import Bucket, Days
from app.desk import Desk
from app.queries.figures.counts import Figure, figures
from app.queries.figures.durations import Spread, durations
from app.queries.figures.question import By, FigureScope, Question
from app.queries.figures.standing import backlog


class RowPlace(NamedTuple):
    """A row: some days, and whose acts; 0: nobody's in particular."""

    days: Days
    operator_id: int = 0


Counts = Mapping[RowPlace, Mapping[Measure, Figure]]


async def counts_by_bucket(
    desk: Desk, measures: tuple[Measure, ...], days: Days, scope: FigureScope, bucket: Bucket
) -> Counts:
    """What was counted in each bucket, and how many tickets were open at its end; no bucket is left out."""
    found: dict[RowPlace, dict[Measure, Figure]] = {RowPlace(one): {} for one in days.buckets(bucket)}
    question = Question(measures, days, scope, bucket=bucket)
    for figure in [*await figures(desk, question), *await backlog(desk, days, scope, bucket)]:
        found[RowPlace(figure.cell.days)][figure.cell.measure] = figure
    return found


async def counts_by_operator(
    desk: Desk, measures: tuple[Measure, ...], days: Days, scope: FigureScope, bucket: Bucket
) -> Counts:
    """What each operator is credited with in each bucket; who has nothing there is left out.

    It is asked day by day and put together here: one query a measure, however many buckets there are.
    """
    whole = {day: one for one in days.buckets(bucket) for day in one.buckets(Bucket.DAY)}
    found: dict[RowPlace, dict[Measure, Figure]] = defaultdict(dict)
    question = Question(measures, days, scope, bucket=Bucket.DAY, by=By.OPERATOR)
    for figure in await figures(desk, question):
        cell = figure.cell
        if not cell.operator_id:  # what a customer or the desk did
            continue
        row = found[RowPlace(whole[cell.days], cell.operator_id)]
        known = row.get(cell.measure, Figure(cell, 0))
        row[cell.measure] = replace(known, count=known.count + figure.count, total_ms=known.total_ms + figure.total_ms)
    return found


async def spreads_by_bucket(
    desk: Desk, measures: tuple[Measure, ...], days: Days, scope: FigureScope, bucket: Bucket
) -> Mapping[Days, Mapping[Measure, Spread]]:
    """How long things took in each bucket; no bucket is left out."""
    found: dict[Days, dict[Measure, Spread]] = {one: {} for one in days.buckets(bucket)}
    for spread in await durations(desk, Question(measures, days, scope, bucket=bucket)):
        found[spread.cell.days][spread.cell.measure] = spread
    return found
