"""The searches that an operator keeps, and how many tickets each finds now.

A count ends at 100 ("99+"). It is kept as of one event for everybody to whom the same tickets exist, and counted again
only after a newer event and REFRESH_MS, since a desk has many events and an operator up to twenty searches.
"""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import select

from app.desk import Desk
from app.errors import BadFields
from app.operator import Operator
from app.queries.events import last_event_id
from app.search.query_language import read_search
from app.search.searching import count_found
from sql.tables import saved_searches

REFRESH_MS = 5000
MOST_KEPT = 5000


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search as it stands in the rail."""

    id: int
    name: str
    typed: str
    position: int


@dataclass(frozen=True, slots=True)
class Counted:
    """So many tickets (at most 100), as of this event and moment. None: the search is no longer understood."""

    count: int | None
    event_id: int
    at_ms: int


_kept: "WeakKeyDictionary[object, dict[tuple[object, ...], Counted]]" = WeakKeyDictionary()


async def saved_searches_of(desk: Desk, operator: Operator) -> list[SavedSearch]:
    """In the order in which they stand."""
    columns = (saved_searches.c.id, saved_searches.c.name, saved_searches.c.typed, saved_searches.c.position)
    query = select(*columns).where(saved_searches.c.operator_id == operator.id)
    rows = await desk.db.fetch_all(query.order_by(saved_searches.c.position, saved_searches.c.id))
    return [SavedSearch(row.id, row.name, row.typed, row.position) for row in rows]


async def counts_of_saved(desk: Desk, operator: Operator, now_ms: int) -> tuple[dict[int, int | None], bool]:
    """The count of each search by its number, and whether one is older than the newest event: ask again later."""
    newest = await last_event_id(desk)
    kept = _kept.setdefault(desk.db, {})
    if len(kept) > MOST_KEPT:
        kept.clear()
    counts: dict[int, int | None] = {}
    stale = False
    for search in await saved_searches_of(desk, operator):
        key = _key(operator, search)
        known = kept.get(key)
        if known is None or (known.event_id != newest and now_ms - known.at_ms >= REFRESH_MS):
            known = kept[key] = Counted(await _count(desk, operator, search, now_ms), newest, now_ms)
        counts[search.id] = known.count
        stale = stale or known.event_id != newest
    return counts, stale


async def _count(desk: Desk, operator: Operator, search: SavedSearch, now_ms: int) -> int | None:
    try:
        return await count_found(desk, operator, read_search(search.typed, now_ms, desk.settings.zone))
    except BadFields:  # a group or an operator that is gone
        return None


def _key(operator: Operator, search: SavedSearch) -> tuple[object, ...]:
    """Whoever sees the same tickets and means the same "me" shares a count."""
    mine = operator.id if "operator:" in search.typed.lower() else None
    return search.typed, operator.hidden_group_ids, mine
