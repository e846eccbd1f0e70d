"""The live wall: what changed on it, told to the administrators' windows that show it.

However many watch and whatever happens, it is looked at three times a second at most, compared with what was told before, and
each piece that is another is drawn once per language.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog

from app.core.clock import SECOND_MS, now_ms
from app.desk import Desk
from app.nouns.ticket import Ticket
from app.queries.activity.log_pages import LogLine
from app.queries.people.roster import Roster
from app.queries.wall.day_counts import day_begin_ms
from app.queries.wall.mail_now import MailNow, mail_now
from app.queries.wall.picture import Seat, WallPicture, wall_picture
from app.text.catalogue import Catalogue
from app.text.languages import catalogue
from realtime.manager import SwiftManager
from realtime.presence import Presence
from realtime.rooms import CONSOLE
from realtime.seating import Seating, Whereabouts
from realtime.windows import Window, Windows

GATHER_S = 0.3  # what happens in this time is shown together
COUNTED_S = 0.3  # in which what has happened will mostly have been counted
LOOK_EVERY_S = 5.0  # at mail and at the day, of which no event tells
MOST_LINES = 60  # at once; who missed more reads the page anew

DrawPiece = Callable[[str, Any, Roster, str], str]
log = structlog.get_logger("realtime")


@dataclass
class Wall:
    """Who is where, and what the windows that show the wall were told."""

    manager: SwiftManager
    windows: Windows
    presence: Presence
    draw: DrawPiece
    seating: Seating = field(default_factory=lambda: Seating(now_ms()))
    _told: WallPicture | None = None
    _greeted: set[str] = field(default_factory=set)  # windows that have all of it
    _drawn: dict[tuple[str, str], tuple[Any, Catalogue, str]] = field(
        default_factory=dict
    )  # piece and language: as drawn last
    _tickets: dict[int, Ticket] = field(default_factory=dict)  # those that someone had before them
    _mail: tuple[int, MailNow] | None = None  # when it was read
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Listen to who is where."""
        self.presence.changed = self._moved
        self.presence.typing_heard = self._typed

    def happened(self) -> None:
        """Something was committed."""
        self._news.set()

    def show(self, window: Window, *, shown: bool) -> None:
        """The window shows the wall, or shows it no more. It is only ever told to administrators."""
        window.shows_wall = shown
        self._greeted.discard(window.sid)
        self._news.set()

    def seats(self) -> dict[int, Seat]:
        """Where everyone is now, with their tickets."""
        at_ms = now_ms()
        self.seating.note(*self.presence.everywhere(), at_ms)
        places = self.seating.places(at_ms)
        named = {place.ticket_id for place in places.values() if place.ticket_id is not None}
        known = {number: self.presence.known(number) or self._tickets.get(number) for number in named}
        self._tickets = {number: ticket for number, ticket in known.items() if ticket is not None}
        return {operator_id: self._seat(place) for operator_id, place in places.items()}

    async def run(self, desk: Desk) -> None:
        """Look and tell until cancelled."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience_s()):
                    await self._news.wait()
            self._news.clear()
            await self.look(desk)
            await asyncio.sleep(GATHER_S)

    async def look(self, desk: Desk) -> None:
        """Tell what has changed; nobody watches: nothing is read."""
        if not self._watchers():
            self._told, self._mail = None, None
            self._greeted.clear()
            self._drawn.clear()
            return
        picture = await wall_picture(desk, self.seats(), now_ms(), await self._mail_now(desk))
        before, self._told = self._told, picture
        self._tell(picture, before)

    def _tell(self, now: WallPicture, before: WallPicture | None) -> None:
        """Decide who watches and queue it for them without waiting for anything in between."""
        known = before.pieces if before else {}
        changed = {name: piece for name, piece in now.pieces.items() if known.get(name) != piece}
        people = [tile.operator_id for tile in now.tiles]
        is_same = before is not None and people == [tile.operator_id for tile in before.tiles]
        lines = [line for line in now.lines if before is not None and line.event.id > before.newest][:MOST_LINES]
        for language, windows in self._watchers().items():
            greeted = [window.sid for window in windows if window.sid in self._greeted]
            if greeted and (changed or lines or not is_same):
                pieces = self._draw_all(changed, now.roster, language)
                feed = [self._draw_line(line, now.roster, language) for line in lines]
                self._send({"pieces": pieces, "lines": feed, "people": people, "newest": now.newest}, greeted)
            new = [window.sid for window in windows if window.sid not in self._greeted]
            if new:
                pieces = self._draw_all(now.pieces, now.roster, language)
                feed = [self._draw_line(line, now.roster, language) for line in now.lines[:MOST_LINES]]
                self._send({"pieces": pieces, "lines": feed, "people": people, "newest": now.newest}, new)
        self._greeted = {window.sid for windows in self._watchers().values() for window in windows}

    def _send(self, facts: dict[str, Any], sids: list[str]) -> None:
        self.manager.tell("wall", facts, CONSOLE, sids)

    def _draw_all(self, pieces: dict[str, object], people: Roster, language: str) -> dict[str, str]:
        return {name: self._draw(name, piece, people, language) for name, piece in pieces.items()}

    def _draw(self, name: str, piece: object, people: Roster, language: str) -> str:
        kept, spoken = self._drawn.get((name, language)), catalogue(language)
        if kept is None or kept[0] != piece or kept[1] is not spoken:
            kept = self._drawn[name, language] = (piece, spoken, self._drawn_or_empty(name, piece, people, language))
        return kept[2]

    def _draw_line(self, line: LogLine, people: Roster, language: str) -> str:
        return self._drawn_or_empty("line", line, people, language)

    def _drawn_or_empty(self, name: str, piece: object, people: Roster, language: str) -> str:
        """A piece that cannot be drawn is left empty and said: it must not stop the news of all others."""
        try:
            return self.draw(name, piece, people, language)
        except Exception:
            log.exception("a piece of the wall could not be drawn", piece=name, language=language)
            return ""

    def _watchers(self) -> dict[str, list[Window]]:
        """The windows that show it and may, by language: decided anew for everything that is told."""
        found: dict[str, list[Window]] = {}
        for window in self.windows:
            if window.shows_wall and window.operator.is_administrator:
                found.setdefault(window.language, []).append(window)
        return found

    async def _mail_now(self, desk: Desk) -> MailNow:
        at_ms = now_ms()
        if self._mail is None or at_ms - self._mail[0] >= LOOK_EVERY_S * SECOND_MS:
            self._mail = at_ms, await mail_now(desk, at_ms, day_begin_ms(at_ms, desk.settings.zone))
        return self._mail[1]

    def _seat(self, place: Whereabouts) -> Seat:
        ticket = self._tickets.get(place.ticket_id or 0)
        return Seat(place.since_ms, ticket, place.opened_ms, place.writes_since_ms, is_typing=place.is_typing)

    def _moved(self) -> None:
        self.seating.note(*self.presence.everywhere(), now_ms())
        self._news.set()

    def _typed(self, typing: dict[str, Any]) -> None:
        self.seating.typed(typing["operator"]["id"], typing["ticket"], now_ms(), typing["until"])
        self._news.set()

    def _patience_s(self) -> float:
        """Until something ends that nobody says again, or what was done is counted."""
        at_ms = now_ms()
        ends_ms = self.seating.ends_ms(at_ms)
        longest_s = LOOK_EVERY_S if self._told is None or self._told.is_counted else COUNTED_S
        return longest_s if ends_ms is None else min(longest_s, (ends_ms - at_ms) / SECOND_MS + 0.05)
