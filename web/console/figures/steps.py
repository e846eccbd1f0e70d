"""The steps of a period: each day, week, month or year of it; of a single day, its hours."""

from dataclasses import dataclass

from app.counting.measure import Measure
from app.counting.period import Bucket, Days
from app.queries.figures.counts import Figure, figures
from app.queries.figures.durations import Spread, durations
from app.queries.figures.question import By, Cell, Question
from web.console.figures.period_words import bucket_label, bucket_words, hour_words
from web.console.figures.view import View

HOURS = 24


@dataclass(frozen=True, slots=True)
class TimeStep:
    """A stretch of time with its label below a bar and its words in full. `hour`: of a single day."""

    days: Days
    label: str
    words: str
    hour: int | None = None
    is_now: bool = False

    def cell(self, view: View, measure: Measure) -> Cell:
        """Cell its figure of this measure stands."""
        return Cell(measure, self.days, view.scope, hour=self.hour)


Found = dict[tuple[Measure, Days, int | None], int]


def is_by_hour(view: View) -> bool:
    """Whether it is a single day that is asked for."""
    return view.asked.elapsed.count == 1 and view.asked.bucket is Bucket.DAY


def steps_of(view: View) -> list[TimeStep]:
    """The steps that have begun, in order."""
    asked, elapsed = view.asked, view.asked.elapsed
    if is_by_hour(view):
        return [TimeStep(elapsed, f"{hour:02}:00", hour_words(hour), hour) for hour in range(HOURS)]
    return [
        TimeStep(
            days,
            bucket_label(asked.bucket, days, asked.today),
            bucket_words(asked.bucket, days),
            is_now=asked.bucket is Bucket.DAY and days.first == asked.today,
        )
        for days in elapsed.buckets(asked.bucket)
    ]


async def counts_by_step(view: View, measures: tuple[Measure, ...], days: Days | None = None) -> Found:
    """How many in each step of these days, or of the period; what is not there is nothing."""
    asked = view.asked
    by_hour = is_by_hour(view)
    question = Question(
        measures,
        days or asked.elapsed,
        view.scope,
        bucket=None if by_hour else asked.bucket,
        by=By.WEEKDAY_HOUR if by_hour else None,
    )
    return {_key(one): one.count for one in await figures(view.desk, question)}


async def counts_before(view: View, measure: Measure) -> list[int]:
    """How many in each step of the period before, in order."""
    before = view.asked.before
    found = await counts_by_step(view, (measure,), before)
    if is_by_hour(view):
        return [found.get((measure, before, hour), 0) for hour in range(HOURS)]
    return [found.get((measure, days, None), 0) for days in before.buckets(view.asked.bucket)]


async def spreads_by_step(view: View, measure: Measure) -> dict[tuple[Days, int | None], Spread]:
    """How long things took in each step; a step in which nothing ended is left out."""
    by_hour = is_by_hour(view)
    question = Question(
        (measure,),
        view.asked.elapsed,
        view.scope,
        bucket=None if by_hour else view.asked.bucket,
        by=By.WEEKDAY_HOUR if by_hour else None,
    )
    return {(one.cell.days, one.cell.hour): one for one in await durations(view.desk, question)}


def _key(figure: Figure) -> tuple[Measure, Days, int | None]:
    return figure.cell.measure, figure.cell.days, figure.cell.hour
