"""What a customer's ticket page receives: that there is something to fetch, never what or who."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from app.desk import Desk
from app.nouns.event import Event
from app.nouns.message import MessageKind
from app.queries.desk.events import last_event_id
from app.queries.live.catching_up import MOST_BEHIND, is_known
from sql.tables import events, messages

SHOWN = frozenset({"subject", "name", "email", "phone", "city", "country"})  # what the page has of the customer's data
TURNED = {  # how the customer's page hears of what happened to the ticket itself
    "ticket.taken": "ticket.changed",
    "ticket.dropped": "ticket.changed",
    "ticket.assigned": "ticket.changed",
    "ticket.merged": "ticket.changed",
    "ticket.deleted": "ticket.deleted",
    "ticket.erased": "ticket.deleted",
    "ticket.restored": "ticket.restored",
}


def for_customer(event: Event) -> dict[str, Any] | None:
    """`{id, at, kind, message}`; None for what does not concern the customer. A reply has its form's `request_key`.

    An answer counts once its undo time has passed. A status that came with a message is fetched with it.
    """
    if kind := _kind(event):
        facts = {"id": event.id, "at": event.at_ms, "kind": kind, "message": event.message_id}
        key = event.details.get("request_key") if event.actor.kind == "customer" else None
        return {**facts, "request_key": key} if key else facts
    return None


def _kind(event: Event) -> str | None:
    details = event.details
    if event.kind == "message.shared" or (event.kind == "message.delivery" and details.get("released")):
        return "message.added"
    if event.kind == "message.moved":
        return "message.moved" if details.get("shared") else None
    if event.kind == "message.added" and details.get("shared") and not details.get("held_until_ms"):
        return None if details.get("message_kind") == MessageKind.NOTE.value else "message.added"
    if event.kind == "ticket.status" and event.message_id is None:
        return "ticket.status" if details.get("from_status") not in {None, details.get("status")} else None
    if event.kind == "ticket.changed":
        return "ticket.changed" if SHOWN & details.get("changes", {}).keys() else None
    return TURNED.get(event.kind)


async def visible_messages(desk: Desk, message_ids: Iterable[int]) -> frozenset[int]:
    """Those that a customer may see now: the messages themselves decide, whatever an event says."""
    wanted = sorted(set(message_ids))
    if not wanted:
        return frozenset()
    shown = messages.c.shared.is_(True) & (messages.c.kind != MessageKind.NOTE.value)
    is_final = messages.c.released_ms.is_not(None) & messages.c.recalled_ms.is_(None)
    rows = await desk.db.fetch_all(select(messages.c.id).where(messages.c.id.in_(wanted), shown, is_final))
    return frozenset(row.id for row in rows)


async def customer_tellings(desk: Desk, happened: Iterable[Event]) -> list[tuple[int, dict[str, Any]]]:
    """What customers receive of these events, in order: the ticket's number with the facts."""
    told = [(event.ticket_id, facts) for event in happened if event.ticket_id and (facts := for_customer(event))]
    shown = await visible_messages(desk, [facts["message"] for _ticket, facts in told if facts["message"]])
    return [(ticket_id, facts) for ticket_id, facts in told if facts["message"] is None or facts["message"] in shown]


async def customer_missed(desk: Desk, ticket_id: int, after: object) -> dict[str, Any]:
    """What a ticket page missed since this event: `{events, last, resync}`. Anything may be given as `after`."""
    last = await last_event_id(desk)
    if not is_known(after, last):
        return {"events": [], "last": last, "resync": True}
    query = select(events).where(events.c.ticket_id == ticket_id, events.c.id > after).order_by(events.c.id)
    happened = [Event.from_record(record) for record in await desk.db.fetch_all(query.limit(MOST_BEHIND))]
    told = await customer_tellings(desk, happened)
    return {"events": [facts for _ticket, facts in told], "last": last, "resync": False}
