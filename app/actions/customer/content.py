"""Taking the content out of a ticket: its row stays with number, times and status, so that no figure of the past changes."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import delete, func, select, update

from app.actions.change import Change
from app.actions.message.rows import key_columns
from app.credentials.codes import new_access_code
from app.files.large_bytes import storage_key
from app.nouns.event import Actor
from app.nouns.status import Shelf
from sql.tables import (
    attachments,
    drafts,
    events,
    form_entries,
    inbound,
    messages,
    outbox,
    readings,
    search_documents,
    ticket_addresses,
    tickets,
)

Details = dict[str, Any]
EMPTY = {"subject": "", "name": "", "email": "", "email_key": "", "phone": "", "address": "", "city": "", "country": ""}
SAID: Final = frozenset({"preview", "changes", "server_said"})  # what events repeat of the content
# What no event says in anybody's words: statuses, numbers, colleagues, times.
FIGURES: Final = frozenset(
    {
        *(
            "answer",
            "approved_by",
            "asker",
            "doubts",
            "form",
            "from_group",
            "from_holder",
            "from_snoozed_until_ms",
            "from_status",
        ),
        *("from_ticket", "held", "held_until_ms", "holder", "how", "into", "kind", "message_kind", "outbox", "proves"),
        "mentions",
        *("reallocated", "reopened", "shared", "source", "spam", "split", "split_from", "state", "status", "to_ticket"),
        *("undone", "until_ms", "why", "written_ms"),
    }
)
FIGURES_OF_CHANGES: Final = frozenset({"group_id", "language"})


def without_words(details: Details) -> Details:
    """An event's details as the log keeps them once its ticket is erased: with subject and customer."""
    return {name: value for name, value in details.items() if name not in SAID}


def figures_alone(details: Details) -> Details:
    """An event's details without anything that the customer wrote or was called."""
    kept = {name: value for name, value in details.items() if name in FIGURES}
    changes = details.get("changes")
    if isinstance(changes, dict):
        kept["changes"] = {name: pair for name, pair in changes.items() if name in FIGURES_OF_CHANGES}
    return kept


async def erase_content(
    tx: Change, actor: Actor, why: str, kept: Callable[[Details], Details], *, names: bool = True
) -> list[str]:
    """Erase what the change's ticket holds, and record it; return the storage's keys, to be deleted after the commit.

    `kept`: what its events still say. `names`: they still say what their author was called.
    """
    ticket = tx.ticket
    keys = await _erase_rows(tx)
    await rewrite_events(tx, ticket.id, kept, names=names)
    blank = {**EMPTY, "client_ip": "", "access_code": new_access_code(), **key_columns(None), "attachment_count": 0}
    gone = {"shelf": Shelf.ERASED.value, "snoozed_until_ms": None, "deleted_ms": ticket.deleted_ms or tx.now_ms}
    await tx.db.execute(update(tickets).where(tickets.c.id == ticket.id).values({**blank, **gone}))
    tx.note_move(ticket.standing, replace(ticket, shelf=Shelf.ERASED))
    tx.record("ticket.erased", actor, why=why)
    return keys


async def rewrite_events(tx: Change, ticket_id: int, kept: Callable[[Details], Details], *, names: bool = True) -> None:
    """Let the ticket's events say only what `kept` keeps of their details."""
    columns = select(events.c.id, events.c.actor, events.c.actor_name, events.c.details)
    for row in await tx.db.fetch_all(columns.where(events.c.ticket_id == ticket_id)):
        details = kept(json.loads(row.details))
        name = row.actor_name if names or row.actor not in {"customer", "third_party"} else ""
        values = {"details": json.dumps(details, ensure_ascii=False), "actor_name": name}
        if values != {"details": row.details, "actor_name": row.actor_name}:
            await tx.db.execute(update(events).where(events.c.id == row.id).values(values))


async def _erase_rows(tx: Change) -> list[str]:
    """Remove everything that belongs to the ticket; return the storage keys of its files."""
    ticket_id = tx.ticket.id
    files = select(attachments.c.key).where(attachments.c.ticket_id == ticket_id)
    keys = [row.key for row in await tx.db.fetch_all(files)]
    for column in (inbound.c.raw, outbox.c.mime):
        keys += await keys_in(tx, column, column.table.c.ticket_id == ticket_id)
    await tx.db.execute(
        update(inbound).where(inbound.c.ticket_id == ticket_id).values(raw=None, subject="", from_email="")
    )
    for table in (attachments, outbox, messages, drafts, readings, ticket_addresses, search_documents, form_entries):
        await tx.db.execute(delete(table).where(table.c.ticket_id == ticket_id))
    return keys


async def keys_in(tx: Change, column: Any, which: Any) -> list[str]:
    """The storage keys that this column names in these rows, instead of holding the bytes itself."""
    named = which & column.is_not(None) & (func.length(column) < 64)  # noqa: PLR2004  a name has 33
    found = [storage_key(bytes(row[0])) for row in await tx.db.fetch_all(select(column).where(named))]
    return [key for key in found if key]
