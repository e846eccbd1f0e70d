"""A ticket's story: its messages, and between them what happened, in the order of time."""

from dataclasses import dataclass

from sqlalchemy import select

from app.desk import Desk
from app.event import Event
from app.message import Message
from app.queries.messages import messages_of
from app.ticket import Ticket
from sql.tables import events

# What stands between the messages as a thin line. The rest is in the messages themselves, or in the log.
LINES = (
    "ticket.opened",
    "ticket.taken",
    "ticket.dropped",
    "ticket.assigned",
    "ticket.status",
    "ticket.changed",
    "ticket.merged",
    "ticket.deleted",
    "ticket.restored",
    "message.shared",
    "message.moved",
)
BY_ANSWER = ("ticket.status", "ticket.merged")  # what an answer does to its ticket, and a recall takes back
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class Thread:
    """Messages and lines in order, and the event up to which they are right."""

    entries: list[Message | Event]
    last_event_id: int

    @property
    def messages(self) -> list[Message]:
        """The messages alone."""
        return [entry for entry in self.entries if isinstance(entry, Message)]


async def thread_of(desk: Desk, ticket: Ticket) -> Thread:
    """The whole story for operators, notes and held answers included, recalled ones left out with what they did."""
    newest = (
        select(events).where(events.c.ticket_id == ticket.id).order_by(events.c.id.desc()).limit(MOST_LINES)
    )  # read before the messages: what comes between the two reads is then newer than `last_event_id`
    story = [Event.from_record(record) for record in await desk.db.fetch_all(newest)][::-1]
    messages = await messages_of(desk, ticket.id)
    written = [message for message in messages if message.recalled_ms is None]
    recalled = {message.id for message in messages if message.recalled_ms is not None}
    lines = [event for event in story if event.kind in LINES and not _undone(event, recalled)]
    entries: list[Message | Event] = [*lines, *written]
    entries.sort(key=_order)
    return Thread(entries, story[-1].id if story else 0)


def _undone(event: Event, recalled: set[int]) -> bool:
    """Whether an answer did this that was taken back: the status stands again as it was."""
    return event.kind in BY_ANSWER and event.message_id in recalled


def _order(entry: Message | Event) -> tuple[int, int, int]:
    """By time; in the same act the line before the message that follows from it, then as they were written."""
    if isinstance(entry, Message):
        return entry.created_ms, 1, entry.id
    return entry.at_ms, 2 if entry.kind == "ticket.status" else 0, entry.id
