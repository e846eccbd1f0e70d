"""What else the desk has of somebody, outside of their tickets: mails without a ticket, their words on other tickets, their address in the log."""

import json
import re
from collections import defaultdict
from typing import Any, Final

from sqlalchemy import delete, func, or_, select, update

from app.actions.change import Change, act
from app.actions.customer.content import figures_alone, keys_in, rewrite_events
from app.actions.ticket.indexing import index_again
from app.desk import Desk
from app.nouns.event import SYSTEM
from app.nouns.inbound_mail import InboundOutcome
from app.queries.desk.events import last_event_id
from app.text.address_keys import spellings_of
from sql.tables import (
    attachments,
    drafts,
    events,
    inbound,
    messages,
    outbox,
    reply_to_senders,
    saved_searches,
    ticket_addresses,
    tickets,
)

EVENTS_AT_ONCE: Final = 5_000
ABOUT_CUSTOMERS: Final = ("customer.changed", "customer.merged")
UNDECIDED: Final = (InboundOutcome.PENDING, InboundOutcome.QUARANTINED, InboundOutcome.SET_ASIDE)
BLANK_MESSAGE: Final[dict[str, Any]] = {
    "author_name": "",
    "author_email": "",
    "text": "",
    "html": None,
    "quoted_text": None,
    "quoted_html": None,
    "offer": None,
    "client_ip": "",
    "size_bytes": 0,
}


async def messages_elsewhere(desk: Desk, email_key: str, email: str, until_ms: int) -> dict[int, list[int]]:
    """The messages of this address on tickets of others, by ticket."""
    written = messages.c.author_email.in_(sorted({email, *spellings_of(email_key)})) & (
        messages.c.created_ms <= until_ms
    )
    found: dict[int, list[int]] = defaultdict(list)
    for row in await desk.db.fetch_all(select(messages.c.id, messages.c.ticket_id).where(written)):
        found[row.ticket_id].append(row.id)
    return found


async def blank_messages(tx: Change, ids: list[int]) -> list[str]:
    """Take the words and files out of these messages of the change's ticket; return the storage keys of the files."""
    mine = messages.c.id.in_(ids) & (messages.c.ticket_id == tx.ticket.id)
    keys = [
        row.key for row in await tx.db.fetch_all(select(attachments.c.key).where(attachments.c.message_id.in_(ids)))
    ]
    keys += await keys_in(tx, outbox.c.mime, outbox.c.message_id.in_(ids))
    await tx.db.execute(delete(attachments).where(attachments.c.message_id.in_(ids)))
    await tx.db.execute(delete(outbox).where(outbox.c.message_id.in_(ids)))
    await tx.db.execute(update(messages).where(mine).values(BLANK_MESSAGE))
    about = events.c.message_id.in_(ids) & (events.c.ticket_id == tx.ticket.id)
    for row in await tx.db.fetch_all(
        select(events.c.id, events.c.details, events.c.actor, events.c.actor_name).where(about)
    ):
        details = json.dumps(figures_alone(json.loads(row.details)), ensure_ascii=False)
        name = "" if row.actor in {"customer", "third_party"} else row.actor_name
        await tx.db.execute(update(events).where(events.c.id == row.id).values(details=details, actor_name=name))
    await index_again(tx)
    for number in ids:
        tx.record("message.erased", SYSTEM, number)
    return keys


async def erase_traces(desk: Desk, number: int, email_key: str, email: str, until_ms: int, now_ms: int) -> list[str]:
    """Erase what is left of the address; return the storage keys of mails that were kept there."""
    spelled = sorted({email, *spellings_of(email_key)})
    async with act(desk, now_ms) as tx:
        keys = await _mails(tx, spelled, email_key, until_ms)
        await _lists(tx, spelled, email_key)
    pattern = re.compile("|".join(rf"(?<![\w.+-]){re.escape(one)}(?![\w-])" for one in spelled), re.IGNORECASE)
    await _log(desk, number, spelled, pattern, now_ms)
    return keys


async def _mails(tx: Change, spelled: list[str], email_key: str, until_ms: int) -> list[str]:
    """The mails that came from them without a ticket, and the automatic ones to them."""
    came = inbound.c.from_email.in_(spelled) & (inbound.c.received_ms <= until_ms)
    sent = (outbox.c.stranger_key == email_key) & (outbox.c.created_ms <= until_ms)
    keys = [*await keys_in(tx, inbound.c.raw, came), *await keys_in(tx, outbox.c.mime, sent)]
    undecided = {"outcome": InboundOutcome.DISMISSED, "due_ms": None}
    await tx.db.execute(update(inbound).where(came, inbound.c.outcome.in_(UNDECIDED)).values(undecided))
    gone = {"raw": None, "subject": "", "from_email": "", "mime_message_id": None, "reason": ""}
    await tx.db.execute(update(inbound).where(came).values(gone))
    await tx.db.execute(delete(outbox).where(sent))
    return keys


async def _lists(tx: Change, spelled: list[str], email_key: str) -> None:
    """Where operators have noted the address."""
    await tx.db.execute(delete(reply_to_senders).where(reply_to_senders.c.email_key == email_key))
    named = await tx.db.fetch_all(select(ticket_addresses.c.ticket_id).where(ticket_addresses.c.email_key == email_key))
    for row in named:
        own = (ticket_addresses.c.ticket_id == row.ticket_id) & (ticket_addresses.c.email_key == email_key)
        await tx.db.execute(delete(ticket_addresses).where(own))
    await tx.db.execute(delete(saved_searches).where(_has(saved_searches.c.typed, spelled)))
    await tx.db.execute(delete(drafts).where(_has(drafts.c.details, spelled)))


async def _log(desk: Desk, number: int, spelled: list[str], pattern: re.Pattern[str], now_ms: int) -> None:
    """Go through the log once, some thousand events at a time: nothing is locked meanwhile."""
    last = await last_event_id(desk)
    about = events.c.kind.in_(ABOUT_CUSTOMERS)
    columns = select(events.c.id, events.c.kind, events.c.ticket_id, events.c.details)
    for start in range(0, last, EVENTS_AT_ONCE):
        some = (events.c.id > start) & (events.c.id <= start + EVENTS_AT_ONCE)
        for row in await desk.db.fetch_all(columns.where(some, or_(_has(events.c.details, spelled), about))):
            await _rewrite(desk, row, number, pattern, now_ms)


async def _rewrite(desk: Desk, row: Any, number: int, pattern: re.Pattern[str], now_ms: int) -> None:
    details = json.loads(row.details)
    if row.kind in ABOUT_CUSTOMERS and details.get("customer") == number and "changes" in details:
        details["changes"] = {name: ["", ""] for name in details["changes"]}
    if row.ticket_id is not None and pattern.search(row.details) and await _is_erased(desk, row.ticket_id):
        async with act(desk, now_ms) as tx:
            await rewrite_events(tx, row.ticket_id, figures_alone, names=False)
        return
    words = pattern.sub("", json.dumps(details, ensure_ascii=False))
    if words != row.details:
        await desk.db.execute(update(events).where(events.c.id == row.id).values(details=words))


async def _is_erased(desk: Desk, ticket_id: int) -> bool:
    return bool(await desk.db.fetch_val(select(tickets.c.shelf == "erased").where(tickets.c.id == ticket_id)))


def _has(column: Any, spelled: list[str]) -> Any:
    """The condition that the column's text holds one of the addresses, however it is capitalised."""
    return or_(*(func.lower(column).contains(one.lower(), autoescape=True) for one in spelled))
