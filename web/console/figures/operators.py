"""What each operator did: a row each, with a small line of their answers."""

from collections import defaultdict
from dataclasses import dataclass

from app.counting.measure import BY_STATUS, Measure, Unit
from app.nouns.operator import Operator
from app.queries.figures.counts import Figure, figures
from app.queries.figures.durations import durations
from app.queries.figures.question import By, Cell, Question
from app.text.languages import _, pgettext
from web.charts.lines import spark
from web.console.figures.summary import spread_of, totals
from web.console.figures.tables import FigureTable, Kind, TableCell, TableColumn
from web.console.figures.view import View, list_path

FEW = (Measure.ANSWERED, Measure.TAKEN, Measure.DROPPED, Measure.REALLOCATED, Measure.FINISHED)
ALL = (
    *(Measure.ANSWERED, Measure.TAKEN, Measure.DROPPED, Measure.ASSIGNED_TO, Measure.ASSIGNED_FROM),
    *(Measure.REALLOCATED, Measure.RELEASED, Measure.FINISHED, *BY_STATUS, Measure.DELETED),
    *(Measure.SIGNED_IN, Measure.AWAY),
)
NOBODY = 0


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """A row: who it is (None: what no operator did), their cells, the share of the largest first figure, and their line."""

    id: int
    name: str
    person: Operator | None
    cells: tuple[TableCell, ...]
    share: float
    line: tuple[str, str]
    log_path: str


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """The rows, the last of them all together, and the same as a table to download."""

    rows: tuple[OperatorRow, ...]
    total: tuple[TableCell, ...]
    table: FigureTable


async def of_operators(view: View, measures: tuple[Measure, ...] = FEW) -> PeopleTable:
    """Everybody who can sign in, and whoever did something; an operator sees their own row."""
    found = await figures(view.desk, Question(measures, view.asked.elapsed, view.scope, by=By.OPERATOR))
    by_person: dict[int, dict[Measure, Figure]] = defaultdict(dict)
    for one in found:
        by_person[one.cell.operator_id or NOBODY][one.cell.measure] = one
    spreads = await durations(
        view.desk, Question((Measure.FIRST_ANSWER,), view.asked.elapsed, view.scope, by=By.OPERATOR)
    )
    medians = {one.cell.operator_id: one.clock.median_ms for one in spreads}
    lines = await _lines(view, measures[0])
    most = max((_value(view, by_person[one], measures[0], one) for one in by_person), default=0)
    rows = [
        OperatorRow(
            number,
            view.person_name(number),
            next((one for one in view.people.everybody if one.id == number), None),
            (
                *(_cell(view, by_person.get(number, {}), measure, number) for measure in measures),
                TableCell(medians.get(number), list_path(_where(view, Measure.FIRST_ANSWER, number))),
            ),
            _value(view, by_person.get(number, {}), measures[0], number) / most if most else 0.0,
            spark(lines.get(number, [])),
            _log_path(view, number),
        )
        for number in _who(view, by_person)
    ]
    rows.sort(key=lambda row: (row.id == NOBODY, -int(row.cells[0].value or 0), row.name))
    total = await _total(view, measures)
    return PeopleTable(tuple(rows), total, _table(view, measures, rows, total))


def columns_of(measures: tuple[Measure, ...]) -> tuple[TableColumn, ...]:
    """The columns behind the name."""
    units = {Unit.TIME: Kind.SPAN}
    counts = (TableColumn(one.label, units.get(one.unit, Kind.COUNT), one.definition) for one in measures)
    first = Measure.FIRST_ANSWER
    return *counts, TableColumn(_("First answer, median"), Kind.SPAN, first.definition)


def _who(view: View, by_person: dict[int, dict[Measure, Figure]]) -> list[int]:
    if view.scope.operator_id is not None:
        return [view.scope.operator_id]
    return sorted({one.id for one in view.people.active} | set(by_person))


def _where(view: View, measure: Measure, number: int) -> Cell:
    return Cell(measure, view.asked.elapsed, view.scope, operator_id=number)


def _cell(view: View, theirs: dict[Measure, Figure], measure: Measure, number: int) -> TableCell:
    return TableCell(_value(view, theirs, measure, number), list_path(_where(view, measure, number)))


def _value(_view: View, theirs: dict[Measure, Figure], measure: Measure, _number: int) -> int:
    one = theirs.get(measure)
    return (one.total_ms if measure.unit is Unit.TIME else one.count) if one else 0


async def _lines(view: View, measure: Measure) -> dict[int, list[int]]:
    """How many of the measure in each step, by operator."""
    steps = {days: place for place, days in enumerate(view.asked.elapsed.buckets(view.asked.bucket))}
    lines: dict[int, list[int]] = defaultdict(lambda: [0] * len(steps))
    question = Question((measure,), view.asked.elapsed, view.scope, bucket=view.asked.bucket, by=By.OPERATOR)
    for one in await figures(view.desk, question):
        lines[one.cell.operator_id or NOBODY][steps[one.cell.days]] = one.count
    return lines


async def _total(view: View, measures: tuple[Measure, ...]) -> tuple[TableCell, ...]:
    sums = await totals(view, measures, view.asked.elapsed)
    spread = await spread_of(view, Measure.FIRST_ANSWER, view.asked.elapsed)
    counts = (
        TableCell(_value(view, sums, one, NOBODY), list_path(Cell(one, view.asked.elapsed, view.scope)))
        for one in measures
    )
    median = TableCell(
        spread.clock.median_ms if spread else None,
        list_path(Cell(Measure.FIRST_ANSWER, view.asked.elapsed, view.scope)),
    )
    return *counts, median


def _log_path(view: View, number: int) -> str:
    """The log of what they did, for administrators."""
    if not number or not view.reader.is_administrator:
        return ""
    days = view.asked.elapsed
    return f"/log?operator={number}&from={days.first.isoformat()}&to={days.last.isoformat()}"


def _table(
    view: View, measures: tuple[Measure, ...], rows: list[OperatorRow], total: tuple[TableCell, ...]
) -> FigureTable:
    columns = TableColumn(_("Operator"), Kind.TEXT), *columns_of(measures)
    lines = [(TableCell(row.name), *row.cells) for row in rows]
    return FigureTable(
        "operators", _("Operators"), columns, (*lines, (TableCell(pgettext("operators", "All")), *total)), view.notes
    )
