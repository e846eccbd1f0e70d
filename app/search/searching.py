"""Finding tickets by what was typed, newest number first, page by page."""

import re
from dataclasses import dataclass, field

from app.core.errors import BadFields
from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.ticket import Ticket
from app.queries.lists.ticket_row import TicketRow, rows_of
from app.queries.lists.views import PAGE, seen_by
from app.queries.ticket.tickets import TICKET
from app.search.candidates import NO_LIMIT, Candidates
from app.search.matching import needs_texts, standing
from app.search.query_language import SearchText, Term
from app.search.scope import Scope, days_of, scope_of
from app.search.snippets import Snippet, snippets_of
from app.text.languages import _
from sql.tables import tickets

MOST_LOOKED_AT = 2000  # candidates for one page; beyond them the page says where to go on
MOST_TEXTS = 500  # the same where all that was written on them has to be read
SPOKEN = ("", "text", "customer", "answer", "note")  # terms whose words stand in messages
LONGEST_NUMBER = 18  # digits of a 64-bit number
COUNTED = 100  # one more than is ever said: "99+"


@dataclass(frozen=True, slots=True)
class SearchPlace:
    """Where a list of results goes on: below a ticket number, or, among the best, below a score and number."""

    below: int
    score: int | None = None

    def __str__(self) -> str:
        """As a cursor in an address."""
        return str(self.below) if self.score is None else f"{self.score}-{self.below}"


def read_place(cursor: str) -> SearchPlace | None:
    """The place of a cursor; None for none. Raises BadFields(cursor)."""
    if not cursor:
        return None
    match = re.fullmatch(r"(?:(\d{1,6})-)?([1-9]\d{0,17})", cursor, re.ASCII)
    if match is None:
        raise BadFields({"cursor": _("This page link is not valid. Start from the first page.")})
    return SearchPlace(int(match[2]), None if match[1] is None else int(match[1]))


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Matching rows, where the words are in them, and where to go on (None: that is all).

    `count` is how many were found, at most COUNTED, without earlier pages.
    """

    rows: list[TicketRow]
    snippets: dict[int, Snippet] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)
    next_place: SearchPlace | None = None
    count: int = 0


async def search_tickets(
    desk: Desk, operator: Operator, wanted: SearchText, below: int | None = None, limit: int = PAGE, count_to: int = 0
) -> SearchPage:
    """The next tickets that match, of those that exist for the operator. Raises BadFields(q).

    With `count_to` it goes on beyond the page until so many are found. A typed number finds its ticket first.
    """
    found, next_below = await find(desk, operator, wanted, below, max(limit, count_to))
    page = found[:limit]
    if len(found) > limit:
        next_below = page[-1].id
    if numbered := await numbered_ticket(desk, operator, wanted):
        found, page = (number_first(numbered, tickets, is_first_page=below is None) for tickets in (found, page))
    return await page_of(desk, operator, wanted, page, SearchPlace(next_below) if next_below else None, len(found))


def number_first(numbered: Ticket, found: list[Ticket], *, is_first_page: bool) -> list[Ticket]:
    """The ticket whose number was typed before all others, once."""
    others = [ticket for ticket in found if ticket.id != numbered.id]
    return [numbered, *others] if is_first_page else others


async def numbered_ticket(desk: Desk, operator: Operator, wanted: SearchText) -> Ticket | None:
    """The ticket whose number was typed, and nothing besides."""
    typed = wanted.terms[0].value if len(wanted.terms) == 1 and not wanted.terms[0].field else ""
    value = typed.strip("()[].,;:!? ")
    if not (value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER):
        return None
    found, _below = await find(desk, operator, SearchText((Term("id", value),)), None, 1)
    return found[0] if found else None


async def page_of(
    desk: Desk, operator: Operator, wanted: SearchText, page: list[Ticket], next_place: SearchPlace | None, count: int
) -> SearchPage:
    """These tickets as a page of results."""
    ids = [ticket.id for ticket in page]
    words = wanted.words_in(*SPOKEN)
    snippets = await snippets_of(desk, ids, words) if words else {}
    seen = await seen_by(desk, operator, ids)
    return SearchPage(await rows_of(desk, page), snippets, seen, next_place, count)


async def count_found(desk: Desk, operator: Operator, wanted: SearchText, most: int = COUNTED) -> int:
    """How many tickets match, at most so many. Raises BadFields(q)."""
    found, _below = await find(desk, operator, wanted, None, most)
    return len(found)


async def find(
    desk: Desk, operator: Operator, wanted: SearchText, below: int | None, limit: int
) -> tuple[list[Ticket], int | None]:
    """The matching tickets, and the number to go on below; None when nothing is left."""
    scope = await scope_of(desk, operator, wanted)
    place = min(NO_LIMIT if below is None else below, NO_LIMIT if scope.above is None else scope.above)
    candidates = Candidates(desk, scope.words, scope.lowest, place) if scope.words else None
    found: list[Ticket] = []
    looked_at, more = 0, not (scope.is_empty or wanted.is_wordless)
    most = MOST_TEXTS if needs_texts(wanted) else MOST_LOOKED_AT
    while more and len(found) < limit and looked_at < most:
        if candidates and candidates.is_common and not wanted.words:
            candidates = None  # a country alone, and many tickets have it: the tickets themselves tell sooner
        batch, seen, last = await _batch(desk, wanted, scope, place, candidates, limit)
        matching = await standing(desk, batch, wanted)
        room = limit - len(found)
        found += matching[:room]
        looked_at += seen
        place, more = (found[-1].id, True) if len(matching) > room else (last or place, last is not None)
    return found, place if more else None


async def _batch(
    desk: Desk, wanted: SearchText, scope: Scope, place: int, candidates: Candidates | None, limit: int
) -> tuple[list[Ticket], int, int | None]:
    """The next tickets in the scope, how many were looked at, and the number below which to go on (None: no more)."""
    query = TICKET.where(*scope.conditions, *days_of(wanted)).order_by(tickets.c.id.desc())
    if candidates is None:
        query = query.where(tickets.c.id < place, tickets.c.id >= scope.lowest).limit(limit + 1)
        batch = [Ticket.from_record(record) for record in await desk.db.fetch_all(query)]
        return batch, len(batch), batch[-1].id if len(batch) > limit else None
    before = candidates.looked_at
    ids = await candidates.next_ids()
    # Left alone, MariaDB reads the index of dates or holders for a few numbers that it was given.
    query = query.where(tickets.c.id.in_(ids)).with_hint(tickets, "FORCE INDEX (PRIMARY)", "mysql")
    records = await desk.db.fetch_all(query) if ids else []
    go_on = candidates.below if candidates.has_more else None
    return [Ticket.from_record(record) for record in records], candidates.looked_at - before, go_on
