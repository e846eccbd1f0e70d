"""One row a ticket, with all its times: for a spreadsheet, not for the screen."""

from collections.abc import AsyncIterator, Sequence

from app.counting.measure import Measure
from app.queries.figures.ticket_times import TicketTimes, ticket_times
from app.text.countries import country_name
from app.text.languages import _, current_language, pgettext
from web.console.figures.tables import Head, Kind, TableColumn
from web.console.figures.view import View
from web.console.frame.labels import source_words, status_words

TIMES = (Measure.FIRST_ANSWER, Measure.FIRST_FINISH, Measure.LAST_FINISH, Measure.WAITING)
COUNTS = (Measure.ANSWERED, Measure.ANSWERS_TO_FINISH, Measure.REOPENED)

Row = Sequence[int | str | None]


def head_of_times(view: View) -> Head:
    """Its columns; each duration by the clock and within opening hours."""
    facts = (
        _("Subject"),
        _("Customer"),
        _("Email"),
        _("Status"),
        _("Source"),
        _("Country"),
        _("City"),
        _("Group"),
        _("Assignee"),
    )
    by_clock = [TableColumn(one.label, Kind.SPAN, one.definition) for one in TIMES]
    # Translators: head of a column: a time counted within opening hours only
    within = [TableColumn(_("%(name)s, opening hours") % {"name": one.label}, Kind.SPAN) for one in TIMES]
    return Head(
        "ticket-times",
        _("Tickets opened in this period, with their times"),
        (
            TableColumn(_("Ticket")),
            TableColumn(pgettext("time", "Opened"), Kind.MOMENT),
            *(TableColumn(one, Kind.TEXT) for one in facts),
            *(column for pair in zip(by_clock, within, strict=True) for column in pair),
            *(TableColumn(one.label, meaning=one.definition) for one in COUNTS),
        ),
        view.notes,
    )


async def rows_of_times(view: View) -> AsyncIterator[list[Row]]:
    """The rows, as they are read."""
    async for some in ticket_times(view.desk, view.asked.elapsed, view.scope):
        yield [_row(view, one) for one in some]


def _row(view: View, one: TicketTimes) -> Row:
    facts: list[int | str | None] = [None] * 10
    if one.opened_ms:  # of an erased ticket the number alone is left
        facts = [
            one.opened_ms,
            one.subject,
            one.customer,
            one.email,
            status_words(one.status),
            source_words(one.source),
            country_name(one.country, current_language()) or one.country,
            one.city,
            view.group_name(one.group_id) if one.group_id else "",
            view.person_name(one.operator_id) if one.operator_id else "",
        ]
    times = [taken.get(measure) for measure in TIMES for taken in (one.clock_ms, one.opened_hours_ms)]
    return one.id, *facts, *times, *(one.counts.get(measure, 0) for measure in COUNTS)
