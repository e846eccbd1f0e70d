"""What came and what left, step by step, with the period before as a line; and how long the first answer took."""

from dataclasses import dataclass

from app.counting.measure import Measure
from app.queries.figures.durations import Spread
from app.queries.figures.standing import backlog
from app.text.languages import _
from web.charts.bars import WIDTH, BarChart, BarColumn, BarPart
from web.charts.lines import LineChart, Moment
from web.console.figures.spans import number_words, span_words
from web.console.figures.steps import TimeStep, counts_before, counts_by_step, is_by_hour, spreads_by_step, steps_of
from web.console.figures.tables import FigureTable, Kind, TableCell, TableColumn
from web.console.figures.view import View, list_path

LEAST_SLOT = 9  # pixels of a column; of more than fit, the chart is pushed sideways


@dataclass(frozen=True, slots=True)
class DrawnChart:
    """A chart, and the table with the same figures."""

    chart: BarChart | LineChart
    table: FigureTable


def lead(view: View) -> Measure:
    """What comes: to the desk its tickets; an operator's are the answers they wrote."""
    return Measure.ANSWERED if view.is_of_one else Measure.OPENED


async def in_and_out(view: View) -> DrawnChart:
    """Bars upwards for what came, downwards for what was finished."""
    measures = (lead(view), Measure.FINISHED)
    found = await counts_by_step(view, measures)
    earlier = await counts_before(view, measures[0])
    steps = steps_of(view)
    before = [earlier[place] if place < len(earlier) else None for place in range(len(steps))]
    names = {one: one.label for one in measures}

    def part(step: TimeStep, measure: Measure, shade: str) -> BarPart:
        count = found.get((measure, step.days, step.hour), 0)
        return BarPart(count, shade, _said(step.words, names[measure], count), list_path(step.cell(view, measure)))

    columns = [
        BarColumn(
            step.label, (part(step, measures[0], "in"),), (part(step, measures[1], "out"),), earlier_one, step.is_now
        )
        for step, earlier_one in zip(steps, before, strict=True)
    ]
    chart = BarChart.of(columns, width=max(WIDTH, len(columns) * LEAST_SLOT))
    table = FigureTable(
        "in-and-out",
        _("In and out"),
        (
            TableColumn(_("When"), Kind.TEXT),
            *(TableColumn(names[one], meaning=one.definition) for one in measures),
            TableColumn(
                # Translators: head of a column: %(name)s in the period before
                _("%(name)s before") % {"name": names[measures[0]]},
                meaning=_("The period before, over the same elapsed days: %(days)s.") % {"days": view.before_words},
            ),
        ),
        tuple(
            (
                TableCell(step.words),
                TableCell(columns[place].up[0].value, columns[place].up[0].href),
                TableCell(columns[place].down[0].value, columns[place].down[0].href),
                TableCell(before[place]),
            )
            for place, step in enumerate(steps)
        ),
        view.notes,
    )
    return DrawnChart(chart, table)


async def first_answers(view: View) -> DrawnChart:
    """The median time to the first answer and the slowest tenth, step by step."""
    measure = Measure.FIRST_ANSWER
    spreads = await spreads_by_step(view, measure)
    steps = steps_of(view)
    moments = [_moment(step, spreads.get((step.days, step.hour))) for step in steps]
    rows = tuple(_spread_row(view, step, spreads.get((step.days, step.hour))) for step in steps)
    columns = (
        TableColumn(_("When"), Kind.TEXT),
        TableColumn("n", meaning=_("How many first answers the times are of.")),
        TableColumn(_("Median"), Kind.SPAN, measure.definition),
        TableColumn(_("90th percentile"), Kind.SPAN, _("Nine in ten took no longer.")),
        TableColumn(_("Median within opening hours"), Kind.SPAN, _("The time in which the ticket's group was open.")),
        TableColumn(_("90th percentile within opening hours"), Kind.SPAN),
    )
    table = FigureTable("first-answers", measure.label, columns, rows, view.notes)
    return DrawnChart(LineChart.of(moments), table)


async def open_tickets(view: View) -> DrawnChart | None:
    """How many were open at the end of each step; None for a single day, which has one end."""
    if is_by_hour(view):
        return None
    steps = steps_of(view)
    levels = await backlog(view.desk, view.asked.elapsed, view.scope, view.asked.bucket)
    name = Measure.BACKLOG.label
    columns = [
        BarColumn(
            step.label,
            (BarPart(one.count, "in", _said(step.words, name, one.count), list_path(one.cell)),),
            is_now=step.is_now,
        )
        for step, one in zip(steps, levels, strict=True)
    ]
    rows = tuple(
        (TableCell(step.words), TableCell(one.count, list_path(one.cell)))
        for step, one in zip(steps, levels, strict=True)
    )
    heads = TableColumn(_("When"), Kind.TEXT), TableColumn(name, meaning=Measure.BACKLOG.definition)
    chart = BarChart.of(columns, width=max(WIDTH, len(columns) * LEAST_SLOT))
    return DrawnChart(chart, FigureTable("open", name, heads, rows, view.notes))


def _said(when: str, what: str, count: int) -> str:
    return f"{when} · {what}: {number_words(count)}"


def _moment(step: TimeStep, spread: Spread | None) -> Moment:
    if spread is None:
        return Moment(step.label, None, None, step.words, "", step.is_now)
    # Translators: n is how many the times are of
    words = _("%(when)s · median %(median)s, slowest tenth %(tenth)s, n %(count)s") % {
        "when": step.words,
        "median": span_words(spread.clock.median_ms),
        "tenth": span_words(spread.clock.p90_ms),
        "count": number_words(spread.n),
    }
    return Moment(step.label, spread.clock.median_ms, spread.clock.p90_ms, words, list_path(spread.cell), step.is_now)


def _spread_row(view: View, step: TimeStep, spread: Spread | None) -> tuple[TableCell, ...]:
    if spread is None:
        return (
            TableCell(step.words),
            TableCell(0, list_path(step.cell(view, Measure.FIRST_ANSWER))),
            *(TableCell(None),) * 4,
        )
    opened = spread.opened
    return (
        TableCell(step.words),
        TableCell(spread.n, list_path(spread.cell)),
        TableCell(spread.clock.median_ms),
        TableCell(spread.clock.p90_ms),
        TableCell(opened.median_ms if opened else None),
        TableCell(opened.p90_ms if opened else None),
    )
