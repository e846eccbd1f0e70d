"""Facts about a whole thread, in one statement: its marks, its size, who answered last, who is asking for the ticket."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ScalarSelect, Select, bindparam, func, select

from app.desk import Desk
from app.nouns.message import MessageKind, recipients_in
from app.queries.desk.events import UNINDEXED_KIND
from sql.tables import events, messages

TICKET: BindParameter[int] = bindparam("ticket")
READER: BindParameter[int] = bindparam("reader")


@dataclass(frozen=True, slots=True)
class NewestAsk:
    """The last that was said about handing the ticket over: the event's details, and when."""

    details: dict[str, Any]
    at_ms: int


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """`last_event_id`, `last_message_id`: its newest. `has_answered`: the reader has answered the ticket.

    `last_copies`: who was in copy last; people stay in copy until someone removes them.
    """

    last_event_id: int
    last_message_id: int
    message_count: int
    size_bytes: int  # of the messages' texts
    has_answered: bool
    last_copies: tuple[str, ...]
    newest_ask: NewestAsk | None


async def thread_facts(desk: Desk, ticket_id: int, operator_id: int) -> ThreadFacts:
    """These facts for one operator. Read before its messages: what comes between is then newer than they say."""
    row: Any = await desk.db.fetch_one(_FACTS, {"ticket": ticket_id, "reader": operator_id})
    return ThreadFacts(
        last_event_id=int(row.last_event or 0),
        last_message_id=int(row.last_message or 0),
        message_count=int(row.message_count),
        size_bytes=int(row.size_bytes or 0),
        has_answered=row.own_answer is not None,
        last_copies=recipients_in(row, "cc"),
        newest_ask=NewestAsk(json.loads(row.asked), int(row.asked_ms)) if row.asked else None,
    )


def _of_messages(*columns: Any, index: str = "ix_messages_thread") -> Select[Any]:
    """What was not undone."""
    query = select(*columns).select_from(messages).with_hint(messages, f"FORCE INDEX ({index})", "mysql")
    return query.where(messages.c.ticket_id == TICKET, messages.c.recalled_ms.is_(None))


def _own_answer() -> ScalarSelect[Any]:
    query = _of_messages(messages.c.id, index="ix_messages_ticket_id").where(messages.c.operator_id == READER)
    query = query.where(messages.c.kind == MessageKind.ANSWER.value)
    return query.order_by(messages.c.id.desc()).limit(1).scalar_subquery()


def _last_recipients() -> ScalarSelect[Any]:
    query = _of_messages(messages.c.recipients).where(messages.c.kind == MessageKind.ANSWER.value)
    return query.order_by(messages.c.created_ms.desc(), messages.c.id.desc()).limit(1).scalar_subquery()


def _newest_ask(column: Any) -> ScalarSelect[Any]:
    is_ask = UNINDEXED_KIND == "lock.asked"
    query = select(column).where(events.c.ticket_id == TICKET, is_ask).order_by(events.c.id.desc()).limit(1)
    return query.with_hint(events, "FORCE INDEX (ix_events_ticket_id)", "mysql").scalar_subquery()


def _largest(column: Any, of_ticket: Any) -> ScalarSelect[Any]:
    return select(func.max(column)).where(of_ticket == TICKET).scalar_subquery()


_ALL = _of_messages(func.count().label("message_count"), func.sum(messages.c.size_bytes).label("size_bytes")).subquery()
_FACTS = select(
    _ALL.c.message_count,
    _ALL.c.size_bytes,
    _largest(events.c.id, events.c.ticket_id).label("last_event"),
    _largest(messages.c.id, messages.c.ticket_id).label("last_message"),
    _own_answer().label("own_answer"),
    _last_recipients().label("recipients"),
    _newest_ask(events.c.details).label("asked"),
    _newest_ask(events.c.at_ms).label("asked_ms"),
)
