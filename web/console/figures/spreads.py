"""How long things took: a table of all durations, and the histogram of first answers."""

from app.counting.measure import DURATIONS, Measure
from app.queries.figures.counts import Figure
from app.queries.figures.durations import Spread, durations, histogram
from app.queries.figures.question import Cell, Question
from app.text.languages import _, pgettext
from web.charts.bars import BarChart, BarColumn, BarPart
from web.console.figures.coming import DrawnChart
from web.console.figures.spans import number_words
from web.console.figures.tables import FigureTable, Kind, TableCell, TableColumn
from web.console.figures.view import View, list_path

WIDTH = 300
HOUR_MS = 3_600_000


async def all_spreads(view: View) -> FigureTable:
    """A row for each duration: n, median and 90th percentile by the clock and within opening hours, and the median before."""
    now = {
        one.cell.measure: one for one in await durations(view.desk, Question(DURATIONS, view.asked.elapsed, view.scope))
    }
    before = {
        one.cell.measure: one for one in await durations(view.desk, Question(DURATIONS, view.asked.before, view.scope))
    }
    columns = (
        TableColumn(_("Duration"), Kind.TEXT),
        TableColumn("n", meaning=_("How many the times are of.")),
        TableColumn(_("Median"), Kind.SPAN, _("By the clock: half took no longer.")),
        TableColumn(_("90th percentile"), Kind.SPAN, _("By the clock: nine in ten took no longer.")),
        TableColumn(_("Median, opening hours"), Kind.SPAN, _("Only the time in which the ticket's group was open.")),
        TableColumn(_("90th percentile, opening hours"), Kind.SPAN),
        TableColumn(
            # Translators: n is how many the times are of, in the period before
            _("n before"),
            meaning=_("The period before, over the same elapsed days: %(days)s.") % {"days": view.before_words},
        ),
        TableColumn(_("Median before"), Kind.SPAN),
    )
    rows = tuple(_row(view, measure, now.get(measure), before.get(measure)) for measure in DURATIONS)
    return FigureTable("durations", _("Durations"), columns, rows, (*view.notes, *meanings(DURATIONS)))


def meanings(measures: tuple[Measure, ...]) -> tuple[str, ...]:
    """What each of these means, a line each."""
    return tuple(f"{one.label}: {one.definition}" for one in measures)


def _row(view: View, measure: Measure, now: Spread | None, before: Spread | None) -> tuple[TableCell, ...]:
    opened = now.opened if now else None
    there = list_path(Cell(measure, view.asked.elapsed, view.scope))
    then = list_path(Cell(measure, view.asked.before, view.scope))
    return (
        TableCell(measure.label),
        TableCell(now.n if now else 0, there),
        TableCell(now.clock.median_ms if now else None, there),
        TableCell(now.clock.p90_ms if now else None, there),
        TableCell(opened.median_ms if opened else None, there),
        TableCell(opened.p90_ms if opened else None, there),
        TableCell(before.n if before else 0, then),
        TableCell(before.clock.median_ms if before else None, then),
    )


async def answers_to_finish(view: View) -> FigureTable:
    """How many answers it took to finish a ticket, and before."""
    measure = Measure.ANSWERS_TO_FINISH
    cells: list[TableCell] = [TableCell(measure.label)]
    for days in (view.asked.elapsed, view.asked.before):
        one = next(iter(await durations(view.desk, Question((measure,), days, view.scope))), None)
        there = list_path(Cell(measure, days, view.scope))
        cells += [TableCell(one.n if one else 0, there)]
        cells += [
            TableCell(value, there) for value in ((one.clock.median_ms, one.clock.p90_ms) if one else (None, None))
        ]
    names = (_("Median"), _("90th percentile"), _("Median before"), _("90th percentile before"))
    columns = (
        TableColumn(_("Answers"), Kind.TEXT, measure.definition),
        TableColumn("n", meaning=_("How many tickets the numbers are of.")),
        *(TableColumn(one, Kind.ANSWERS) for one in names[:2]),
        TableColumn(_("n before")),
        *(TableColumn(one, Kind.ANSWERS) for one in names[2:]),
    )
    return FigureTable("answers-to-finish", measure.label, columns, (tuple(cells),), view.notes)


async def first_answer_classes(view: View, *, within_hours: bool) -> DrawnChart:
    """How many first answers took up to 1, 4, 8, 24 hours, or longer."""
    measure = Measure.FIRST_ANSWER
    found = await histogram(view.desk, Cell(measure, view.asked.elapsed, view.scope), within_hours=within_hours)
    name = _("First answers within opening hours") if within_hours else _("First answers by the clock")
    columns = [_bar(one, place) for place, one in enumerate(found)]
    heads = (
        TableColumn(pgettext("duration", "Took"), Kind.TEXT),
        TableColumn(_("First answers"), meaning=measure.definition),
    )
    rows = tuple((TableCell(class_words(one.cell)), TableCell(one.count, list_path(one.cell))) for one in found)
    table = FigureTable("first-answer-classes", name, heads, rows, view.notes)
    return DrawnChart(BarChart.of(columns, axis=False), table)


def _bar(figure: Figure, place: int) -> BarColumn:
    words = class_words(figure.cell)
    said = f"{words}: {number_words(figure.count)}"
    return BarColumn(words, (BarPart(figure.count, f"age-{place + 1}", said, list_path(figure.cell)),))


def class_words(cell: Cell) -> str:
    """A class of a histogram: `< 1 h`, `1-4 h`, `> 24 h`, in days from two on."""
    low, high = cell.at_least_ms or 0, cell.below_ms
    in_days = low >= 24 * HOUR_MS or (low == 0 and high is not None and high >= 24 * HOUR_MS)
    unit = 24 * HOUR_MS if in_days else HOUR_MS
    name = _("%(count)s d") if in_days else _("%(count)s h")
    if high is None:
        return f"> {name % {'count': number_words(low // unit)}}"
    if not low:
        return f"< {name % {'count': number_words(high // unit)}}"
    span = f"{number_words(low // unit)}\N{EN DASH}{number_words(high // unit)}"
    return name % {"count": span}
