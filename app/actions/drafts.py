"""Drafts: saved as they are typed, one per operator, ticket and kind. They survive everything but their sending."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, select, update

from app.actions.change import action
from app.database import Database, is_duplicate_key
from app.desk import Desk
from app.errors import BadFields, NotFound
from app.fields import well_formed
from app.html_safety import SafeHtml, clean_answer_html, stored_html
from app.languages import _
from app.message import MessageKind
from app.operator import Operator
from app.queries.tickets import ticket_for
from sql.tables import drafts

# A letter to a third party may forward messages and say nothing. An answer's copies and status are no draft: they come by themselves.
KEPT_WITHOUT_TEXT = ("attachments", "to", "forward")


@dataclass(frozen=True, slots=True)
class Draft:
    """What an operator had typed. `details` is JSON as the composer made it: status, attachment keys, cc."""

    html: SafeHtml
    details: str
    saved_ms: int


async def save_draft(
    desk: Desk, operator: Operator, ticket_id: int, kind: MessageKind, html: str, details: str, now_ms: int
) -> None:
    """Keep what is typed, cleaned as an answer is. One with nothing of KEPT_WITHOUT_TEXT either is forgotten.

    Raises BadFields(details) for what is no JSON object.
    """
    await ticket_for(desk, operator, ticket_id)
    if not html.strip() and not _keeps_without_text(details):
        await discard_draft(desk, operator, ticket_id, kind)
        return
    clean = await asyncio.to_thread(clean_answer_html, well_formed(html))
    await _write(desk, operator.id, ticket_id, kind, clean, details, now_ms)


@action
async def _write(
    desk: Desk, operator_id: int, ticket_id: int, kind: MessageKind, html: str, details: str, now_ms: int
) -> None:
    try:
        async with desk.db.transaction():
            await write_draft(desk.db, operator_id, ticket_id, kind, html, details, now_ms)
    except Exception as error:
        if not is_duplicate_key(error):
            raise
        async with desk.db.transaction():  # another window of the same person was as fast; its row is there now
            await write_draft(desk.db, operator_id, ticket_id, kind, html, details, now_ms)


async def keep_refused(
    desk: Desk,
    operator: Operator,
    ticket_id: int,
    kind: MessageKind,
    html: SafeHtml,
    details: Mapping[str, Any],
    now_ms: int,
) -> None:
    """Keep what was refused because of the lock, or stopped, with its recipients and files: it is never thrown away."""
    with suppress(NotFound):  # the ticket has moved to where it does not exist for the operator
        await save_draft(desk, operator, ticket_id, kind, html, json.dumps(details, ensure_ascii=False), now_ms)


def attachment_keys_in(details: str) -> list[str]:
    """The files that a draft names. Raises BadFields(details)."""
    try:
        read = json.loads(details or "{}")
        return [str(key) for key in read.get("attachments") or ()]
    except (ValueError, AttributeError, TypeError):
        raise BadFields({"details": _("These details of a draft cannot be read.")}) from None


def _keeps_without_text(details: str) -> bool:
    keys = attachment_keys_in(details)  # first: it refuses what is no JSON object
    return bool(keys) or any(json.loads(details or "{}").get(name) for name in KEPT_WITHOUT_TEXT)


async def discard_draft(desk: Desk, operator: Operator, ticket_id: int, kind: MessageKind) -> None:
    """Forget it."""
    await desk.db.execute(delete(drafts).where(_own(operator.id, ticket_id, kind)))


async def draft_of(desk: Desk, operator: Operator, ticket_id: int, kind: MessageKind) -> Draft | None:
    """What this operator had typed there; nobody sees another's."""
    row = await desk.db.fetch_one(select(drafts).where(_own(operator.id, ticket_id, kind)))
    return Draft(stored_html(row.html), row.details, row.saved_ms) if row else None


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
