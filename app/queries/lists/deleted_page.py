"""The deleted tickets, newest deletion first, until they are erased."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import or_, select

from app.desk import Desk
from app.nouns.status import Shelf
from app.nouns.ticket import RESTORABLE_MS, Ticket
from app.queries.desk.events import UNINDEXED_KIND
from app.queries.ticket.tickets import TICKET, ticket_in
from sql.tables import events, tickets

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class DeletedTicket:
    """One line: the ticket, who deleted it, and when its content is erased (UTC milliseconds)."""

    ticket: Ticket
    deleted_by: str
    erased_ms: int


@dataclass(frozen=True, slots=True)
class DeletedPage:
    """Some of them; `before` is the number of the ticket below which the next page begins (None: that was all)."""

    lines: list[DeletedTicket]
    before: int | None


async def deleted_page(desk: Desk, before: int | None) -> DeletedPage:
    """Those deleted before this one was."""
    query = TICKET.where(tickets.c.shelf == Shelf.DELETED.value, tickets.c.deleted_ms.is_not(None))
    place = await desk.db.fetch_val(select(tickets.c.deleted_ms).where(tickets.c.id == before)) if before else None
    if place is not None:
        same = (tickets.c.deleted_ms == place) & (tickets.c.id < before)
        query = query.where(tickets.c.deleted_ms <= place, or_(tickets.c.deleted_ms < place, same))
    newest = query.order_by(tickets.c.deleted_ms.desc(), tickets.c.id.desc()).limit(PAGE + 1)
    indexed = newest.with_hint(tickets, "FORCE INDEX (ix_tickets_deleted_ms)", "mysql")
    found = [ticket_in(record) for record in await desk.db.fetch_all(indexed)]
    names = await _who_deleted(desk, [one.id for one in found[:PAGE]])
    lines = [DeletedTicket(one, names.get(one.id, ""), (one.deleted_ms or 0) + RESTORABLE_MS) for one in found[:PAGE]]
    return DeletedPage(lines, found[PAGE - 1].id if len(found) > PAGE else None)


async def _who_deleted(desk: Desk, ids: list[int]) -> dict[int, str]:
    if not ids:
        return {}
    query = select(events.c.ticket_id, events.c.actor_name).where(
        events.c.ticket_id.in_(ids), UNINDEXED_KIND == "ticket.deleted"
    )
    return {row.ticket_id: row.actor_name for row in await desk.db.fetch_all(query.order_by(events.c.id))}
