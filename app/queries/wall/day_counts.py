"""What was done at the desk today: the figures of the statistics, so that the two can never differ."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.counting.measure import Measure
from app.counting.period import Days, local_day
from app.desk import Desk
from app.queries.desk.leases import lease_details
from app.queries.figures.counts import figures
from app.queries.figures.progress import STATISTICS, counted_of
from app.queries.figures.question import By, FigureScope, Question


def day_begin_ms(now_ms: int, zone: ZoneInfo) -> int:
    """The midnight with which the day of this moment began in the zone."""
    begin = datetime.fromtimestamp(now_ms / 1000, zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    return int(begin.timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class DayCounts:
    """Of one day, counted up to the event `until`: by group (0: none), and by operator."""

    begin_ms: int
    until: int
    received: Counter[int]
    sent: Counter[int]
    finished: Counter[int]
    answered: Counter[int]
    dropped: Counter[int]


async def day_counts(desk: Desk, begin_ms: int, newest: int, before: DayCounts | None = None) -> DayCounts:
    """The day from this midnight on, as far as it is counted by now; `before`, where nothing else has been counted since.

    `newest`: the desk's newest event.
    """
    progress = counted_of(await lease_details(desk, STATISTICS), newest, desk.settings.timezone)
    if before and (before.begin_ms, before.until) == (begin_ms, progress.event_id) and not progress.is_rebuilding:
        return before
    today = local_day(begin_ms, progress.zone)
    days, desk_wide = Days(today, today + timedelta(days=1)), FigureScope()
    groups = Question((Measure.OPENED, Measure.ANSWERED, Measure.FINISHED), days, desk_wide, by=By.GROUP)
    people = Question((Measure.ANSWERED, Measure.DROPPED), days, desk_wide, by=By.OPERATOR)
    by_group = _by_measure([(one.cell.measure, one.cell.group_id, one.count) for one in await figures(desk, groups)])
    by_person = _by_measure(
        [(one.cell.measure, one.cell.operator_id, one.count) for one in await figures(desk, people)]
    )
    return DayCounts(
        begin_ms,
        progress.event_id,
        *(by_group[measure] for measure in groups.measures),
        *(by_person[measure] for measure in people.measures),
    )


def _by_measure(counted: list[tuple[Measure, int | None, int]]) -> dict[Measure, Counter[int]]:
    found = {measure: Counter[int]() for measure in Measure}
    for measure, number, count in counted:
        found[measure][number or 0] += count
    return found
