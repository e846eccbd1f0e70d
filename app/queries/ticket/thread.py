"""A ticket's story by pages: its messages, and between them what happened, in the order of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, or_, select

from app.desk import Desk
from app.nouns.event import Event
from app.nouns.message import Message
from app.nouns.ticket import Ticket
from app.queries.desk.events import UNINDEXED_KIND
from app.queries.ticket.thread_facts import ThreadFacts
from app.queries.ticket.thread_pages import NEWEST, PAGE, Gap, MessagePage, ThreadPages, Wanted, fits_a_page
from app.queries.ticket.thread_place import BY_OPERATORS, ThreadPlace
from sql.tables import events, messages

# What stands between the messages as a thin line. The rest is in the messages themselves, or in the log.
LINES = (
    "ticket.opened",
    "ticket.taken",
    "ticket.dropped",
    "ticket.assigned",
    "ticket.status",
    "ticket.changed",
    "ticket.merged",
    "ticket.proved",
    "ticket.deleted",
    "ticket.restored",
    "message.shared",
    "message.moved",
)
BY_ANSWER = ("ticket.status", "ticket.merged")  # what an answer does to its ticket, and a recall takes back
LEAVING = ("message.moved", "message.recalled")  # after which a message may be here no more
MOST_LINES = 500  # of one page

Entry: TypeAlias = Message | Event | Gap


@dataclass(frozen=True, slots=True)
class Thread:
    """Messages and lines in order, with gaps where more are; and the event and message up to which they are right."""

    entries: list[Entry]
    last_event_id: int
    last_message_id: int

    @property
    def messages(self) -> list[Message]:
        """The messages alone."""
        return [entry for entry in self.entries if isinstance(entry, Message)]

    @property
    def older(self) -> ThreadPlace | None:
        """Before which place the thread goes on above; None: it begins here."""
        first = self.entries[0] if self.entries else None
        return first.before if isinstance(first, Gap) else None


@dataclass(frozen=True, slots=True)
class News:
    """What a view is missing: entries to insert, and the numbers of messages that are gone.

    `anew`: more than a page is missing; the entries are those of a fresh view.
    """

    thread: Thread
    gone: list[int]
    anew: bool = False


async def thread_of(desk: Desk, ticket: Ticket, wanted: Wanted = NEWEST, facts: ThreadFacts | None = None) -> Thread:
    """The newest page for operators, notes and undoable answers included, recalled ones left out with what they did.

    Above it the requested page, and gaps for the rest. `facts`: those of the thread, if just read.
    """
    pages = ThreadPages(desk, ticket.id, BY_OPERATORS)
    if facts is None:
        marks = await _marks(desk, ticket)  # read before the messages: what comes between is then newer than they say
        return await _thread(desk, ticket, marks, await pages.view(wanted))
    is_short = fits_a_page(facts.message_count, facts.size_bytes)
    pieces = [await pages.whole()] if is_short else await pages.view(wanted)
    return await _thread(desk, ticket, (facts.last_event_id, facts.last_message_id), pieces)


async def filled(desk: Desk, ticket: Ticket, gap: Gap) -> Thread:
    """A page of what is missing in a gap, and nothing else."""
    marks = await _marks(desk, ticket)
    return await _thread(desk, ticket, marks, await ThreadPages(desk, ticket.id, BY_OPERATORS).filling(gap))


async def news_of(desk: Desk, ticket: Ticket, after_event: int, after_message: int) -> News:
    """What came since an event and a message; a message that was moved here is new."""
    marks = await _marks(desk, ticket)
    story = await _events(desk, ticket, events.c.id > after_event, MOST_LINES + 1)
    moves = {event.message_id for event in story if event.kind in LEAVING and event.message_id}
    pages = ThreadPages(desk, ticket.id, BY_OPERATORS)
    came = await _written_since(desk, ticket, after_message)
    wanted = sorted({*came, *moves})
    if len(story) > MOST_LINES or not await pages.fit(wanted):
        return News(await thread_of(desk, ticket), [], anew=True)
    written = await pages.these(wanted)
    here = {message.id for message in written}
    entries = in_order(await _lines_among(desk, story), written)
    return News(Thread(entries, *marks), sorted(moves - here))


async def _thread(desk: Desk, ticket: Ticket, marks: tuple[int, int], pieces: Sequence[MessagePage | Gap]) -> Thread:
    entries: list[Entry] = []
    for piece in pieces:
        entries += [piece] if isinstance(piece, Gap) else in_order(await _lines(desk, ticket, piece), piece.messages)
    return Thread(entries, *marks)


async def _lines(desk: Desk, ticket: Ticket, page: MessagePage) -> list[Event]:
    """What happened while a page's messages were written, the newest if it is very much."""
    during = [events.c.at_ms < page.next_ms] if page.next_ms is not None else []
    if page.from_ms is not None:
        during += [events.c.at_ms >= page.from_ms]
    statement = _NEWEST_LINES.where(*during) if during else _NEWEST_LINES
    return [Event.from_record(record) for record in await desk.db.fetch_all(statement, {"ticket": ticket.id})]


def _newest_lines() -> Select[Any]:
    """The newest of a ticket's thin lines, without the effects of undone answers."""
    recalled = exists().where(messages.c.id == events.c.message_id, messages.c.recalled_ms.is_not(None))
    query = select(events).where(events.c.ticket_id == bindparam("ticket"), UNINDEXED_KIND.in_(LINES))
    query = query.where(or_(UNINDEXED_KIND.not_in(BY_ANSWER), ~recalled)).limit(MOST_LINES)
    query = query.order_by(events.c.at_ms.desc(), events.c.id.desc())
    return query.with_hint(events, "FORCE INDEX (ix_events_ticket_at)", "mysql")


_NEWEST_LINES = _newest_lines()


async def _events(desk: Desk, ticket: Ticket, since: ColumnElement[bool], most: int) -> list[Event]:
    query = select(events).where(events.c.ticket_id == ticket.id, since).order_by(events.c.id).limit(most)
    found = await desk.db.fetch_all(query.with_hint(events, "FORCE INDEX (ix_events_ticket_id)", "mysql"))
    return [Event.from_record(record) for record in found]


async def _lines_among(desk: Desk, story: Sequence[Event]) -> list[Event]:
    """The thin lines among events, without the effects of undone answers."""
    lines = [event for event in story if event.kind in LINES]
    answers = {event.message_id for event in lines if event.kind in BY_ANSWER and event.message_id}
    recalled = await _recalled(desk, sorted(answers))
    return [event for event in lines if not (event.kind in BY_ANSWER and event.message_id in recalled)]


async def _recalled(desk: Desk, message_ids: Sequence[int]) -> frozenset[int]:
    if not message_ids:
        return frozenset()
    taken_back = messages.c.id.in_(message_ids) & messages.c.recalled_ms.is_not(None)
    return frozenset(row.id for row in await desk.db.fetch_all(select(messages.c.id).where(taken_back)))


async def _written_since(desk: Desk, ticket: Ticket, message_id: int) -> list[int]:
    """The numbers of later messages: one more than a page has, if there are so many."""
    query = select(messages.c.id).where(messages.c.ticket_id == ticket.id, messages.c.id > message_id)
    query = query.with_hint(messages, "FORCE INDEX (ix_messages_ticket_id)", "mysql")
    return [row.id for row in await desk.db.fetch_all(query.order_by(messages.c.id).limit(PAGE + 1))]


async def _marks(desk: Desk, ticket: Ticket) -> tuple[int, int]:
    """The ticket's newest event and message."""
    newest = select(func.max(events.c.id)).where(events.c.ticket_id == ticket.id).scalar_subquery()
    last = select(func.max(messages.c.id)).where(messages.c.ticket_id == ticket.id).scalar_subquery()
    row: Any = await desk.db.fetch_one(select(newest.label("event"), last.label("message")))
    return int(row.event or 0), int(row.message or 0)


def in_order(lines: Sequence[Event], written: Sequence[Message]) -> list[Entry]:
    """Lines and messages as they follow each other."""
    both: list[Message | Event] = [*lines, *written]
    return [*sorted(both, key=_order)]


def _order(entry: Message | Event) -> tuple[int, int, int]:
    """By time; in the same act the line before the message that follows from it, then as they were written."""
    if isinstance(entry, Message):
        return entry.created_ms, 1, entry.id
    return entry.at_ms, 2 if entry.kind == "ticket.status" else 0, entry.id
