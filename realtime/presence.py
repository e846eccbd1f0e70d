"""Who is at the desk, and who looks at which ticket. In memory: it means nothing after a restart.

Kept for this process; what the others know comes in with `heard_from` (see `presence_relay`).
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from app.nouns.operator import Operator, hue_of
from app.nouns.permissions import may_see
from app.nouns.ticket import Ticket
from realtime.manager import SwiftManager
from realtime.rooms import CONSOLE, TICKET, Rights, customer_room
from realtime.windows import Window, Windows

GATHER_S = 0.3  # comings and goings of this time are told together
TYPING_MS = 4_000
MOST_WATCHED = 20  # tickets at once by one window


@dataclass(frozen=True, slots=True)
class PresentPerson:
    """Someone at the desk, as other people see them."""

    id: int
    name: str
    initials: str
    hue: int
    away: bool

    @classmethod
    def of(cls, operator: Operator) -> "PresentPerson":
        """The operator's face."""
        away = operator.away_since_ms is not None
        return cls(operator.id, operator.name, operator.initials, hue_of(operator.id), away)

    def as_json(self) -> dict[str, Any]:
        """What a window receives about the person."""
        return {"id": self.id, "name": self.name, "initials": self.initials, "hue": self.hue, "away": self.away}


Here = tuple[tuple[PresentPerson, ...], dict[int, tuple[int, ...]]]  # people, and who of them watches which ticket


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What another process knows: its people, and which tickets they are viewing. It expires."""

    people: tuple[PresentPerson, ...]
    watching: dict[int, tuple[int, ...]]  # ticket: people
    until_s: float


@dataclass
class Presence:
    """The desk's people right now."""

    manager: SwiftManager
    windows: Windows
    typing_told: Callable[[dict[str, Any]], None] | None = None  # other processes hear of it too
    changed: Callable[[], None] = lambda: None  # for the wall: who is where is another
    typing_heard: Callable[[dict[str, Any]], None] = lambda _typing: None  # for the wall: in any process
    releases: dict[str, Any] | None = None  # the rule, and which holders are absent; None: nothing is released
    _tickets: dict[int, Ticket] = field(default_factory=dict)  # those that someone watches
    _elsewhere: dict[str, Elsewhere] = field(default_factory=dict)  # by process
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def is_online(self, operator_id: int) -> bool:
        """Whether a console of this person is connected, away or not."""
        return operator_id in self._people()

    def snapshot(self, operator: Operator) -> dict[str, Any]:
        """What this operator may know: `{people: [...], viewing: {ticket: [person ids]}, releases: {...} or None}`."""
        viewing = {ticket: ids for ticket, ids in self._viewing().items() if self._sees(operator, ticket)}
        people = sorted(self._people().values(), key=lambda person: (person.name, person.id))
        return {"people": [person.as_json() for person in people], "viewing": viewing, "releases": self.releases}

    def came_or_went(self) -> None:
        """A window was added or removed."""
        self._forget_unwatched()
        self._news.set()

    def tell_absent(self, releases: dict[str, Any] | None) -> None:
        """Who is absent, and when their tickets are released; sent when it has changed."""
        if releases != self.releases:
            self.releases = releases
            self._news.set()

    def person_changed(self) -> None:
        """Someone's name, role, groups or absence changed: they stop watching what they may no longer see."""
        self.recheck(self._tickets.values())
        self._news.set()

    def watch(self, window: Window, ticket: Ticket) -> None:
        """The window shows this ticket; the caller has checked that it may."""
        if len(window.watching) < MOST_WATCHED:
            self._tickets[ticket.id] = ticket
            window.watching.add(ticket.id)
            self._news.set()

    def unwatch(self, window: Window, ticket_id: int) -> None:
        """The window shows it no longer."""
        window.watching.discard(ticket_id)
        self.came_or_went()

    def recheck(self, tickets: Iterable[Ticket]) -> None:
        """These tickets are now like this: who may no longer see one, does not watch it."""
        for ticket in list(tickets):
            before = self._tickets.get(ticket.id)
            if before is None:  # nobody watches it, or nobody does any more since the one before was looked at
                continue
            self._tickets[ticket.id] = ticket
            if (before.group_id, before.is_deleted) != (ticket.group_id, ticket.is_deleted):
                self._news.set()
            for window in self.windows:
                if ticket.id in window.watching and not may_see(window.operator, ticket):
                    self.unwatch(window, ticket.id)

    def typed(self, window: Window, ticket_id: int, kind: str, now_ms: int) -> None:
        """Send those who may see the ticket that someone is typing there. It lasts four seconds.

        Nothing is sent for a ticket the window does not watch.
        """
        if ticket_id not in window.watching:
            return
        person = PresentPerson.of(window.operator).as_json()
        typing = {"ticket": ticket_id, "operator": person, "kind": kind, "until": now_ms + TYPING_MS}
        self.tell_typing(typing, self._tickets[ticket_id])
        self.tell_customer(typing)
        if self.typing_told:
            self.typing_told(typing)

    def tell_typing(self, typing: dict[str, Any], ticket: Ticket) -> None:
        """Tell the windows of this process that may see the ticket."""
        self.typing_heard(typing)
        rooms = [rights.room for rights, one in self.windows.audiences().items() if may_see(one, ticket)]
        self.manager.tell("typing", typing, CONSOLE, rooms)

    def tell_customer(self, typing: dict[str, Any]) -> None:
        """Tell the ticket's pages that someone is writing an answer: not who, and nothing of a note."""
        if typing["kind"] == "answer":
            pages = [customer_room(typing["ticket"])]
            self.manager.tell("typing", {"for_ms": TYPING_MS}, TICKET, pages)

    def tell(self) -> None:
        """Tell every room what it may know."""
        told: dict[tuple[bool, frozenset[int]], list[Rights]] = {}
        audiences = self.windows.audiences()
        for rights in audiences:
            told.setdefault((rights.is_administrator, rights.hidden_group_ids), []).append(rights)
        for alike in told.values():
            rooms = [rights.room for rights in alike]
            self.manager.tell("presence", self.snapshot(audiences[alike[0]]), CONSOLE, rooms)

    def tell_one(self, window: Window) -> None:
        """Tell a window that has just come."""
        self.manager.tell("presence", self.snapshot(window.operator), CONSOLE, [window.sid])

    async def run(self) -> None:
        """Tell what is new, again and again."""
        while True:
            await self._news.wait()
            await asyncio.sleep(GATHER_S)
            self._news.clear()
            self.tell()
            self.changed()

    def here(self) -> Here:
        """What this process knows itself: its people, and what they are viewing."""
        people = {window.operator.id: PresentPerson.of(window.operator) for window in self.windows}
        return tuple(people.values()), {ticket: tuple(ids) for ticket, ids in self._viewing_here().items()}

    def everywhere(self) -> tuple[frozenset[int], dict[int, list[int]]]:
        """Who is here in any process, and who of them views which ticket: whoever asks may see it all."""
        return frozenset(self._people()), self._viewing()

    def heard_from(self, process: str, elsewhere: Elsewhere) -> None:
        """Another process says what it knows."""
        before = self._elsewhere.get(process)
        self._elsewhere[process] = elsewhere
        if before is None or (before.people, before.watching) != (elsewhere.people, elsewhere.watching):
            self._news.set()

    def forget_silent(self, now_s: float) -> None:
        """Processes that have not spoken in time are gone."""
        silent = [process for process, known in self._elsewhere.items() if known.until_s <= now_s]
        for process in silent:
            del self._elsewhere[process]
            self._news.set()

    def unknown_tickets(self) -> frozenset[int]:
        """Tickets watched only at other processes: nothing is sent here until they are read."""
        watched = {ticket for known in self._elsewhere.values() for ticket in known.watching}
        return frozenset(watched - self._tickets.keys())

    def learn(self, tickets: Iterable[Ticket]) -> None:
        """Tickets that were unknown here."""
        for ticket in tickets:
            self._tickets[ticket.id] = ticket
            self._news.set()

    def known(self, ticket_id: int) -> Ticket | None:
        """A ticket that someone watches."""
        return self._tickets.get(ticket_id)

    def _people(self) -> dict[int, PresentPerson]:
        people = {person.id: person for known in self._elsewhere.values() for person in known.people}
        return people | {window.operator.id: PresentPerson.of(window.operator) for window in self.windows}

    def _viewing(self) -> dict[int, list[int]]:
        viewing = {ticket: set(ids) for ticket, ids in self._viewing_here().items()}
        for known in self._elsewhere.values():
            for ticket, ids in known.watching.items():
                viewing.setdefault(ticket, set()).update(ids)
        return {ticket: sorted(ids) for ticket, ids in viewing.items()}

    def _viewing_here(self) -> dict[int, list[int]]:
        viewing: dict[int, set[int]] = {}
        for window in self.windows:
            for ticket in window.watching:
                viewing.setdefault(ticket, set()).add(window.operator.id)
        return {ticket: sorted(ids) for ticket, ids in viewing.items()}

    def _sees(self, operator: Operator, ticket_id: int) -> bool:
        ticket = self._tickets.get(ticket_id)
        return ticket is not None and may_see(operator, ticket)

    def _forget_unwatched(self) -> None:
        watched = self._viewing().keys()
        for ticket_id in self._tickets.keys() - watched:
            del self._tickets[ticket_id]
