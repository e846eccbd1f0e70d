"""Finding tickets by what was typed, newest number first, page by page."""

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, or_

from app.countries import read_country
from app.desk import Desk
from app.errors import BadFields
from app.languages import _
from app.operator import Operator
from app.queries.lists import PAGE, TicketRow, rows_of, seen_by
from app.queries.people import groups, operators
from app.queries.tickets import TICKET, open_to
from app.search.candidates import BATCH, tickets_with_words
from app.search.folding import fold
from app.search.matching import needs_texts, stands_there, texts_of
from app.search.query_language import SearchText
from app.search.snippets import Snippet, snippet_of
from app.status import Shelf, Status
from app.ticket import Ticket
from sql.tables import tickets

MOST_LOOKED_AT = 4000  # candidates for one page; beyond them the page says where to go on


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Rows that match, where the words stand in them, and the number to go on below (None: that is all)."""

    rows: list[TicketRow]
    snippets: dict[int, Snippet] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)
    next_below: int | None = None


async def search_tickets(
    desk: Desk, operator: Operator, wanted: SearchText, below: int | None = None, limit: int = PAGE
) -> SearchPage:
    """The next tickets that match, of those that exist for the operator. Raises BadFields(q)."""
    conditions = await _conditions(desk, operator, wanted)
    found: list[Ticket] = []
    looked_at, more = 0, True
    while more and len(found) < limit and looked_at < MOST_LOOKED_AT:
        batch, last = await _candidates(desk, wanted, conditions, below)
        looked_at, more = looked_at + BATCH, last is not None
        said = await texts_of(desk, [ticket.id for ticket in batch]) if needs_texts(wanted) else {}
        matching = [ticket for ticket in batch if stands_there(ticket, said.get(ticket.id, []), wanted)]
        room = limit - len(found)
        found += matching[:room]
        below, more = (found[-1].id, True) if len(matching) > room else (last, more)
    return await _page(desk, operator, wanted, found, below if more else None)


async def _page(
    desk: Desk, operator: Operator, wanted: SearchText, found: list[Ticket], next_below: int | None
) -> SearchPage:
    ids = [ticket.id for ticket in found]
    said = await texts_of(desk, ids) if wanted.words else {}
    snippets = {ticket_id: snippet_of(said.get(ticket_id, []), wanted.words) for ticket_id in ids}
    shown = {ticket_id: snippet for ticket_id, snippet in snippets.items() if snippet}
    return SearchPage(await rows_of(desk, found), shown, await seen_by(desk, operator, ids), next_below)


async def _candidates(
    desk: Desk, wanted: SearchText, conditions: list[ColumnElement[bool]], below: int | None
) -> tuple[list[Ticket], int | None]:
    """The next candidates, and the number below which to go on; None when nothing is left."""
    query = TICKET.where(*conditions).order_by(tickets.c.id.desc())
    if wanted.words:
        ids = await tickets_with_words(desk, wanted.words, below)
        if not ids:
            return [], None
        records = await desk.db.fetch_all(query.where(tickets.c.id.in_(ids)))
        return [Ticket.from_record(record) for record in records], ids[-1]
    if below is not None:
        query = query.where(tickets.c.id < below)
    batch = [Ticket.from_record(record) for record in await desk.db.fetch_all(query.limit(BATCH))]
    return batch, batch[-1].id if len(batch) == BATCH else None


async def _conditions(desk: Desk, operator: Operator, wanted: SearchText) -> list[ColumnElement[bool]]:
    """What one column decides: visibility, number, status, holder, group, country, date."""
    hidden = tickets.c.shelf.not_in([Shelf.SPAM.value, Shelf.DELETED.value])
    found: list[ColumnElement[bool]] = [hidden]
    if operator.hidden_group_ids:
        found.append(open_to(operator))
    if numbers := wanted.values("id"):
        found.append(tickets.c.id.in_([_number(typed) for typed in numbers]))
    if statuses := wanted.values("status"):
        found.append(tickets.c.status.in_([_status(typed).value for typed in statuses]))
    if holders := wanted.values("operator"):
        found.append(or_(*[await _holder(desk, operator, typed) for typed in holders]))
    if names := wanted.values("group"):
        found.append(tickets.c.group_id.in_([await _group(desk, operator, typed) for typed in names]))
    if countries := wanted.values("country"):
        found.append(tickets.c.country.in_([_country(typed) for typed in countries]))
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
    raise _unknown(_("There is no status “%(value)s”."), typed)


async def _holder(desk: Desk, operator: Operator, typed: str) -> ColumnElement[bool]:
    wanted = fold(typed)
    if wanted in {"me", "mine"}:
        return tickets.c.operator_id == operator.id
    if wanted in {"nobody", "none"}:
        return tickets.c.operator_id.is_(None)
    near = [one.id for one in await operators(desk, everybody=True) if wanted in fold(f"{one.name} {one.email}")]
    if not near:
        raise _unknown(_("There is no operator “%(value)s”."), typed)
    return tickets.c.operator_id.in_(near)


async def _group(desk: Desk, operator: Operator, typed: str) -> int:
    wanted = fold(typed)
    for group in await groups(desk):
        if operator.may_see_group(group.id) and fold(group.name).startswith(wanted):
            return group.id
    raise _unknown(_("There is no group “%(value)s”."), typed)


def _country(typed: str) -> str:
    if code := read_country(typed):
        return code
    raise _unknown(_("There is no country “%(value)s”."), typed)


def _unknown(words: str, typed: str) -> BadFields:
    return BadFields({"q": words % {"value": typed}})
