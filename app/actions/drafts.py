"""Drafts: saved as they are typed, one per operator, ticket and kind. They survive everything but their sending."""

import asyncio
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, insert, select, update

from app.database import Database
from app.desk import Desk
from app.html_safety import SafeHtml, clean_answer_html
from app.message import MessageKind
from app.operator import Operator
from app.queries.tickets import ticket_for
from sql.tables import drafts


@dataclass(frozen=True, slots=True)
class Draft:
    """What an operator had typed. `details` is JSON as the composer made it: status, attachment keys, cc."""

    html: SafeHtml
    details: str
    saved_ms: int


async def save_draft(
    desk: Desk, operator: Operator, ticket_id: int, kind: MessageKind, html: str, details: str, now_ms: int
) -> None:
    """Keep what is typed, cleaned as an answer is. An empty one is forgotten."""
    await ticket_for(desk, operator, ticket_id)
    if not html.strip():
        await discard_draft(desk, operator, ticket_id, kind)
        return
    clean = await asyncio.to_thread(clean_answer_html, html)
    async with desk.db.transaction():
        await write_draft(desk.db, operator.id, ticket_id, kind, clean, details, now_ms)


async def discard_draft(desk: Desk, operator: Operator, ticket_id: int, kind: MessageKind) -> None:
    """Forget it."""
    await desk.db.execute(delete(drafts).where(_own(operator.id, ticket_id, kind)))


async def draft_of(desk: Desk, operator: Operator, ticket_id: int, kind: MessageKind) -> Draft | None:
    """What this operator had typed there; nobody sees another's."""
    row = await desk.db.fetch_one(select(drafts).where(_own(operator.id, ticket_id, kind)))
    return Draft(SafeHtml(row.html), row.details, row.saved_ms) if row else None


async def write_draft(
    db: Database, operator_id: int, ticket_id: int, kind: MessageKind, html: str, details: str, now_ms: int
) -> None:
    """Insert or replace, inside a transaction; `html` is clean."""
    own = _own(operator_id, ticket_id, kind)
    values = {"html": html, "details": details, "saved_ms": now_ms}
    if not await db.rowcount(update(drafts).where(own).values(values)):
        key = {"operator_id": operator_id, "ticket_id": ticket_id, "kind": kind.value}
        await db.execute(insert(drafts).values({**key, **values}))


def _own(operator_id: int, ticket_id: int, kind: MessageKind) -> ColumnElement[bool]:
    return and_(drafts.c.operator_id == operator_id, drafts.c.ticket_id == ticket_id, drafts.c.kind == kind.value)
