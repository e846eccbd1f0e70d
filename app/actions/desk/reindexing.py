"""Making every ticket's document anew: after an upgrade that finds more than the last version, or an import."""

from collections.abc import Callable, Sequence

from sqlalchemy import bindparam, func, select, update

from app.actions.change import Change, action, read_ticket
from app.actions.ticket.indexing import index_if_changed
from app.desk import Desk
from app.nouns.status import Shelf
from app.search.documents import words_by_message
from sql.tables import tickets

BATCH = 25  # rows locked together: few, so that operators hardly wait
_NEXT = (
    select(tickets.c.id)
    .where(tickets.c.id > bindparam("after"), tickets.c.shelf != Shelf.ERASED.value)
    .order_by(tickets.c.id)
    .limit(BATCH)
)
_LOCK_ROWS = update(tickets).where(tickets.c.id.in_(bindparam("ids", expanding=True))).values(version=tickets.c.version)


async def rebuild_search(desk: Desk, now_ms: int, show: Callable[[int, int], None]) -> tuple[int, int]:
    """Index every ticket again, oldest first; return how many there are, and how many have other words now.

    The desk may be served meanwhile. `show` receives how many of how many are done.
    """
    count = int(await desk.db.fetch_val(select(func.count()).where(tickets.c.shelf != Shelf.ERASED.value)) or 0)
    done = changed = last = 0
    while ids := [row.id for row in await desk.db.fetch_all(_NEXT, {"after": last})]:
        changed += await _index_batch(desk, ids, now_ms)
        done, last = done + len(ids), ids[-1]
        show(done, max(done, count))
    return done, changed


@action
async def _index_batch(desk: Desk, ticket_ids: Sequence[int], now_ms: int) -> int:
    """Index these tickets again, their rows locked; return how many have other words now."""
    known = await words_by_message(desk, *ticket_ids)
    changed = 0
    async with desk.db.transaction():
        await desk.db.execute(_LOCK_ROWS, {"ids": list(ticket_ids)})
        for ticket_id in ticket_ids:
            changed += await index_if_changed(Change(desk, now_ms, await read_ticket(desk.db, ticket_id)), known)
    return changed
