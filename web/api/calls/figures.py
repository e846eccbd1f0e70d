"""Calls that answer with figures: of tickets, of operators, of how long things take."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from pydantic import BaseModel
from starlette.responses import Response

from app.core.errors import BadFields, NotFound
from app.counting.measure import DURATIONS, OF_OPERATORS, OF_TICKETS, TIMES, Measure
from app.counting.period import Bucket, Days, local_day
from app.credentials.api_key import KeyScope
from app.queries.api.figures import RowPlace, counts_by_bucket, counts_by_operator, spreads_by_bucket
from app.queries.figures.counts import Figure
from app.queries.figures.durations import Spread
from app.queries.figures.names import Name, names_of
from app.queries.figures.progress import counted_until
from app.queries.figures.question import FigureScope, scope_of
from app.queries.figures.standing import ages as ages_of
from app.text.languages import _
from web.api.answering import answered
from web.api.operation import ApiRequest, Operation
from web.api.shapes.figures import (
    AgesShape,
    AgeStatisticsShape,
    OpenAgeShape,
    OperatorFiguresShape,
    OperatorStatisticsShape,
    SpanShape,
    StatisticsQuery,
    TicketFiguresShape,
    TicketStatisticsShape,
)
from web.api.tables import csv_answer

BUCKETS: Final = {Bucket.DAY: 30, Bucket.WEEK: 12, Bucket.MONTH: 12, Bucket.YEAR: 5}  # unless told otherwise
MOST_BUCKETS: Final = 400
MOST_DAYS: Final = 20 * 366
OF_MISSING: Final = ("not-found", "forbidden")


async def tickets(request: ApiRequest) -> Response:
    """What was opened, answered, finished … in each bucket. Raises BadFields, NotFound, Forbidden."""
    scope, days = await _scope(request), _days(request)
    found = await counts_by_bucket(request.desk, OF_TICKETS, days, scope, request.query.bucket)
    rows = [TicketFiguresShape.model_validate({**_place(place), **_counts(row)}) for place, row in found.items()]
    return await _answer(request, TicketStatisticsShape, TicketFiguresShape, rows)


async def operators(request: ApiRequest) -> Response:
    """What each operator did in each bucket. Raises BadFields, NotFound, Forbidden."""
    scope, days = await _scope(request), _days(request)
    measures = (*OF_OPERATORS, *TIMES)
    found = await counts_by_operator(request.desk, measures, days, scope, request.query.bucket)
    names = (await names_of(request.desk)).operators
    rows = [
        OperatorFiguresShape.model_validate(
            {**_place(place), "operator": place.operator_id, "name": _name_of(names, place), **_counts(row)}
        )
        for place, row in sorted(found.items(), key=lambda item: (item[0].days.first, item[0].operator_id))
    ]
    return await _answer(request, OperatorStatisticsShape, OperatorFiguresShape, rows)


async def ages(request: ApiRequest) -> Response:
    """How long things took in each bucket, and how old what is open now is. Raises BadFields, NotFound, Forbidden."""
    scope, days = await _scope(request), _days(request)
    found = await spreads_by_bucket(request.desk, DURATIONS, days, scope, request.query.bucket)
    rows = [
        AgesShape.model_validate(
            {**_place(RowPlace(one)), **{took.value: _span(spread) for took, spread in row.items()}}
        )
        for one, row in found.items()
    ]
    open_now = [
        OpenAgeShape(at_least_ms=figure.cell.at_least_ms or 0, below_ms=figure.cell.below_ms, count=figure.count)
        for figure in await ages_of(request.desk, scope, request.now_ms, days)
    ]
    return await _answer(request, AgeStatisticsShape, AgesShape, rows, open_now=open_now)


async def _scope(request: ApiRequest) -> FigureScope:
    """Whose acts count: all that exist for the key; to one that is bound to an operator, what they are shown themselves."""
    group, operator = request.query.group, request.query.operator
    names, bound = await names_of(request.desk), request.holder.operator
    if group and group not in names.groups:
        raise NotFound
    if bound is not None and not bound.is_administrator:
        return scope_of(bound, group, operator)
    if (group and not request.reader.may_see_group(group)) or (operator and operator not in names.operators):
        raise NotFound
    return FigureScope(request.reader.hidden_group_ids, group, operator)


def _days(request: ApiRequest) -> Days:
    """From the first day to the last. Raises BadFields(from, to)."""
    query, bucket = request.query, request.query.bucket
    today = local_day(request.now_ms, request.desk.settings.timezone)
    last = date.fromisoformat(query.last) if query.last else today
    first = date.fromisoformat(query.first) if query.first else _first_of(bucket, last)
    if last < first:
        raise BadFields({"to": _("The last day is before the first.")})
    days = Days(first, last + timedelta(days=1))
    if days.count > MOST_DAYS or sum(1 for _one in days.buckets(bucket)) > MOST_BUCKETS:
        # Translators: %(most)d days, weeks, months or years, whichever was asked for
        words = _("This is too long. Ask for up to %(most)d at once, and for up to 20 years.")
        raise BadFields({"from": words % {"most": MOST_BUCKETS}})
    return days


def _first_of(bucket: Bucket, last: date) -> date:
    first = bucket.first_day(last)
    for _before in range(BUCKETS[bucket] - 1):
        first = bucket.first_day(first - timedelta(days=1))
    return first


def _place(place: RowPlace) -> dict[str, str]:
    return {"first": place.days.first.isoformat(), "last": place.days.last.isoformat()}


def _name_of(names: Mapping[int, Name], place: RowPlace) -> str:
    return names[place.operator_id].name if place.operator_id in names else ""


def _counts(row: Mapping[Measure, Figure]) -> dict[str, int]:
    """Each figure by its name; of a measure that is a time, the milliseconds."""
    return {
        f"{measure.value}_ms" if measure in TIMES else measure.value: figure.total_ms
        if measure in TIMES
        else figure.count
        for measure, figure in row.items()
    }


def _span(spread: Spread) -> SpanShape:
    opened = spread.opened
    return SpanShape(
        n=spread.n,
        median_ms=spread.clock.median_ms,
        p90_ms=spread.clock.p90_ms,
        open_median_ms=opened.median_ms if opened else None,
        open_p90_ms=opened.p90_ms if opened else None,
    )


async def _answer(
    request: ApiRequest, shape: type[BaseModel], row: type[BaseModel], rows: Sequence[BaseModel], **given: Any
) -> Response:
    if request.query.format == "csv":
        return csv_answer(row, rows)
    counted = await counted_until(request.desk)
    return answered(
        shape(
            zone=request.desk.settings.timezone,
            bucket=request.query.bucket,
            counted_until=counted.event_id,
            complete=not counted.is_rebuilding,
            rows=rows,
            **given,
        )
    )


def _operation(name: str, path: str, summary: str, about: str, handle: Any, answer: type[BaseModel]) -> Operation:
    return Operation(
        name=name,
        method="GET",
        path=f"/statistics/{path}",
        summary=summary,
        about=f"{about} With `format=csv` the rows as a table.",
        handle=handle,
        scope=KeyScope.STATISTICS_READ,
        query=StatisticsQuery,
        answer=answer,
        csv=True,
        problems=OF_MISSING,
        example={"bucket": "week"},
    )


OPERATIONS: Final = (
    _operation(
        "ticketStatistics",
        "tickets",
        "Count tickets",
        "Opened, answered, finished, reopened …, and how many were open at the end of each bucket. A key that acts as an operator who is no administrator gets what that operator did.",
        tickets,
        TicketStatisticsShape,
    ),
    _operation(
        "operatorStatistics",
        "operators",
        "Count what operators did",
        "One row for each operator and bucket.",
        operators,
        OperatorStatisticsShape,
    ),
    _operation(
        "ageStatistics",
        "ages",
        "Measure how long things take",
        "Median and 90th percentile of what ended in each bucket, by the clock and within opening hours; and how old the tickets are that are open now.",
        ages,
        AgeStatisticsShape,
    ),
)
