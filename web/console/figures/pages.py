"""The pages: an overview, everything about tickets, and what each operator did."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import BadFields
from app.counting.period import Bucket
from app.queries.figures.progress import counted_until
from app.queries.figures.question import By
from app.text.languages import _, ngettext
from web.console.figures.ages import open_by_age, slowest_waiting
from web.console.figures.asked import AskedFigures, buckets_to_choose
from web.console.figures.coming import first_answers, in_and_out, open_tickets
from web.console.figures.divisions import DIVISIONS, division, over_the_week
from web.console.figures.downloads import FORMS, download, download_table
from web.console.figures.measures import PARTS, all_counts
from web.console.figures.operators import ALL, FEW, columns_of, of_operators
from web.console.figures.period_words import days_words, period_words, size_words
from web.console.figures.spans import number_words, short_span, span_words
from web.console.figures.spreads import all_spreads, answers_to_finish, first_answer_classes
from web.console.figures.summary import summary
from web.console.figures.tables import FigureTable, Kind, answers_of
from web.console.figures.times import head_of_times, rows_of_times
from web.console.figures.together import together
from web.console.figures.view import View, read_view
from web.console.frame.page import shell
from web.pages.templating import draw
from web.requests.context import desk_of, operator_of

FOLDER = "console/figures"
SPOKEN = {"number": number_words, "span": span_words, "short_span": short_span, "answers_of": answers_of, "Kind": Kind}


async def overview(request: Request) -> Response:
    """`GET /statistics?from=&to=` or `?period=month`, `&group=&operator=&bucket=`: figures, charts, operators."""
    view, fault = await _view(request)
    pieces = await together(
        view, top=summary, flow=in_and_out, ages=open_by_age, answers=first_answers, people=of_operators
    )
    context = {**pieces, "people_columns": columns_of(FEW)}
    return await _page(request, "overview", view, fault, context)


async def tickets(request: Request) -> Response:
    """`GET /statistics/tickets`, the same query: every count and duration, divided in every way."""
    view, fault = await _view(request)
    within = request.query_params.get("within_hours") == "1"
    pieces = await together(
        view,
        acts=all_counts,
        spreads=all_spreads,
        answers=answers_to_finish,
        levels=open_tickets,
        week=over_the_week,
        classes=partial(first_answer_classes, within_hours=within),
        slowest=slowest_waiting,
        **{name: partial(division, by=by) for by, name in DIVISIONS.items()},
    )
    divisions = [pieces.pop(name) for name in DIVISIONS.values()]
    context = {**pieces, "divisions": divisions, "parts": {one.label for one in PARTS}, "is_within": within}
    return await _page(request, "tickets", view, fault, context)


async def operators(request: Request) -> Response:
    """`GET /statistics/operators`, the same query: a row for each, with all that is counted of them."""
    view, fault = await _view(request)
    context = {"people": await of_operators(view, ALL), "people_columns": columns_of(ALL)}
    return await _page(request, "operators", view, fault, context)


async def download_one(request: Request) -> Response:
    """`GET /statistics/download?table=&form=csv`, the same query: a table as it is on the screen, or `times`. Raises BadFields."""
    view, asked = await read_view(request), request.query_params
    form, name = asked.get("form", "csv"), asked.get("table", "")
    tables = _tables(within_hours=asked.get("within_hours") == "1")
    if form not in FORMS:
        raise BadFields({"form": "csv, xlsx"})
    zone = view.desk.settings.zone
    if name == "times":
        return await download(form, head_of_times(view), rows_of_times(view), zone)
    if name not in tables:
        raise BadFields({"table": ", ".join([*tables, "times"])})
    return await download_table(form, await tables[name](view), zone)


def _tables(*, within_hours: bool) -> dict[str, Callable[[View], Awaitable[FigureTable]]]:
    """Every table of the pages by its name."""

    async def flow(view: View) -> FigureTable:
        return (await in_and_out(view)).table

    async def answers(view: View) -> FigureTable:
        return (await first_answers(view)).table

    async def levels(view: View) -> FigureTable:
        drawn = await open_tickets(view)
        return drawn.table if drawn else (await in_and_out(view)).table

    async def ages(view: View) -> FigureTable:
        return (await open_by_age(view)).table

    async def week(view: View) -> FigureTable:
        return (await over_the_week(view)).table

    async def classes(view: View) -> FigureTable:
        return (await first_answer_classes(view, within_hours=within_hours)).table

    async def people(view: View) -> FigureTable:
        return (await of_operators(view, ALL)).table

    def divided(by: By) -> Callable[[View], Awaitable[FigureTable]]:
        return lambda view: division(view, by)

    return {
        "in-and-out": flow,
        "first-answers": answers,
        "open": levels,
        "ages": ages,
        "week": week,
        "first-answer-classes": classes,
        "operators": people,
        "counts": all_counts,
        "durations": all_spreads,
        "answers-to-finish": answers_to_finish,
        "slowest": slowest_waiting,
        **{name: divided(by) for by, name in DIVISIONS.items()},
    }


async def _view(request: Request) -> tuple[View, str]:
    """The view, or that of this month where the address has a fault, and what the fault is."""
    try:
        return await read_view(request), ""
    except BadFields as error:
        return await read_view(request, {}), str(error)


async def _page(request: Request, name: str, view: View, fault: str, context: dict[str, Any]) -> Response:
    frame = {**await shell(request, "statistics"), **SPOKEN, **await frame_of(request, view), **context}
    return await draw(request, f"{FOLDER}/{name}.html", {**frame, "kind": name, "fault": fault})


async def frame_of(request: Request, view: View) -> dict[str, Any]:
    """What stands around the figures: the period and its neighbours, whose figures, how far they have come."""
    asked, reader = view.asked, operator_of(request)
    return {
        "view": view,
        "asked": asked,
        "period_words": period_words(asked.period),
        "shown_days": days_words(asked.elapsed),
        "sizes": [(size_words(one), asked.of_size(one), asked.whole is one) for one in Bucket],
        "steps": [
            (size_words(one), asked.on(one).query(bucket=one.value), asked.bucket is one)
            for one in buckets_to_choose(asked.period)
        ],
        "over_words": _over_words(asked),
        "step_back": asked.step(back=True),
        "step_on": "" if asked.is_now else asked.step(back=False),
        "everyone": view.people.active if reader.is_administrator else (),
        "whose_groups": view.people.groups_for(reader),
        "progress": await counted_until(desk_of(request)),
    }


def _over_words(asked: AskedFigures) -> str:
    """What stands over the small lines: `22 days`, or that they run over the period."""
    if asked.bucket is not Bucket.DAY:
        return _("Over time")
    return ngettext("%(num)s day", "%(num)s days", asked.elapsed.count) % {"num": asked.elapsed.count}
