"""What a ticket keeps of the form on another site that it came from."""

import json
from typing import Any

from sqlalchemy import insert, select, update

from app.actions.change import Change, action
from app.core.clock import HOUR_MS
from app.core.errors import NotFound
from app.desk import Desk
from app.nouns.request_keys import StoredKey
from app.site_forms.site_form import FormEntry
from sql.tables import form_entries, forms, tickets

SAME_FOR_MS = HOUR_MS  # double clicks and the back button; who says the same later says it again


async def keep_entry(tx: Change, entry: FormEntry) -> None:
    """Keep it beside the ticket, and count the ticket as the form's. Raises NotFound where that was just revoked."""
    counted = {"ticket_count": forms.c.ticket_count + 1, "used_ms": tx.now_ms}
    open_one = (forms.c.id == entry.form_id) & forms.c.revoked_ms.is_(None)
    if not await tx.db.rowcount(update(forms).where(open_one).values(counted)):
        raise NotFound
    row = {
        "ticket_id": tx.ticket.id,
        "form_id": entry.form_id,
        "fields": json.dumps([[one.label, one.text, one.name] for one in entry.fields], ensure_ascii=False),
        "suspected": " ".join(entry.suspected),
        "proof": entry.proof.value,
        "held_ms": entry.held_ms,
    }
    await tx.db.execute(insert(form_entries).values(row))


def told_entry(entry: FormEntry | None) -> dict[str, Any]:
    """The same in the event of the opened ticket."""
    if entry is None:
        return {}
    held = {"held": list(entry.suspected)} if entry.held_ms is not None else {}
    return {"form": entry.form_name, **held}


@action
async def forget_old_key(desk: Desk, key: StoredKey, now_ms: int) -> None:
    """Let the same content, sent again after the hour, be another ticket."""
    old = (tickets.c.request_key == key.key) & (tickets.c.created_ms < now_ms - SAME_FOR_MS)
    if await desk.db.fetch_one(select(tickets.c.id).where(old)):
        await desk.db.execute(update(tickets).where(old).values(request_key=None))
