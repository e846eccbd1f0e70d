"""How many tickets a search finds in all."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.desk import Desk
from app.nouns.operator import Operator
from app.search.query_language import CHOICES, MOMENTS, SearchText
from app.search.scope import days_of, scope_of
from app.search.searching import find
from sql.tables import tickets

MOST_COUNTED = 10_000  # with words, each has to be looked at
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Total:
    """`is_more`: there are more than `count`, which nobody has counted."""

    count: int
    is_more: bool = False


async def total_found(desk: Desk, operator: Operator, wanted: SearchText) -> Total:
    """How many tickets match of those that exist for the operator. Raises BadFields(q).

    Without words the columns alone tell, exactly; with words they are counted up to MOST_COUNTED.
    """
    if all(term.field in {*CHOICES, *MOMENTS} for term in wanted.terms):
        scope = await scope_of(desk, operator, wanted)
        query = select(func.count()).select_from(tickets).where(*scope.conditions, *days_of(wanted))
        return Total(int(await desk.db.fetch_val(query) or 0))
    count, below = 0, None
    while count < MOST_COUNTED:
        found, below = await find(desk, operator, wanted, below, AT_ONCE)
        count += len(found)
        if below is None:
            return Total(count)
    return Total(count, is_more=True)
