"""What every page of statistics is made from: the desk, what is asked, whose acts count, and the links to what is behind."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from app.counting.period import local_day
from app.desk import Desk
from app.nouns.operator import Operator
from app.queries.figures.names import Names, names_of
from app.queries.figures.question import Cell, FigureScope, scope_of
from app.queries.people.roster import Roster
from app.text.languages import _
from web.console.figures.asked import AskedFigures, read_asked
from web.console.figures.names_words import group_words, person_words
from web.console.figures.period_words import days_words
from web.requests.context import desk_of, moment_of, newest_event_of, operator_of, roster_of

LIST = "/statistics/list"


@dataclass(frozen=True, slots=True)
class View:
    """One page of statistics for one reader."""

    desk: Desk
    reader: Operator
    people: Roster
    names: Names
    asked: AskedFigures
    scope: FigureScope
    now_ms: int

    @property
    def person(self) -> Operator | None:
        """Whose figures are shown; None: everybody's."""
        return next((one for one in self.people.everybody if one.id == self.scope.operator_id), None)

    @property
    def is_of_one(self) -> bool:
        """Whether it shows one operator's figures."""
        return self.scope.operator_id is not None

    def person_name(self, operator_id: int | None) -> str:
        """Somebody by name, also if they have left."""
        return person_words(self.names, operator_id or 0) or _("No operator")

    def group_name(self, group_id: int | None) -> str:
        """A group by name, also if it was removed."""
        return group_words(self.names, group_id or 0) or _("No group")

    @property
    def notes(self) -> tuple[str, ...]:
        """What a download says of itself: days, zone, whose."""
        days = self.asked.elapsed
        return (
            _("Period: %(first)s to %(last)s") % {"first": days.first.isoformat(), "last": days.last.isoformat()},
            _("Time zone: %(zone)s") % {"zone": self.asked.period.zone},
            _("Group: %(name)s")
            % {"name": _("all") if self.scope.group_id is None else self.group_name(self.scope.group_id)},
            _("Operator: %(name)s")
            % {"name": _("all") if self.scope.operator_id is None else self.person_name(self.scope.operator_id)},
        )

    @property
    def before_words(self) -> str:
        """The days that stand beside, as "1 - 22 Oct"."""
        return days_words(self.asked.before)


def list_path(cell: Cell) -> str:
    """The address of exactly what this figure counts."""
    return f"{LIST}?{urlencode(cell.parameters)}"


async def read_view(request: Request, query: dict[str, str] | None = None) -> View:
    """The view that the address asks for. Raises BadFields, NotFound for a hidden group, Forbidden for somebody else's figures."""
    desk, reader, now_ms = desk_of(request), operator_of(request), moment_of(request)
    zone = desk.settings.timezone
    asked = read_asked(dict(request.query_params) if query is None else query, local_day(now_ms, zone), zone)
    scope = scope_of(reader, asked.group_id, asked.operator_id)
    people, names = await roster_of(request), await names_of(desk, newest_event_of(request))
    return View(desk, reader, people, names, asked, scope, now_ms)
