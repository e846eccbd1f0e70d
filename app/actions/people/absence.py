"""Whether people are at the desk, stored for restarts and other processes; and releasing the tickets of those who are not.

Being seen writes no event; releasing the ticket of an absent holder does.
"""

from collections.abc import Collection

from sqlalchemy import select, update

from app.actions.change import action, change
from app.actions.mail.mailing import tell_person
from app.actions.ticket.taking import release_within
from app.desk import Desk
from app.nouns.outbound_mail import MailKind
from app.nouns.status import Shelf
from app.queries.lists.absences import Absence, due_releases
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
    """Release one; False if its holder has come back, dropped or snoozed it, or another process was first.

    The holder's row is locked until the commit: someone coming back right now waits there, and finds it released.
    """
    async with change(desk, absence.ticket_id, now_ms) as tx:
        if not tx.ticket.is_held_by(absence.holder_id) or tx.ticket.shelf is not Shelf.ACTIVE:
            return False
        seen = select(operators.c.seen_ms).where(operators.c.id == absence.holder_id).with_for_update()
        if await tx.db.fetch_val(seen) != absence.seen_ms:
            return False
        await release_within(tx, "offline")
        await tell_person(tx, MailKind.TAKEN_AWAY, absence.holder_id)
    return True
