"""What the columns of a ticket decide, as conditions: visibility, number, status, holder, group, country, date."""

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, or_, select

from app.core.errors import BadFields
from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.status import Shelf, Status
from app.queries.people.roster import roster
from app.queries.ticket.tickets import open_to
from app.search.folding import fold, typed_words
from app.search.query_language import SearchText
from app.text.countries import country_name, country_names, read_country
from app.text.languages import _, current_language
from sql.tables import tickets

PUT_AWAY = (Shelf.SPAM.value, Shelf.DELETED.value, Shelf.ERASED.value)
NOWHERE = (1, 0)
ME = frozenset({"me", "mine"})


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: conditions, words that every match's document has, the lowest number, and one above the highest."""

    conditions: list[ColumnElement[bool]] = field(default_factory=list)
    words: tuple[str, ...] = ()
    lowest: int = 0
    above: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be in it."""
        return self.above is not None and self.lowest >= self.above


async def scope_of(desk: Desk, operator: Operator, wanted: SearchText) -> Scope:
    """Understand the terms that name one thing of a list. Raises BadFields(q)."""
    found = searchable_for(operator)
    if numbers := wanted.values("id"):
        found.append(tickets.c.id.in_([_number(typed) for typed in numbers]))
    if statuses := wanted.values("status"):
        found.append(_one_of(tickets.c.status, [_status(typed).value for typed in statuses]))
    if holders := wanted.values("operator"):
        found.append(or_(*[await _holder(desk, operator, typed) for typed in holders]))
    if names := wanted.values("group"):
        found.append(_one_of(tickets.c.group_id, [await _group(desk, operator, typed) for typed in names]))
    countries = [_country(typed) for typed in wanted.values("country")]
    if countries:
        found.append(_one_of(tickets.c.country, countries))
    lowest, above = await _numbers_of_days(desk, wanted)
    return Scope(found, (*wanted.words, *_words_of_country(countries)), lowest, above)


def searchable_for(operator: Operator) -> list[ColumnElement[bool]]:
    """What every search leaves out: spam and deleted tickets, and those the operator may not see."""
    found: list[ColumnElement[bool]] = [tickets.c.shelf.not_in(PUT_AWAY)]
    return [*found, open_to(operator)] if operator.hidden_group_ids else found


def _one_of(column: ColumnElement[object], values: list[object] | list[str] | list[int]) -> ColumnElement[bool]:
    return column == values[0] if len(values) == 1 else column.in_(values)


def _words_of_country(codes: list[str]) -> list[str]:
    """The words of the country's English name, which are in every document of its tickets.

    They let the full-text index find a country, which has no separate index.
    """
    return typed_words(country_name(codes[0], "en")) if len(codes) == 1 else []


async def _numbers_of_days(desk: Desk, wanted: SearchText) -> tuple[int, int | None]:
    """The lowest number of the wanted days, and one above their highest: read from the index of dates alone.

    Numbers nearly follow dates (except for imports), so old days are found without reading the newer ones.
    """
    if wanted.from_ms is None and wanted.until_ms is None:
        return 0, None
    query = select(func.min(tickets.c.id).label("lowest"), func.max(tickets.c.id).label("highest"))
    row = await desk.db.fetch_one(query.where(*days_of(wanted)))
    if row is None or row.lowest is None:
        return NOWHERE
    return row.lowest, row.highest + 1


def days_of(wanted: SearchText) -> list[ColumnElement[bool]]:
    """The condition that a ticket was opened on the wanted days."""
    found: list[ColumnElement[bool]] = []
    if wanted.from_ms is not None:
        found.append(tickets.c.created_ms >= wanted.from_ms)
    if wanted.until_ms is not None:
        found.append(tickets.c.created_ms < wanted.until_ms)
    return found


def _number(typed: str) -> int:
    digits = typed.lstrip("#")
    if digits.isascii() and digits.isdigit() and len(digits) < 19:  # noqa: PLR2004  what a 64-bit number has
        return int(digits)
    raise _unknown(_("“%(value)s” is not a ticket number."), typed)


def _status(typed: str) -> Status:
    if status := Status.read(typed):
        return status
    wanted = fold(typed).replace(" ", "_")
    if near := [status for status in Status if status.value.startswith(wanted)]:
        return near[0]
    raise _unknown(_("Unknown status “%(value)s”."), typed)


async def _holder(desk: Desk, operator: Operator, typed: str) -> ColumnElement[bool]:
    wanted = fold(typed)
    if wanted in ME:
        return tickets.c.operator_id == operator.id
    if wanted in {"nobody", "none"}:
        return tickets.c.operator_id.is_(None)
    people = (await roster(desk)).everybody
    near = [one.id for one in people if wanted in {str(one.id), fold(one.name)}]
    near = near or [one.id for one in people if wanted in fold(f"{one.name} {one.email}")]
    if not near:
        raise _unknown(_("Unknown operator “%(value)s”."), typed)
    return _one_of(tickets.c.operator_id, near)


async def _group(desk: Desk, operator: Operator, typed: str) -> int:
    wanted = fold(typed)
    for group in (await roster(desk)).groups:
        known = wanted == str(group.id) or fold(group.name).startswith(wanted)
        if operator.may_see_group(group.id) and known:
            return group.id
    raise _unknown(_("Unknown group “%(value)s”."), typed)


def _country(typed: str) -> str:
    if code := read_country(typed) or read_country_in(current_language(), typed):
        return code
    raise _unknown(_("Unknown country “%(value)s”."), typed)


def read_country_in(language: str, typed: str) -> str | None:
    """The country of this name, in any spelling, in the reader's language."""
    wanted = fold(typed)
    return next((code for code, name in country_names(language).items() if fold(name) == wanted), None)


def _unknown(words: str, typed: str) -> BadFields:
    return BadFields({"q": words % {"value": typed}})
