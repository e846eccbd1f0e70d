"""The five figures on top of the page, each with what it was the period before."""

from dataclasses import dataclass, replace

from app.counting.measure import BY_STATUS, Measure
from app.counting.period import Bucket, Days
from app.queries.figures.counts import Figure, figures
from app.queries.figures.durations import Spread, durations
from app.queries.figures.question import Cell, Question
from app.queries.figures.standing import backlog
from app.text.languages import _, ngettext
from web.console.figures.coming import lead
from web.console.figures.period_words import days_words
from web.console.figures.spans import number_words, span_words
from web.console.figures.tables import minutes_of
from web.console.figures.view import View, list_path


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands below a figure. `tone`: better, worse, or neither."""

    words: str
    href: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class TopFigure:
    """A figure with its name, what it means, and its list."""

    words: str
    meaning: str
    value: str
    href: str
    asides: tuple[Aside, ...] = ()


async def summary(view: View) -> list[TopFigure]:
    """The figures of the desk or a group; of an operator, what they did."""
    leads = {lead(view): None, Measure.ANSWERED: None}  # of one operator they are the same
    measures = (*leads, Measure.FINISHED, *BY_STATUS, Measure.LATE_ANSWER, Measure.BOUNCED)
    now, before = await totals(view, measures, view.asked.elapsed), await totals(view, measures, view.asked.before)
    return [
        _count(view, now[measures[0]], before[measures[0]]),
        _finished(now),
        await _open(view),
        await _first_answer(view, now[Measure.LATE_ANSWER]),
        _bounced(now[Measure.BOUNCED], now[Measure.ANSWERED]),
    ]


async def totals(view: View, measures: tuple[Measure, ...], days: Days) -> dict[Measure, Figure]:
    """One figure of each measure over all of these days."""
    return {one.cell.measure: one for one in await figures(view.desk, Question(measures, days, view.scope))}


async def spread_of(view: View, measure: Measure, days: Days) -> Spread | None:
    """How long things took over all of these days; None for nothing."""
    return next(iter(await durations(view.desk, Question((measure,), days, view.scope))), None)


def _count(view: View, now: Figure, before: Figure) -> TopFigure:
    # Translators: a count, and the days of the period before: "214 in 1 to 22 Oct 2026"
    words = _("%(count)s in %(days)s") % {"count": number_words(before.count), "days": view.before_words}
    measure = now.cell.measure
    aside = Aside(words, list_path(before.cell))
    return TopFigure(measure.label, measure.definition, number_words(now.count), list_path(now.cell), (aside,))


def _finished(now: dict[Measure, Figure]) -> TopFigure:
    parts = [now[one] for one in BY_STATUS if now[one].count]
    asides = tuple(Aside(f"{one.cell.measure.label} {number_words(one.count)}", list_path(one.cell)) for one in parts)
    whole, measure = now[Measure.FINISHED], Measure.FINISHED
    return TopFigure(measure.label, measure.definition, number_words(whole.count), list_path(whole.cell), asides)


def _bounced(bounced: Figure, answered: Figure) -> TopFigure:
    words = ngettext("of %(num)s answer", "of %(num)s answers", answered.count) % {"num": number_words(answered.count)}
    aside, measure = Aside(words, list_path(answered.cell)), Measure.BOUNCED
    return TopFigure(measure.label, measure.definition, number_words(bounced.count), list_path(bounced.cell), (aside,))


async def _open(view: View) -> TopFigure:
    """The backlog at the end of the period, or now; beside it by how much it changed since the period began."""
    days = view.asked.elapsed
    ended, began = await level_at(view, days), await level_at(view, view.asked.before)
    more = ended.count - began.count
    # Translators: open tickets, compared with the end of the day %(days)s
    words = _("as many as after %(days)s")
    if more:
        words = (
            # Translators: so many more open tickets than at the end of the day %(days)s
            ngettext("%(num)s more than after %(days)s", "%(num)s more than after %(days)s", more)
            if more > 0
            # Translators: so many fewer open tickets than at the end of the day %(days)s
            else ngettext("%(num)s fewer than after %(days)s", "%(num)s fewer than after %(days)s", -more)
        )
    said = words % {"num": number_words(abs(more)), "days": days_words(_last_of(view.asked.before))}
    name = _("Open now") if view.asked.is_now else Measure.BACKLOG.label
    aside = Aside(said, list_path(began.cell), "worse" if more > 0 else "better" if more < 0 else "")
    return TopFigure(name, Measure.BACKLOG.definition, number_words(ended.count), list_path(ended.cell), (aside,))


async def level_at(view: View, days: Days) -> Figure:
    """The backlog at the end of these days."""
    last = _last_of(days)
    found = await backlog(view.desk, last, view.scope, Bucket.DAY)
    return found[-1] if found else Figure(Cell(Measure.BACKLOG, last, view.scope), 0)


def _last_of(days: Days) -> Days:
    return replace(days, first=days.last)


async def _first_answer(view: View, late: Figure) -> TopFigure:
    measure = Measure.FIRST_ANSWER
    now = await spread_of(view, measure, view.asked.elapsed)
    before = await spread_of(view, measure, view.asked.before)
    name, cell = _("First answer, median"), Cell(measure, view.asked.elapsed, view.scope)
    asides = [Aside(f"n {number_words(now.n if now else 0)}", list_path(cell))]
    if late.count:
        words = ngettext("%(num)s late", "%(num)s late", late.count) % {"num": number_words(late.count)}
        asides.append(Aside(words, list_path(late.cell), "worse"))
    if now and before:
        asides.append(_compared(now.clock.median_ms, before.clock.median_ms, view.before_words))
    value = span_words(now.clock.median_ms if now else None)
    return TopFigure(name, measure.definition, value, list_path(cell), tuple(asides))


def _compared(now_ms: int, before_ms: int, days: str) -> Aside:
    more = minutes_of(now_ms) - minutes_of(before_ms)
    if not more:
        # Translators: a time, compared with the period %(days)s
        return Aside(_("as long as in %(days)s") % {"days": days})
    words = _("%(span)s longer than in %(days)s") if more > 0 else _("%(span)s shorter than in %(days)s")
    said = words % {"span": span_words(abs(more) * 60_000), "days": days}
    return Aside(said, tone="worse" if more > 0 else "better")
