"""Holders who are not at the desk: since when, and when what they hold is released."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from app.config.settings import Settings
from app.core.clock import MINUTE_MS, SECOND_MS
from app.desk import Desk
from app.nouns.status import Shelf
from app.nouns.ticket import Ticket
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
    """When an absent holder's ticket is released; None if the desk releases none.

    The time runs from when they were last seen, got the ticket, or the rule was set, whichever is latest. So everyone
    gets the same warning for a ticket they were assigned, or held under another rule.
    """
    if not settings.release_after_min:
        return None
    since_ms = max(seen_ms or 0, held_since_ms or 0, settings.release_since_ms)
    return since_ms + settings.release_after_min * MINUTE_MS


async def absent_holders(desk: Desk, now_ms: int) -> dict[int, int]:
    """Holders of active tickets who are not at the desk, and when they were last seen (0: never)."""
    query = select(operators.c.id, operators.c.seen_ms).where(
        operators.c.id.in_(select(tickets.c.operator_id).where(_held())), _unseen_since(now_ms - ABSENT_AFTER_MS)
    )
    return {row.id: row.seen_ms or 0 for row in await desk.db.fetch_all(query)}


async def release_of(desk: Desk, ticket: Ticket, now_ms: int | None = None) -> int | None:
    """When this ticket is released; None where nothing releases it: its holder is there, or the rule is off.

    `now_ms`: None: by the database's clock.
    """
    if not desk.settings.release_after_min or ticket.operator_id is None or ticket.shelf is not Shelf.ACTIVE:
        return None
    seen_ms = await desk.db.fetch_val(select(operators.c.seen_ms).where(operators.c.id == ticket.operator_id))
    now = await desk.db.now_ms() if now_ms is None else now_ms
    if seen_ms is not None and seen_ms > now - ABSENT_AFTER_MS:
        return None
    return release_ms(desk.settings, seen_ms, ticket.held_since_ms)


async def due_releases(desk: Desk, now_ms: int, limit: int) -> list[Absence]:
    """Tickets due to be released, oldest first."""
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
