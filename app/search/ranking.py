"""Best first: results in which the words stand where they say most.

The score is our own, the same on both engines, and looks only at what a row holds: the subject says more than the
customer, and both more than a place somewhere in the messages. It is asked of the newest RANKED matches, so that a word
that stands everywhere costs no more than any other; what is older follows, newest first.
"""

from collections.abc import Sequence

from app.desk import Desk
from app.operator import Operator
from app.queries.lists import PAGE
from app.search.folding import typed_words
from app.search.query_language import SearchText
from app.search.searching import COUNTED, Place, SearchPage, find, page_of, search_tickets
from app.ticket import Ticket

RANKED = 300
IN_SUBJECT, IN_CUSTOMER, SOMEWHERE = (8, 5), (4, 3), 1  # a whole word, its beginning


async def best_matches(
    desk: Desk, operator: Operator, wanted: SearchText, after: Place | None = None, limit: int = PAGE
) -> SearchPage:
    """The next best tickets. Raises BadFields(q)."""
    if after is not None and after.score is None:
        return await search_tickets(desk, operator, wanted, after.below, limit)
    found, below = await find(desk, operator, wanted, None, RANKED)
    words = list(wanted.words)
    ranked = sorted(((score(ticket, words), ticket.id, ticket) for ticket in found), reverse=True)
    if after is not None:
        ranked = [one for one in ranked if one[:2] < (after.score, after.below)]
    page = ranked[:limit]
    if len(ranked) > limit:
        next_place: Place | None = Place(page[-1][1], page[-1][0])
    else:
        next_place = Place(below) if below else None
    count = 0 if after else min(len(found), COUNTED)
    return await page_of(desk, operator, wanted, [ticket for _score, _id, ticket in page], next_place, count)


def score(ticket: Ticket, words: Sequence[str]) -> int:
    """How much the ticket's row says of these words, folded."""
    customer = ticket.customer
    subject = typed_words(ticket.subject)
    about = typed_words(f"{ticket.id} {customer.name} {customer.email} {customer.phone} {customer.city}")
    return sum(max(_worth(word, subject, IN_SUBJECT), _worth(word, about, IN_CUSTOMER), SOMEWHERE) for word in words)


def _worth(word: str, there: Sequence[str], worth: tuple[int, int]) -> int:
    if word in there:
        return worth[0]
    return worth[1] if any(other.startswith(word) for other in there) else 0
