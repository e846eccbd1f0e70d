"""Holders who are not at the desk: since when, and when what they hold is released."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from app.clock import MINUTE_MS, SECOND_MS
from app.desk import Desk
from app.settings import Settings
from app.status import Shelf
from app.ticket import Ticket
from sql.tables import operators, tickets

SEEN_EVERY_MS = 10 * SECOND_MS  # so often each process says who is at its consoles
ABSENT_AFTER_MS = 75 * SECOND_MS  # where websockets do not pass, a request is noted once a minute


@dataclass(frozen=True, slots=True)
class Absence:
    """A held ticket whose holder was last seen then: what a release compares with, and sets."""

    ticket_id: int
    holder_id: int
    seen_ms: int | None


def release_ms(settings: Settings, seen_ms: int | None, held_since_ms: int | None) -> int | None:
    """When an absent holder's ticket is released; None where the desk releases none.

    The time runs from when they were last seen, from when they got the ticket, and from when the rule was made:
    whichever is latest. So nobody loses what they were given, or held under another rule, without the same warning.
    """
    if not settings.release_after_min:
        return None
    since_ms = max(seen_ms or 0, held_since_ms or 0, settings.release_since_ms)
    return since_ms + settings.release_after_min * MINUTE_MS


async def absent_holders(desk: Desk, now_ms: int) -> dict[int, int]:
    """Who holds an active ticket and is not at the desk, and when they were last seen (0: never)."""
    query = select(operators.c.id, operators.c.seen_ms).where(
        operators.c.id.in_(select(tickets.c.operator_id).where(_held())), _unseen_since(now_ms - ABSENT_AFTER_MS)
    )
    return {row.id: row.seen_ms or 0 for row in await desk.db.fetch_all(query)}


async def release_of(desk: Desk, ticket: Ticket, now_ms: int) -> int | None:
    """When this ticket is released; None where nothing releases it: its holder is there, or the rule is off."""
    if not desk.settings.release_after_min or ticket.operator_id is None or ticket.shelf is not Shelf.ACTIVE:
        return None
    seen_ms = await desk.db.fetch_val(select(operators.c.seen_ms).where(operators.c.id == ticket.operator_id))
    if seen_ms is not None and seen_ms > now_ms - ABSENT_AFTER_MS:
        return None
    return release_ms(desk.settings, seen_ms, ticket.held_since_ms)


async def due_releases(desk: Desk, now_ms: int, limit: int) -> list[Absence]:
    """Tickets whose time is over, the oldest first."""
    before_ms = now_ms - desk.settings.release_after_min * MINUTE_MS
    if not desk.settings.release_after_min or desk.settings.release_since_ms > before_ms:
        return []
    due = (
        select(tickets.c.id, tickets.c.operator_id, operators.c.seen_ms)
        .join(operators, operators.c.id == tickets.c.operator_id)
        .where(_held(), _unseen_since(before_ms), func.coalesce(tickets.c.held_since_ms, 0) <= before_ms)
        .order_by(tickets.c.id)
        .limit(limit)
    )
    return [Absence(row.id, row.operator_id, row.seen_ms) for row in await desk.db.fetch_all(due)]


def _held() -> ColumnElement[bool]:
    return (tickets.c.shelf == Shelf.ACTIVE.value) & tickets.c.operator_id.is_not(None)


def _unseen_since(before_ms: int) -> ColumnElement[bool]:
    return operators.c.seen_ms.is_(None) | (operators.c.seen_ms <= before_ms)
