"""Acts on a ticket only while it is as someone has seen it, also several as one."""

from collections.abc import Awaitable, Callable, Collection
from typing import TypeVar

from sqlalchemy import select

from app.actions.change import Change, action
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
        version = await _locked_version(desk, ticket_id)
        if versions is not None and version not in versions:
            raise ChangedMeanwhile(ticket_id)
        return await work()


async def check_unchanged(tx: Change, versions: Collection[int] | None, ticket_id: int | None = None) -> None:
    """Refuse an act that is under way, where the ticket is at none of these versions. Raises ChangedMeanwhile.

    `ticket_id`: the ticket that was seen, where the act is on its original.
    """
    if versions is None:
        return
    seen = tx.ticket.id if ticket_id is None else ticket_id
    # The act itself has raised the version of its own ticket by one.
    version = tx.ticket.version - 1 if seen == tx.ticket.id else await _locked_version(tx.desk, seen)
    if version not in versions:
        raise ChangedMeanwhile(seen)


async def _locked_version(desk: Desk, ticket_id: int) -> int | None:
    locked = select(tickets.c.version).where(tickets.c.id == ticket_id).with_for_update()
    version: int | None = await desk.db.fetch_val(locked)
    return version
