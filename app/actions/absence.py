"""Whether people are at the desk, kept where a restart and every other process find it; and what becomes of their locks.

Being seen is no act, so it writes no event; that a lock is released because nobody saw its holder is one.
"""

from collections.abc import Collection

from sqlalchemy import select, update

from app.actions.change import action, change
from app.actions.mailing import tell_person
from app.actions.taking import release_within
from app.desk import Desk
from app.queries.absences import Absence, due_releases
from app.status import Shelf
from sql.tables import operators

BATCH = 50


async def note_seen(desk: Desk, operator_ids: Collection[int], seen_ms: int) -> None:
    """These people are at a console, or ask for something, now (by the database's clock). It never goes back."""
    if operator_ids:
        earlier = operators.c.seen_ms.is_(None) | (operators.c.seen_ms < seen_ms)
        theirs = operators.c.id.in_(sorted(operator_ids))
        await desk.db.execute(update(operators).where(theirs, earlier).values(seen_ms=seen_ms))


async def release_absent(desk: Desk, now_ms: int) -> int:
    """Release what people hold who were not seen for the time that the desk allows; return how many tickets."""
    return sum([await _release(desk, absence, now_ms) for absence in await due_releases(desk, now_ms, BATCH)])


@action
async def _release(desk: Desk, absence: Absence, now_ms: int) -> bool:
    """Release one; False if its holder came back, let it go or put it away since, or another process was faster.

    The holder's row is held still until the commit: who comes back this moment waits there, and finds it released.
    """
    async with change(desk, absence.ticket_id, now_ms) as held:
        if not held.ticket.is_held_by(absence.holder_id) or held.ticket.shelf is not Shelf.ACTIVE:
            return False
        seen = select(operators.c.seen_ms).where(operators.c.id == absence.holder_id).with_for_update()
        if await desk.db.fetch_val(seen) != absence.seen_ms:
            return False
        await release_within(held, "offline")
        await tell_person(held, "taken_away", absence.holder_id)
    return True
