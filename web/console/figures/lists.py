"""The list behind a figure: exactly what it counts, at an address that can be sent on."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.core.errors import BadFields
from app.counting.measure import Measure, Unit
from app.nouns.status import Status
from app.queries.figures.behind import LONGEST_PAGE, Line, behind
from app.queries.figures.names import names_of
from app.queries.figures.question import Cell, Counting, read_cell
from app.text.countries import country_name
from app.text.languages import _, current_language, pgettext
from web.console.figures.downloads import FORMS, download
from web.console.figures.names_words import group_words, person_words
from web.console.figures.period_words import days_words, hour_words, weekday_names
from web.console.figures.spans import number_words, span_words
from web.console.figures.spreads import class_words
from web.console.figures.tables import Head, Kind, TableColumn
from web.console.frame.labels import source_words, status_words
from web.console.frame.page import shell
from web.pages.templating import draw
from web.requests.accepts import wants_json
from web.requests.context import desk_of, newest_event_of, operator_of

Row = Sequence[int | str | None]


async def show(request: Request) -> Response:
    """`GET /statistics/list?measure=&from=&to=` and what else the figure's link carries; `cursor` for the next page. Raises BadFields."""
    cell = read_cell(dict(request.query_params), operator_of(request))
    found = await behind(desk_of(request), cell, request.query_params.get("cursor") or None)
    if wants_json(request):
        lines = [_line_json(line) for line in found.lines]
        return JSONResponse({"count": found.count, "lines": lines, "next_cursor": found.next_cursor})
    more = urlencode({**cell.parameters, "cursor": found.next_cursor}) if found.next_cursor else ""
    context = {
        **await shell(request, "statistics"),
        "number": number_words,
        "span": span_words,
        "cell": cell,
        "title": title_of(cell),
        "facts": await facts_of(request, cell),
        "found": found,
        "is_span": _is_span(cell.measure),
        "is_answers": cell.measure.unit is Unit.ANSWERS,
        "has_person": cell.now_ms is None,
        "names": await names_of(desk_of(request), newest_event_of(request)),
        "person_words": person_words,
        "more": more,
        "query": urlencode(cell.parameters),
        "page_query": _page_query(cell),
    }
    return await draw(request, "console/figures/list.html", context)


async def download_list(request: Request) -> Response:
    """`GET /statistics/list/download?form=csv`, the same query: every line. Raises BadFields."""
    cell, form = read_cell(dict(request.query_params), operator_of(request)), request.query_params.get("form", "csv")
    if form not in FORMS:
        raise BadFields({"form": "csv, xlsx"})
    names = await names_of(desk_of(request), newest_event_of(request))
    span = Kind.SPAN if _is_span(cell.measure) else Kind.COUNT
    columns = (
        TableColumn(_("When"), Kind.MOMENT),
        TableColumn(_("Ticket")),
        *(
            TableColumn(one, Kind.TEXT)
            for one in (_("Subject"), _("Customer"), _("Status now"), _("Operator"), _("Group"))
        ),
        TableColumn(pgettext("duration", "Took") if span is Kind.SPAN else pgettext("how many", "Number"), span),
        TableColumn(_("Took, opening hours"), Kind.SPAN),
    )
    head = Head(
        f"{cell.measure}-list", title_of(cell), columns, (cell.measure.definition, *await facts_of(request, cell))
    )

    def row(line: Line) -> Row:
        said = (line.subject, line.customer, status_words(line.status) if line.status else "")
        whose = (person_words(names, line.operator_id), group_words(names, line.group_id))
        return line.at_ms, line.ticket_id or None, *said, *whose, line.amount, line.open_ms

    async def batches() -> AsyncIterator[list[Row]]:
        page = await behind(desk_of(request), cell, None, LONGEST_PAGE)
        yield [row(line) for line in page.lines]
        while page.next_cursor:
            page = await behind(desk_of(request), cell, page.next_cursor, LONGEST_PAGE, known=page.count)
            yield [row(line) for line in page.lines]

    return await download(form, head, batches(), desk_of(request).settings.zone)


def title_of(cell: Cell) -> str:
    """What is listed, and when: `Opened · 1 - 22 Nov 2026`."""
    when = _("now") if cell.now_ms is not None else days_words(cell.days)
    if cell.measure is Measure.BACKLOG and cell.now_ms is None:
        when = _("at the end of %(day)s") % {"day": days_words(cell.days)}
    return f"{cell.measure.label} \N{MIDDLE DOT} {when}"


async def facts_of(request: Request, cell: Cell) -> tuple[str, ...]:
    """What else narrows it down, a line each; and the zone in which its days are."""
    desk = desk_of(request)
    names = await names_of(desk, newest_event_of(request))
    group = cell.scope.group_id if cell.group_id is None else cell.group_id
    person = cell.scope.operator_id if cell.operator_id is None else cell.operator_id
    found: list[tuple[str, str | None]] = [
        (_("Group"), None if group is None else group_words(names, group) or _("No group")),
        (_("Operator"), None if person is None else person_words(names, person) or _("No operator")),
        (_("Source"), None if cell.source is None else source_words(cell.source)),
        (
            _("Country"),
            None if cell.country is None else country_name(cell.country, current_language()) or cell.country,
        ),
        (_("City"), cell.city),
        (_("Weekday"), None if cell.weekday is None else weekday_names("wide")[cell.weekday % 7]),
        (_("Hour"), None if cell.hour is None else hour_words(cell.hour)),
        # Translators: name of a fact: whether tickets or customers are counted once each
        (_("Each once"), _counting_words(cell.counting)),
        (_took_words(cell), class_words(cell) if cell.at_least_ms is not None or cell.below_ms is not None else None),
        (_("Time zone"), desk.settings.timezone),
    ]
    return tuple(f"{name}: {value or _('not given')}" for name, value in found if value is not None)


def _took_words(cell: Cell) -> str:
    if cell.measure is Measure.BACKLOG:
        return _("Age")
    return _("Took, opening hours") if cell.within_hours else pgettext("duration", "Took")


def _counting_words(counting: Counting) -> str | None:
    return {Counting.TICKETS: _("tickets"), Counting.CUSTOMERS: _("customers")}.get(counting)


def _is_span(measure: Measure) -> bool:
    return measure.unit in {Unit.DURATION, Unit.TIME}


def _page_query(cell: Cell) -> str:
    """The page of statistics with these days, group and operator."""
    known: dict[str, str] = {
        name: cell.parameters[name] for name in ("from", "to", "group", "operator") if name in cell.parameters
    }
    return urlencode(known)


def _line_json(line: Line) -> dict[str, Any]:
    return {
        "measure": line.measure.value,
        "ticket": line.ticket_id or None,
        "operator": line.operator_id or None,
        "group": line.group_id or None,
        "event": line.event_id or None,
        "at": line.at_ms,
        "day": line.day.isoformat(),
        "amount": line.amount,
        "open_ms": line.open_ms,
        "subject": line.subject,
        "status": Status(line.status).value if line.status else None,
    }
