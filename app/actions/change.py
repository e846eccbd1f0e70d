"""The frame of every action: lock the ticket's row, change it, write the events, commit, ring.

The first statement is a write on purpose: MariaDB locks the row and SQLite the file before anything is read, so
rivals queue here. Reading first pins an old snapshot (InnoDB) or fails as locked (SQLite), and lets several win.

The last statements number and write the events. The number comes from a counter row that stays locked until the
commit, so events are numbered in the order of commits and a reader that tails them misses none.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import bindparam, func, insert, update

from app.core.errors import NotFound
from app.database import Database, run_again
from app.desk import Desk
from app.nouns.event import Actor, Event
from app.nouns.operator import Operator
from app.nouns.status import Shelf, Status, shelf_of
from app.nouns.ticket import OWN_COLUMNS, Ticket
from app.nouns.waiting import NEVER_MS, waits_since
from app.queries.people.people import groups
from app.queries.ticket.tickets import TICKET
from sql.tables import counters, events, tickets

P = ParamSpec("P")
T = TypeVar("T")

_EVENTS = counters.c.name == "events"
_RAISED = counters.c.value + bindparam("more")
# Both raise the counter and tell what it is then: asked for in a statement of its own, every act would wait once more.
_NUMBERED_ON_SQLITE = update(counters).where(_EVENTS).values(value=_RAISED).returning(counters.c.value)
_NUMBERED_ON_MYSQL = update(counters).where(_EVENTS).values(value=func.last_insert_id(_RAISED))
_INSERT_EVENT = insert(events)
_MARK_CUSTOMER_EVENT = (
    update(tickets).where(tickets.c.id == bindparam("of_ticket")).values(customer_event_id=bindparam("newest"))
)
_TOUCH = update(tickets).where(tickets.c.id == bindparam("of_ticket")).values(version=tickets.c.version + 1)
_SAVE = update(tickets).where(tickets.c.id == bindparam("of_ticket"))
_TICKET = TICKET.where(tickets.c.id == bindparam("of_ticket"))

SHELF_COLUMNS = frozenset({"status", "snoozed_until_ms", "spam_ms", "deleted_ms"})


@dataclass
class Change:
    """What an action works with inside its transaction. `ticket` is its state after the last `save`."""

    desk: Desk
    now_ms: int
    of_ticket: Ticket | None = None
    pending: list[Event] = field(default_factory=list)
    customer_event: bool = False  # the newest event becomes the ticket's `customer_event_id`
    words: frozenset[str] | None = None  # of the text that is to be written, if they were made before the lock
    moves_unknown: bool = False  # tickets were moved that nobody looked at one by one
    moves: list[tuple[Any, Any]] = field(default_factory=list)  # where tickets stood and stand (`Ticket.standing`)
    written: dict[int, dict[str, Any]] = field(default_factory=dict)  # messages by number, as their rows were given
    mails: list[dict[str, Any]] = field(default_factory=list)  # queued for one recipient each, as their rows were given
    numbers: list[int] = field(default_factory=list)  # of the events, once they are written

    @property
    def db(self) -> Database:
        """The database, inside the action's transaction."""
        return self.desk.db

    @property
    def ticket(self) -> Ticket:
        """The ticket whose row is locked; an error for an act that has none."""
        if self.of_ticket is None:
            raise LookupError("this act has no ticket")
        return self.of_ticket

    async def save(self, **columns: Any) -> Ticket:
        """Write these columns of the ticket and what follows from them (shelf, waiting); return it as it is then."""
        before = self.ticket.standing
        values = {"updated_ms": self.now_ms, **columns}
        if SHELF_COLUMNS & columns.keys():
            values["shelf"] = _shelf_after(self.ticket, columns)
        if "status" in columns:
            values["waits_since_ms"] = _waits_after(self.ticket, columns)
        if columns.get("first_answer_ms") is not None:
            values["answer_due_ms"] = NEVER_MS
        elif self.ticket.shelf is Shelf.FINISHED and values.get("shelf", Shelf.FINISHED) is not Shelf.FINISHED:
            values["answer_due_ms"] = await self.due_in(self.ticket.group_id)
        await self.db.execute(_SAVE, {"of_ticket": self.ticket.id, **values})
        if values.keys() <= OWN_COLUMNS:  # it is as we have written it
            self.of_ticket = self.ticket.with_columns(values)
        else:
            self.of_ticket = await read_ticket(self.db, self.ticket.id)
        self.note_move(before, self.ticket)
        return self.ticket

    def note_move(self, before: Any, after: Ticket) -> None:
        """Note a ticket's place before (None: none) and now, for whoever keeps counts."""
        if before != after.standing:
            self.moves.append((before, after.standing))

    async def due_in(self, group_id: int | None) -> int:
        """When the first answer is due by this group's current target; NEVER_MS if it has been given or there is no target."""
        group = next((one for one in await groups(self.desk) if one.id == group_id), None)
        return group.due_ms(self.ticket.created_ms) if group and self.ticket.first_answer_ms is None else NEVER_MS

    def record(self, kind: str, actor: Actor, message_id: int | None = None, **details: Any) -> None:
        """Say what happened. Written, numbered, when the action ends; nothing of it stays if the action fails."""
        ticket = self.of_ticket
        if actor.typed_by:
            details["typed_by"] = actor.typed_by
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
    """The operator as the one who acts; a key that is bound to nobody (its `id` is 0) acts as a program."""
    return Actor("operator", operator.name, operator.id) if operator.id else Actor("api", operator.name)


@asynccontextmanager
async def change(desk: Desk, ticket_id: int, now_ms: int) -> AsyncIterator[Change]:
    """Lock one ticket's row until the block ends; write its events; commit; then ring.

    Joins a transaction that is already open. Raises NotFound for an unknown ticket.
    """
    async with desk.db.transaction():
        if not await desk.db.rowcount(_TOUCH, {"of_ticket": ticket_id}):
            raise NotFound
        tx = Change(desk, now_ms, await read_ticket(desk.db, ticket_id))
        yield tx
        await _write_events(tx)


@asynccontextmanager
async def act(desk: Desk, now_ms: int) -> AsyncIterator[Change]:
    """The same frame for an act on no ticket, or on one that is only being made."""
    async with desk.db.transaction():
        tx = Change(desk, now_ms)
        yield tx
        await _write_events(tx)


async def read_ticket(db: Database, ticket_id: int) -> Ticket:
    """The ticket with its holder's name. Raises NotFound."""
    record = await db.fetch_one(_TICKET, {"of_ticket": ticket_id})
    if record is None:
        raise NotFound
    return Ticket.from_record(record)


async def _write_events(tx: Change) -> None:
    if not tx.pending:
        return
    last = await _last_number(tx.db, len(tx.pending))
    rows = [_row(event, number) for number, event in enumerate(tx.pending, start=last - len(tx.pending) + 1)]
    tx.numbers = [row["id"] for row in rows]
    rows[-1]["moves"] = None if tx.moves_unknown else json.dumps(tx.moves) if tx.moves else ""
    await tx.db.execute_many(_INSERT_EVENT, rows)
    if tx.customer_event:
        await tx.db.execute(_MARK_CUSTOMER_EVENT, {"of_ticket": tx.ticket.id, "newest": last})
        tx.of_ticket = replace(tx.ticket, customer_event_id=last)
    tx.desk.db.after_commit(tx.desk.bell.ring)


async def _last_number(db: Database, count: int) -> int:
    """Take so many numbers; return the last of them. The counter's row stays locked until the commit."""
    more = {"more": count}
    is_sqlite = db.engine_name == "sqlite"
    last = await (db.fetch_val(_NUMBERED_ON_SQLITE, more) if is_sqlite else db.last_insert_id(_NUMBERED_ON_MYSQL, more))
    if not last:
        last = count
        await db.execute(insert(counters).values(name="events", value=last))
    return int(last)


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
        "moves": "",
    }
