"""What came, divided: by source, group, country and city, and over the week."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.counting.measure import Measure
from app.queries.figures.counts import Figure, figures
from app.queries.figures.question import By, Cell, Question
from app.text.countries import country_name
from app.text.languages import _, current_language
from web.charts.week_map import DAYS, HOURS, WeekMap
from web.console.figures.coming import lead
from web.console.figures.period_words import hour_words, weekday_names
from web.console.figures.spans import number_words
from web.console.figures.tables import FigureTable, Kind, TableCell, TableColumn
from web.console.figures.view import View, list_path
from web.console.frame.labels import source_words

DIVISIONS = {By.SOURCE: "sources", By.GROUP: "groups", By.COUNTRY: "countries", By.CITY: "cities"}


async def division(view: View, by: By) -> FigureTable:
    """How many of each source, group …, the most first, with the period before."""
    measure = lead(view)
    now = await _found(view, measure, by)
    before = {_key(one, by): one.count for one in await _found(view, measure, by, earlier=True)}
    ordered = sorted(now, key=lambda one: (-one.count, _key(one, by)))
    then = Cell(measure, view.asked.before, view.scope)
    rows = tuple(
        (
            TableCell(_words(view, one, by)),
            TableCell(one.count, list_path(one.cell)),
            TableCell(before.get(_key(one, by), 0), list_path(replace(one.cell, days=then.days))),
        )
        for one in ordered
    )
    columns = (
        TableColumn(_names()[by], Kind.TEXT),
        TableColumn(measure.label, meaning=measure.definition),
        TableColumn(
            _("Before"),
            meaning=_("The period before, over the same elapsed days: %(days)s.") % {"days": view.before_words},
        ),
    )
    return FigureTable(DIVISIONS[by], f"{measure.label} \N{MIDDLE DOT} {_names()[by]}", columns, rows, view.notes)


@dataclass(frozen=True, slots=True)
class DrawnWeek:
    """The map, the names of its days, and the table with the same figures."""

    chart: WeekMap
    days: list[str]
    table: FigureTable


async def over_the_week(view: View) -> DrawnWeek:
    """How many came in each hour of each weekday, with the opening hours of the group that is shown."""
    measure = lead(view)
    found = await figures(view.desk, Question((measure,), view.asked.elapsed, view.scope, by=By.WEEKDAY_HOUR))
    counts = [[0] * HOURS for _day in range(DAYS)]
    for one in found:
        counts[one.cell.weekday or 0][one.cell.hour or 0] = one.count
    names, short, label = weekday_names("wide"), weekday_names(), measure.label

    def href(day: int, hour: int) -> str:
        return list_path(Cell(measure, view.asked.elapsed, view.scope, weekday=day, hour=hour))

    def said(day: int, hour: int, count: int) -> str:
        return f"{names[day]}, {hour_words(hour)} \N{MIDDLE DOT} {label}: {number_words(count)}"

    chart = WeekMap.of(counts, _week_of(view), said, href)
    columns = (TableColumn(_("Hour"), Kind.TEXT), *(TableColumn(name, meaning="") for name in names))
    rows = tuple(
        (TableCell(hour_words(hour)), *(TableCell(counts[day][hour], href(day, hour)) for day in range(DAYS)))
        for hour in range(HOURS)
    )
    title = _("%(name)s by weekday and hour") % {"name": label}
    return DrawnWeek(chart, short, FigureTable("week", title, columns, rows, (*view.notes, measure.definition)))


def _week_of(view: View) -> Sequence[tuple[tuple[int, int], ...]]:
    """The opening hours of the group that is shown, or those that all groups share; none where it is always open."""
    groups = [one for one in view.people.groups_for(view.reader) if view.scope.group_id in {None, one.id}]
    weeks = {(one.hours.zone, one.hours.week) for one in groups if not one.hours.is_always_open}
    if len(weeks) != 1 or len(groups) != len([one for one in groups if not one.hours.is_always_open]):
        return ()
    zone, week = weeks.pop()
    return week if zone == view.asked.period.zone else ()


async def _found(view: View, measure: Measure, by: By, *, earlier: bool = False) -> list[Figure]:
    days = view.asked.before if earlier else view.asked.elapsed
    return await figures(view.desk, Question((measure,), days, view.scope, by=by))


def _key(figure: Figure, by: By) -> str | int:
    cell = figure.cell
    if by is By.GROUP:
        return cell.group_id or 0
    return {By.SOURCE: cell.source, By.COUNTRY: cell.country, By.CITY: cell.city}[by] or ""


def _words(view: View, figure: Figure, by: By) -> str:
    key = _key(figure, by)
    if by is By.GROUP:
        return view.group_name(figure.cell.group_id)
    if not key:
        return _("Not given")
    if by is By.SOURCE:
        words = source_words(str(key))
        return words[:1].upper() + words[1:]
    return (country_name(str(key), current_language()) or str(key)) if by is By.COUNTRY else str(key)


def _names() -> dict[By, str]:
    return {By.SOURCE: _("Source"), By.GROUP: _("Group"), By.COUNTRY: _("Country"), By.CITY: _("City")}
