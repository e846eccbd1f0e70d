"""The frame in which every action stands: hold the ticket still, change it, write the events, commit, ring.

The first statement is a write on purpose: MariaDB locks the row and SQLite the file before anything is read, so that
rivals queue here. Reading first pins an old snapshot (InnoDB) or fails as locked (SQLite), and lets several win.

The last statements number and write the events. The number comes from a counter row that stays locked until the
commit, so that events are numbered in the order of commits and a reader who tails them misses none.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import bindparam, insert, select, update

from app.database import Database, run_again
from app.desk import Desk
from app.errors import NotFound
from app.event import Actor, Event
from app.lateness import NEVER_MS, waits_since
from app.operator import Operator
from app.queries.tickets import TICKET
from app.status import Shelf, Status, shelf_of
from app.ticket import OWN_COLUMNS, Ticket
from sql.tables import counters, events, tickets

P = ParamSpec("P")
T = TypeVar("T")

_EVENTS = counters.c.name == "events"
_NUMBERED = update(counters).where(_EVENTS).values(value=counters.c.value + bindparam("more"))
_INSERT_EVENT = insert(events)
_MARK_CUSTOMER_EVENT = (
    update(tickets).where(tickets.c.id == bindparam("of_ticket")).values(customer_event_id=bindparam("newest"))
)
_TOUCH = update(tickets).where(tickets.c.id == bindparam("of_ticket")).values(version=tickets.c.version + 1)
_TICKET = TICKET.where(tickets.c.id == bindparam("of_ticket"))

SHELF_COLUMNS = frozenset({"status", "snoozed_until_ms", "spam_ms", "deleted_ms"})


@dataclass
class Held:
    """What an action works with inside its transaction. `ticket` is as it stands after the last `save`."""

    desk: Desk
    now_ms: int
    of_ticket: Ticket | None = None
    pending: list[Event] = field(default_factory=list)
    customer_event: bool = False  # the newest event becomes the ticket's `customer_event_id`

    @property
    def db(self) -> Database:
        """The database, inside the action's transaction."""
        return self.desk.db

    @property
    def ticket(self) -> Ticket:
        """The ticket that is held still; an error for an act that has none."""
        if self.of_ticket is None:
            raise LookupError("this act holds no ticket")
        return self.of_ticket

    async def save(self, **columns: Any) -> Ticket:
        """Write these columns of the ticket and what follows from them (shelf, waiting); return it as it is then."""
        values = {"updated_ms": self.now_ms, **columns}
        if SHELF_COLUMNS & columns.keys():
            values["shelf"] = _shelf_after(self.ticket, columns)
        if "status" in columns:
            values["waits_since_ms"] = _waits_after(self.ticket, columns)
        if columns.get("first_answer_ms") is not None:
            values["answer_due_ms"] = NEVER_MS
        await self.db.execute(update(tickets).where(tickets.c.id == self.ticket.id).values(values))
        if values.keys() <= OWN_COLUMNS:  # it is as we have written it
            self.of_ticket = self.ticket.with_columns(values)
        else:
            self.of_ticket = await read_ticket(self.db, self.ticket.id)
        return self.ticket

    def record(self, kind: str, actor: Actor, message_id: int | None = None, **details: Any) -> None:
        """Say what happened. Written, numbered, when the action ends; nothing of it stays if the action fails."""
        ticket = self.of_ticket
        self.pending.append(
            Event(
                id=0,
                kind=kind,
                at_ms=self.now_ms,
                actor=actor,
                ticket_id=ticket.id if ticket else None,
                group_id=ticket.group_id if ticket else None,
                message_id=message_id,
                details=details,
            )
        )


def _shelf_after(ticket: Ticket, columns: Mapping[str, Any]) -> Shelf:
    return shelf_of(
        Status(columns.get("status", ticket.status)),
        snoozed=columns.get("snoozed_until_ms", ticket.snoozed_until_ms) is not None,
        spam=columns.get("spam_ms", ticket.spam_ms) is not None,
        deleted=columns.get("deleted_ms", ticket.deleted_ms) is not None,
    )


def _waits_after(ticket: Ticket, columns: Mapping[str, Any]) -> int:
    wrote_ms = columns.get("customer_wrote_ms", ticket.customer_wrote_ms)
    return waits_since(Status(columns["status"]), ticket.waits_since_ms, wrote_ms)


def action(work: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Mark an action: when the database asks for another try (deadlock, busy file) the whole of it runs again.

    The desk is its first argument.
    """

    @wraps(work)
    async def run(*values: P.args, **named: P.kwargs) -> T:
        desk = cast("Desk", values[0])
        return await run_again(desk.db, lambda: work(*values, **named))

    return run


def by(operator: Operator) -> Actor:
    """The operator as the one who acts."""
    return Actor("operator", operator.name, operator.id)


@asynccontextmanager
async def change(desk: Desk, ticket_id: int, now_ms: int) -> AsyncIterator[Held]:
    """Hold one ticket still until the block ends; write its events; commit; then ring.

    Joins a transaction that is already open. Raises NotFound if there is no such ticket.
    """
    async with desk.db.transaction():
        if not await desk.db.rowcount(_TOUCH, {"of_ticket": ticket_id}):
            raise NotFound
        held = Held(desk, now_ms, await read_ticket(desk.db, ticket_id))
        yield held
        await _write_events(held)


@asynccontextmanager
async def act(desk: Desk, now_ms: int) -> AsyncIterator[Held]:
    """The same frame for an act on no ticket, or on one that is only being made."""
    async with desk.db.transaction():
        held = Held(desk, now_ms)
        yield held
        await _write_events(held)


async def read_ticket(db: Database, ticket_id: int) -> Ticket:
    """The ticket with its holder's name. Raises NotFound."""
    record = await db.fetch_one(_TICKET, {"of_ticket": ticket_id})
    if record is None:
        raise NotFound
    return Ticket.from_record(record)


async def _write_events(held: Held) -> None:
    if not held.pending:
        return
    last = await _last_number(held.db, len(held.pending))
    rows = [_row(event, number) for number, event in enumerate(held.pending, start=last - len(held.pending) + 1)]
    await held.db.execute_many(_INSERT_EVENT, rows)
    if held.customer_event:
        await held.db.execute(_MARK_CUSTOMER_EVENT, {"of_ticket": held.ticket.id, "newest": last})
        held.of_ticket = replace(held.ticket, customer_event_id=last)
    held.desk.db.after_commit(held.desk.bell.ring)


async def _last_number(db: Database, count: int) -> int:
    """Take so many numbers; return the last of them. The counter's row stays locked until the commit."""
    if not await db.rowcount(_NUMBERED, {"more": count}):
        await db.execute(insert(counters).values(name="events", value=count))
    return int(await db.fetch_val(select(counters.c.value).where(_EVENTS)))


def _row(event: Event, event_id: int) -> dict[str, Any]:
    return {
        "id": event_id,
        "kind": event.kind,
        "at_ms": event.at_ms,
        "actor": event.actor.kind,
        "operator_id": event.actor.operator_id,
        "actor_name": event.actor.name[:120],
        "ticket_id": event.ticket_id,
        "group_id": event.group_id,
        "message_id": event.message_id,
        "details": json.dumps(event.details, ensure_ascii=False),
    }
