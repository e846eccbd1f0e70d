"""Drafts: saved while typing, one per operator, ticket and kind. They survive everything except being sent.

Every save has a key. A window names the keys its text is based on, so an older page never overwrites what
another window or device of the same operator has saved since.
"""

import asyncio
import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, insert, select, update

from app.actions.change import action
from app.core.errors import BadFields, NotFound, OtherDraft
from app.database import Database, is_duplicate_key
from app.desk import Desk
from app.html_safety import SafeHtml, clean_answer_html, clean_note_html, stored_html
from app.nouns.fields import well_formed
from app.nouns.message import MessageKind
from app.nouns.operator import Operator
from app.queries.ticket.tickets import ticket_for
from app.text.languages import _
from sql.tables import drafts

# A letter to a third party may forward messages and say nothing. An answer's copies and status are no draft: they come by themselves.
KEPT_WITHOUT_TEXT = ("attachments", "to", "forward")

_OF_TICKET = select(drafts).where(
    drafts.c.operator_id == bindparam("operator"), drafts.c.ticket_id == bindparam("ticket")
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What an operator had typed. `details` is JSON as the composer made it: status, attachment keys, cc."""

    html: SafeHtml
    details: str
    saved_ms: int

    @property
    def key(self) -> str:
        """The key of its save; a text no window saved (an answer refused or recalled) has its time instead."""
        return str(json.loads(self.details or "{}").get("save_key") or self.saved_ms)

    @property
    def columns(self) -> dict[str, Any]:
        """As the table has it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Where a draft is kept: one for each operator, ticket and kind."""

    operator_id: int
    ticket_id: int
    kind: MessageKind

    @property
    def rows(self) -> ColumnElement[bool]:
        """The condition that a row is of this place."""
        return and_(
            drafts.c.operator_id == self.operator_id,
            drafts.c.ticket_id == self.ticket_id,
            drafts.c.kind == self.kind.value,
        )


@dataclass(frozen=True, slots=True)
class Saving:
    """What a window sends with a save: its `key`, and those of the copies it is based on ("": none).

    `upon` None: any stored draft may be replaced.
    """

    key: str = ""
    upon: frozenset[str] | None = None


UNTOLD = Saving()  # a script's, which has no window


async def save_draft(
    desk: Desk,
    operator: Operator,
    ticket_id: int,
    kind: MessageKind,
    html: str,
    details: str,
    now_ms: int,
    upon: Collection[str] | None = None,
) -> None:
    """Keep what is typed, cleaned as an answer or a note is. One with nothing of KEPT_WITHOUT_TEXT either is forgotten.

    Raises BadFields(details) for what is no JSON object, OtherDraft where one is kept that is not among `upon`.
    """
    await ticket_for(desk, operator, ticket_id)
    cleaner = clean_note_html if kind is MessageKind.NOTE else clean_answer_html
    is_empty = not html.strip() and not _keeps_without_text(details)
    clean = None if is_empty else await asyncio.to_thread(cleaner, well_formed(html))
    draft = Draft(clean, details, now_ms) if clean is not None else None
    await _save(desk, DraftPlace(operator.id, ticket_id, kind), draft, upon)


@action
async def _save(desk: Desk, place: DraftPlace, draft: Draft | None, upon: Collection[str] | None) -> None:
    try:
        await _save_once(desk.db, place, draft, upon)
    except Exception as error:
        if not is_duplicate_key(error):
            raise
        await _save_once(desk.db, place, draft, upon)  # another window was as fast; its row is there now


async def _save_once(db: Database, place: DraftPlace, draft: Draft | None, upon: Collection[str] | None) -> None:
    """Keep the draft there, or forget what is kept (None)."""
    async with db.transaction():
        kept = await _locked(db, place)
        if kept and not _goes_on_from(upon, kept):
            raise OtherDraft(kept.html, kept.key, kept.saved_ms)
        if kept and draft is None:
            await db.execute(delete(drafts).where(place.rows))
        elif kept and draft:
            await db.execute(update(drafts).where(place.rows).values(draft.columns))
        elif draft:  # no UPDATE: a draft that another window has saved this moment is not replaced unread
            await db.execute(insert(drafts).values({**asdict(place), **draft.columns}))


async def _locked(db: Database, place: DraftPlace) -> Draft | None:
    """The draft that is kept, until the transaction ends."""
    await db.execute(
        update(drafts).where(place.rows).values(saved_ms=drafts.c.saved_ms)
    )  # first a write, as in `change`
    return _read(await db.fetch_one(select(drafts).where(place.rows)))


def _goes_on_from(upon: Collection[str] | None, kept: Draft) -> bool:
    return upon is None or kept.key in upon


async def keep_refused(
    desk: Desk,
    operator: Operator,
    ticket_id: int,
    kind: MessageKind,
    html: SafeHtml,
    details: Mapping[str, Any],
    now_ms: int,
    saving: Saving = UNTOLD,
) -> None:
    """Keep what was refused because of the lock, or stopped, with its recipients and files: it is never thrown away.

    Nor is a newer draft: then the window, which says what it goes on from, has the refused text alone.
    """
    kept = {**details, "save_key": saving.key} if saving.key else details
    with suppress(NotFound, OtherDraft):  # NotFound: the ticket has moved to where it does not exist for the operator
        told = json.dumps(kept, ensure_ascii=False)
        await save_draft(desk, operator, ticket_id, kind, html, told, now_ms, saving.upon)


def attachment_keys_in(details: str) -> list[str]:
    """The files that a draft names. Raises BadFields(details)."""
    try:
        read = json.loads(details or "{}")
        return [str(key) for key in read.get("attachments") or ()]
    except (ValueError, AttributeError, TypeError):
        raise BadFields({"details": _("The draft details are not valid.")}) from None


def _keeps_without_text(details: str) -> bool:
    keys = attachment_keys_in(details)  # first: it refuses what is no JSON object
    return bool(keys) or any(json.loads(details or "{}").get(name) for name in KEPT_WITHOUT_TEXT)


async def discard_draft(
    desk: Desk, operator: Operator, ticket_id: int, kind: MessageKind, upon: Collection[str] | None
) -> None:
    """Forget the draft of what is sent, inside a transaction; one that another window saved since stays."""
    place = DraftPlace(operator.id, ticket_id, kind)
    rows = place.rows
    if upon is not None:
        kept = await draft_of(desk, operator, ticket_id, kind)
        if kept is None or not _goes_on_from(upon, kept):
            return
        rows &= (drafts.c.saved_ms == kept.saved_ms) & (
            drafts.c.details == kept.details
        )  # none that is saved meanwhile
    await desk.db.execute(delete(drafts).where(rows))


async def draft_of(desk: Desk, operator: Operator, ticket_id: int, kind: MessageKind) -> Draft | None:
    """What this operator typed there; operators see only their own."""
    return _read(await desk.db.fetch_one(select(drafts).where(DraftPlace(operator.id, ticket_id, kind).rows)))


async def drafts_of(desk: Desk, operator: Operator, ticket_id: int) -> dict[MessageKind, Draft]:
    """All that this operator had typed there, by kind."""
    rows = await desk.db.fetch_all(_OF_TICKET, {"operator": operator.id, "ticket": ticket_id})
    return {MessageKind(row.kind): Draft(stored_html(row.html), row.details, row.saved_ms) for row in rows}


def _read(row: Any) -> Draft | None:
    return Draft(stored_html(row.html), row.details, row.saved_ms) if row else None


async def write_draft(db: Database, place: DraftPlace, draft: Draft) -> None:
    """Insert or replace, inside a transaction."""
    if not await db.rowcount(update(drafts).where(place.rows).values(draft.columns)):
        await db.execute(insert(drafts).values({**asdict(place), **draft.columns}))
