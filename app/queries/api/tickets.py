"""A page of tickets for programs: all that exist for the key, or those that a search finds."""

from sqlalchemy import bindparam

from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.ticket import Ticket
from app.queries.ticket.tickets import TICKET, open_to, ticket_in
from app.search.candidates import NO_LIMIT
from app.search.query_language import SearchText
from app.search.ranking import best_matches
from app.search.scope import PUT_AWAY
from app.search.searching import SearchPlace, find, number_first, numbered_ticket
from sql.tables import tickets

_NEWEST = (
    TICKET.where(tickets.c.shelf.not_in(PUT_AWAY), tickets.c.id < bindparam("below"))
    .order_by(tickets.c.id.desc())
    .limit(bindparam("most"))
)


async def tickets_found(
    desk: Desk, reader: Operator, wanted: SearchText, after: SearchPlace | None, limit: int, *, best: bool = False
) -> tuple[list[Ticket], SearchPlace | None]:
    """The next tickets, newest or best first, and where to go on (None: that was all). Raises BadFields(q)."""
    if wanted.is_empty:
        return await _newest(desk, reader, after, limit)
    if best:
        page = await best_matches(desk, reader, wanted, after, limit)
        return [row.ticket for row in page.rows], page.next_place
    found, below = await find(desk, reader, wanted, after.below if after else None, limit)
    if numbered := await numbered_ticket(desk, reader, wanted):
        found = number_first(numbered, found, is_first_page=after is None)
    return found, SearchPlace(below) if below else None


async def _newest(
    desk: Desk, reader: Operator, after: SearchPlace | None, limit: int
) -> tuple[list[Ticket], SearchPlace | None]:
    """All there are: what a search builds and looks up for its words is not needed."""
    query = _NEWEST.where(open_to(reader)) if reader.hidden_group_ids else _NEWEST
    rows = await desk.db.fetch_all(query, {"below": after.below if after else NO_LIMIT, "most": limit + 1})
    found = [ticket_in(row) for row in rows[:limit]]
    return found, SearchPlace(found[-1].id) if len(rows) > limit else None
