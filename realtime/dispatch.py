"""Dispatch: committed events, in order, to those who may see them.

The bell only says "look now"; without it the log is read every half second. Only the last number is kept.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping

import structlog

from app.actions.desk.following_texts import follow_texts
from app.actions.desk.settings import follow_settings
from app.config.desk_name import desk_name
from app.desk import Desk
from app.nouns.event import Event
from app.nouns.ticket import Ticket
from app.queries.desk.events import events_after, last_event_id
from app.queries.lists.ticket_row import TicketRow
from app.queries.live.catching_up import Hearing, gone, hearing, rows_of_events
from app.queries.live.customer_events import customer_tellings
from app.text.languages import speaking
from realtime.manager import SwiftManager
from realtime.presence import Presence
from realtime.rights import RightsKeeper
from realtime.rooms import CONSOLE, TICKET, customer_room
from realtime.wall import Wall
from realtime.windows import TicketPages, Windows

LOOK_EVERY_S = 0.5
BATCH = 50  # with an administrator's feed, twice as many packets: well below what may wait for a window

DrawRow = Callable[[TicketRow, str], str]
log = structlog.get_logger("realtime")


class Dispatch:
    """Tails the log. `last` is the number of the newest event sent."""

    def __init__(
        self,
        manager: SwiftManager,
        windows: Windows,
        pages: TicketPages,
        presence: Presence,
        rights: RightsKeeper,
        wall: Wall,
        draw_row: DrawRow,
    ) -> None:
        self.last: int | None = None
        self._manager = manager
        self._windows = windows
        self._pages = pages
        self._presence = presence
        self._rights = rights
        self._wall = wall
        self._draw_row = draw_row

    async def run(self, desk: Desk) -> None:
        """Send what is committed from now on; after a failure, also what was committed meanwhile."""
        if self.last is None:
            self.last = await last_event_id(desk)
        while True:
            while await self.give_out(desk):
                pass
            await desk.bell.wait(LOOK_EVERY_S)

    async def give_out(self, desk: Desk) -> bool:
        """Send the next events, in order; return whether there were any."""
        events = await events_after(desk, self.last or 0, BATCH)
        if not events:
            return False
        if any(event.kind == "setting.changed" for event in events):
            await follow_settings(desk)
            self._tell_desk(desk)
        if any(event.kind.startswith(("text.", "language.")) for event in events):
            await follow_texts(desk)
        if self._rights.may_change_by(events):
            await self._rights.look_again(desk)
        if len(self._windows):  # a window that comes later asks for these by itself
            await self._to_consoles(desk, events)
        await self._to_customers(desk, events)
        self.last = events[-1].id
        self._wall.happened()
        await self._manager.let_read()
        return True

    def _tell_desk(self, desk: Desk) -> None:
        """What every console page shows of the settings. Who set them is for administrators."""
        rooms = [rights.room for rights in self._windows.audiences()]
        self._manager.tell("desk.changed", {"name": desk_name(desk.settings)}, CONSOLE, rooms)

    async def _to_consoles(self, desk: Desk, events: list[Event]) -> None:
        rows = await rows_of_events(desk, events)
        self._presence.recheck(row.ticket for row in rows.values())
        drawn = DrawnRows(rows, self._draw_row)
        for event in events:
            self._to_rooms(event, drawn)

    def _to_rooms(self, event: Event, drawn: "DrawnRows") -> None:
        """Decide and queue without waiting for anything: rights hold from the one to the other."""
        whole, lost, administrators = defaultdict(list), [], []
        ticket = drawn.ticket(event)
        for rights, operator in self._windows.audiences().items():
            match hearing(operator, event, ticket):
                case Hearing.ALL:
                    whole[rights.language].append(rights.room)
                case Hearing.GONE:
                    lost.append(rights.room)
            if rights.is_administrator:
                administrators.append(rights.room)
        for language, rooms in whole.items():
            with speaking(language):
                told = event.as_json() | drawn.html(event, language)
            self._manager.tell(event.kind, told, CONSOLE, rooms)
        self._manager.tell(event.kind, gone(event), CONSOLE, lost)
        self._manager.tell("activity", event.as_json(), CONSOLE, administrators)

    async def _to_customers(self, desk: Desk, events: list[Event]) -> None:
        if open_pages := self._pages.ticket_ids():
            about_them = [event for event in events if event.ticket_id in open_pages]
            for ticket_id, facts in await customer_tellings(desk, about_them):
                self._manager.tell(facts["kind"], facts, TICKET, [customer_room(ticket_id)])


class DrawnRows:
    """The list rows of one batch, each drawn at most once per language, and only if someone receives it."""

    def __init__(self, rows: Mapping[int, TicketRow], draw_row: DrawRow) -> None:
        self._rows = rows
        self._draw_row = draw_row
        self._drawn: dict[tuple[int, str], str] = {}

    def ticket(self, event: Event) -> Ticket | None:
        """The event's ticket as it is now; None without one."""
        row = self._rows.get(event.ticket_id or 0)
        return row.ticket if row else None

    def html(self, event: Event, language: str) -> dict[str, str]:
        """`{row: …}`; empty for an event on no ticket."""
        row = self._rows.get(event.ticket_id or 0)
        if row is None:
            return {}
        key = (row.ticket.id, language)
        if key not in self._drawn:
            self._drawn[key] = self._draw(row, language)
        return {"row": self._drawn[key]}

    def _draw(self, row: TicketRow, language: str) -> str:
        """A row that cannot be drawn is left empty and said: one ticket must not stop the news of all others."""
        try:
            return self._draw_row(row, language)
        except Exception:
            log.exception("a row could not be drawn", ticket=row.ticket.id, language=language)
            return ""
