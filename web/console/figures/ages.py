"""What is open now, by age; and the tickets whose customers have waited longest."""

from app.counting.measure import Measure
from app.counting.period import Days, day_number, day_of
from app.queries.figures.standing import ages, slowest
from app.text.languages import _
from web.charts.bars import BarChart, BarColumn, BarPart
from web.console.figures.coming import DrawnChart
from web.console.figures.spans import number_words
from web.console.figures.spreads import WIDTH, class_words
from web.console.figures.tables import FigureTable, Kind, TableCell, TableColumn
from web.console.figures.view import View, list_path

SHADES = (1, 1, 2, 3, 3, 4, 5)  # from young to old
SLOWEST = 10


async def open_by_age(view: View) -> DrawnChart:
    """A bar for each class of age."""
    today = Days(view.asked.today, day_of(day_number(view.asked.today) + 1))
    found = await ages(view.desk, view.scope, view.now_ms, today)
    columns = [
        BarColumn(
            class_words(one.cell),
            (
                BarPart(
                    one.count,
                    f"age-{shade}",
                    f"{class_words(one.cell)}: {number_words(one.count)}",
                    list_path(one.cell),
                ),
            ),
        )
        for one, shade in zip(found, SHADES, strict=True)
    ]
    heads = (
        TableColumn(_("Age"), Kind.TEXT),
        TableColumn(Measure.BACKLOG.label, meaning=_("Tickets active now, by the time since they were opened.")),
    )
    rows = tuple((TableCell(class_words(one.cell)), TableCell(one.count, list_path(one.cell))) for one in found)
    table = FigureTable("ages", _("Age of open tickets"), heads, rows, view.notes[1:])
    return DrawnChart(BarChart.of(columns, width=WIDTH, axis=False), table)


async def slowest_waiting(view: View) -> FigureTable:
    """The ten tickets whose customers wait longest now."""
    found = await slowest(view.desk, view.scope, SLOWEST)
    columns = (
        TableColumn(_("Ticket"), Kind.TEXT),
        TableColumn(_("Subject"), Kind.TEXT),
        TableColumn(_("Group"), Kind.TEXT),
        TableColumn(_("Assignee"), Kind.TEXT),
        TableColumn(_("Waiting since"), Kind.MOMENT),
        TableColumn(_("Waiting"), Kind.SPAN, _("How long the customer has waited for the desk, by the clock.")),
    )
    rows = tuple(
        (
            TableCell(f"#{one.ticket.id}", f"/tickets/{one.ticket.id}"),
            TableCell(one.ticket.subject, f"/tickets/{one.ticket.id}"),
            TableCell(view.group_name(one.ticket.group_id)),
            TableCell(view.person_name(one.ticket.operator_id) if one.ticket.operator_id else ""),
            TableCell(one.since_ms),
            TableCell(max(view.now_ms - one.since_ms, 0)),
        )
        for one in found
    )
    return FigureTable("slowest", _("Longest waiting now"), columns, rows, view.notes[1:])
