"""The weekly email: what came and what left last week, what is open, and what is late now."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from babel.dates import format_interval

from app.counting.measure import Measure
from app.counting.period import Bucket, Days
from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.reasons import reason
from app.nouns.ticket import Ticket
from app.queries.figures.counts import Figure, figures
from app.queries.figures.late import late_tickets
from app.queries.figures.question import FigureScope, Question, scope_of
from app.queries.figures.standing import backlog
from app.queries.people.people import operator_by_id
from app.text.formats import formats_of
from app.text.languages import _, current_language, ngettext
from app.text.one_line import header_line
from mail.composing.context import ComposeContext
from mail.composing.drawn import drawn
from mail.composing.faults import CannotCompose
from mail.composing.outgoing_mail import OutgoingMail

OF_DESK = (Measure.OPENED, Measure.ANSWERED, Measure.FINISHED, Measure.REOPENED)
OF_ONE = (Measure.ANSWERED, Measure.TAKEN, Measure.FINISHED, Measure.REALLOCATED)
MOST_LATE = 20


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A figure, what it was the week before, and its list."""

    words: str
    count: int
    before: int
    link: str


async def weekly(context: ComposeContext) -> OutgoingMail:
    """Of the desk for administrators; operators read of their own work. Raises CannotCompose for whoever has left."""
    desk, details = context.desk, context.mail.details
    person = await operator_by_id(desk, int(details.get("operator", 0)))
    if person is None or not person.is_active:
        raise CannotCompose(reason("no_recipient"))
    monday = date.fromisoformat(str(details["week"]))
    days = Days(monday - timedelta(days=7), monday)
    count, late = await late_tickets(desk, person, context.mail.created_ms, MOST_LATE)
    shown = format_interval(days.first, days.last, "yMMMd", locale=formats_of(current_language()))
    # Translators: %(days)s is "16 to 22 Nov 2026", in figures
    subject = _("Your week: %(days)s") % {"days": shown}
    base = desk.settings.base_url
    facts = {
        "words": subject,
        "lines": await _lines(desk, person, days),
        "late_words": ngettext("%(num)s first answer is late", "%(num)s first answers are late", count)
        % {"num": count},
        "late": [_late(ticket, base) for ticket in late],
        "beyond": count - len(late),
        "link": f"{base}/statistics?{urlencode({'from': days.first.isoformat(), 'to': days.last.isoformat()})}",
        "preferences": f"{base}/me",
    }
    return drawn(context, "weekly", subject, facts, automatic="auto-generated")


async def _lines(desk: Desk, person: Operator, days: Days) -> list[WeekLine]:
    scope = scope_of(person)
    earlier = Days(days.first - timedelta(days=7), days.first)
    measures = OF_DESK if person.is_administrator else OF_ONE
    now = await figures(desk, Question(measures, days, scope))
    before = await figures(desk, Question(measures, earlier, scope))
    pairs = [*zip(now, before, strict=True), (await _level(desk, days, scope), await _level(desk, earlier, scope))]
    base = desk.settings.base_url
    return [
        WeekLine(
            one.cell.measure.label, one.count, then.count, f"{base}/statistics/list?{urlencode(one.cell.parameters)}"
        )
        for one, then in pairs
    ]


async def _level(desk: Desk, days: Days, scope: FigureScope) -> Figure:
    """What was open at the end of these days."""
    return (await backlog(desk, replace(days, first=days.last), scope, Bucket.DAY))[-1]


def _late(ticket: Ticket, base: str) -> dict[str, str]:
    return {
        "number": ticket.number,
        "subject": header_line(ticket.subject),
        "holder": header_line(ticket.operator_name or "") or _("Unassigned"),
        "link": f"{base}/tickets/{ticket.id}",
    }
