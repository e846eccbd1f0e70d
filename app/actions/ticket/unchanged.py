"""Several acts on a ticket as one, and only while it is as someone has seen it."""

from collections.abc import Awaitable, Callable, Collection
from typing import TypeVar

from sqlalchemy import select

from app.actions.change import action
from app.core.errors import ChangedMeanwhile
from app.desk import Desk
from sql.tables import tickets

T = TypeVar("T")


@action
async def if_unchanged(
    desk: Desk, ticket_id: int, versions: Collection[int] | None, work: Callable[[], Awaitable[T]]
) -> T:
    """Do the work in one transaction, with the ticket's row locked. Raises ChangedMeanwhile; then nothing is done.

    `versions`: those that it may have; None: any.
    """
    async with desk.db.transaction():
        locked = select(tickets.c.version).where(tickets.c.id == ticket_id).with_for_update()
        version = await desk.db.fetch_val(locked)
        if versions is not None and version not in versions:
            raise ChangedMeanwhile(ticket_id)
        return await work()
