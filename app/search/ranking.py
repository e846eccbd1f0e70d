"""Best first: results with the words in the most telling places.

The score is our own, the same on both engines, and looks only at what a row holds: the subject says more than the
customer, and both more than a place somewhere in the messages. It ranks the newest RANKED matches, so a very common
word costs no more than any other; older matches follow, newest first.
"""

from collections.abc import Sequence

from app.desk import Desk
from app.nouns.operator import Operator
from app.nouns.ticket import Ticket
from app.queries.lists.views import PAGE
from app.search.folding import typed_words
from app.search.query_language import SearchText
from app.search.searching import (
    COUNTED,
    SearchPage,
    SearchPlace,
    find,
    number_first,
    numbered_ticket,
    page_of,
    search_tickets,
)

RANKED = 300
IN_SUBJECT, IN_CUSTOMER, SOMEWHERE = (8, 5), (4, 3), 1  # a whole word, its beginning


async def best_matches(
    desk: Desk, operator: Operator, wanted: SearchText, after: SearchPlace | None = None, limit: int = PAGE
) -> SearchPage:
    """The next best tickets. Raises BadFields(q)."""
    if after is not None and after.score is None:
        return await search_tickets(desk, operator, wanted, after.below, limit)
    found, below = await find(desk, operator, wanted, None, RANKED)
    words = list(wanted.words)
    ranked = sorted(((score(ticket, words), ticket.id, ticket) for ticket in found), reverse=True)
    if after is not None:
        ranked = [one for one in ranked if one[:2] < (after.score, after.below)]
    page = [ticket for _score, _id, ticket in ranked[:limit]]
    if len(ranked) > limit:
        next_place: SearchPlace | None = SearchPlace(page[-1].id, ranked[limit - 1][0])
    else:
        next_place = SearchPlace(below) if below else None
    count = 0 if after else min(len(found), COUNTED)
    if numbered := await numbered_ticket(desk, operator, wanted):
        page = number_first(numbered, page, is_first_page=after is None)
    return await page_of(desk, operator, wanted, page, next_place, count)


def score(ticket: Ticket, words: Sequence[str]) -> int:
    """How well the ticket's row matches these words, folded."""
    customer = ticket.customer
    subject = typed_words(ticket.subject)
    about = typed_words(f"{ticket.id} {customer.name} {customer.email} {customer.phone} {customer.city}")
    return sum(max(_worth(word, subject, IN_SUBJECT), _worth(word, about, IN_CUSTOMER), SOMEWHERE) for word in words)


def _worth(word: str, there: Sequence[str], worth: tuple[int, int]) -> int:
    if word in there:
        return worth[0]
    return worth[1] if any(other.startswith(word) for other in there) else 0
