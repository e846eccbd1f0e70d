"""Every count of the tickets page: now, and the period before."""

from app.counting.measure import BY_STATUS, Measure
from app.counting.period import Days
from app.queries.figures.counts import Figure, figures
from app.queries.figures.question import Cell, Counting, Question
from app.text.languages import _, pgettext
from web.console.figures.summary import totals
from web.console.figures.tables import FigureTable, Kind, TableCell, TableColumn
from web.console.figures.view import View, list_path

OF_DESK = (
    *(Measure.OPENED, Measure.OPENED_ANSWERED, Measure.OPENED_FINISHED, Measure.ANSWERED, Measure.BOUNCED),
    *(Measure.LATE_ANSWER, Measure.FINISHED, *BY_STATUS, Measure.ONE_TOUCH, Measure.REOPENED),
    *(Measure.MERGED, Measure.UNMERGED, Measure.SPAM, Measure.DELETED, Measure.ERASED),
)
OF_ONE = (
    *(Measure.ANSWERED, Measure.BOUNCED, Measure.LATE_ANSWER, Measure.TAKEN, Measure.DROPPED),
    *(Measure.ASSIGNED_TO, Measure.ASSIGNED_FROM, Measure.REALLOCATED, Measure.RELEASED),
    *(Measure.FINISHED, *BY_STATUS, Measure.ONE_TOUCH, Measure.DELETED),
)
PARTS = frozenset({*BY_STATUS, Measure.OPENED_ANSWERED, Measure.OPENED_FINISHED})  # of the figure above them


async def all_counts(view: View) -> FigureTable:
    """A row for each measure; reopenings three times: events, tickets, customers."""
    measures = OF_ONE if view.is_of_one else OF_DESK
    now, before = await totals(view, measures, view.asked.elapsed), await totals(view, measures, view.asked.before)
    rows: list[tuple[TableCell, ...]] = []
    for measure in measures:
        rows.append(_row(measure.label, measure.definition, now[measure], before[measure]))
        if measure is Measure.REOPENED:
            rows += [await _reopened(view, counting) for counting in (Counting.TICKETS, Counting.CUSTOMERS)]
    columns = (
        TableColumn(_("Measure"), Kind.TEXT),
        TableColumn(pgettext("how many", "Number")),
        TableColumn(
            _("Before"),
            meaning=_("The period before, over the same elapsed days: %(days)s.") % {"days": view.before_words},
        ),
        TableColumn(_("Definition"), Kind.TEXT),
    )
    return FigureTable("counts", _("Counts"), columns, tuple(rows), view.notes)


def _row(words: str, meaning: str, now: Figure, before: Figure) -> tuple[TableCell, ...]:
    return (
        TableCell(words),
        TableCell(now.count, list_path(now.cell)),
        TableCell(before.count, list_path(before.cell)),
        TableCell(meaning),
    )


async def _reopened(view: View, counting: Counting) -> tuple[TableCell, ...]:
    names = {
        Counting.TICKETS: (_("Reopened: tickets"), _("Tickets that were reopened, each once.")),
        Counting.CUSTOMERS: (_("Reopened: customers"), _("Customers of reopened tickets, each once.")),
    }
    now, before = [await _counted(view, counting, days) for days in (view.asked.elapsed, view.asked.before)]
    return _row(*names[counting], now, before)


async def _counted(view: View, counting: Counting, days: Days) -> Figure:
    question = Question((Measure.REOPENED,), days, view.scope, counting=counting)
    found = await figures(view.desk, question)
    return found[0] if found else Figure(Cell(Measure.REOPENED, days, view.scope, counting=counting), 0)
