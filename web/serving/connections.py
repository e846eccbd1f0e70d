"""All connections of this process: which are accepted, which have to go."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import structlog

from web.serving.bounds import Bounds
from web.serving.deadlines import overdue
from web.serving.place import Place, Stage

AddressOf = Callable[[str, str], str | None]
AT_ONCE = 32  # of so many connections one goes when room runs short, so that looking for them is rare
FULL = "The desk has more connections than it can serve. Try again in a moment."
CROWDED = "There are too many connections from this address. Try again in a moment."
SHORT = "Closed to make room for others. Try again in a moment."
TOO_MUCH_AT_ONCE = "Too much is being uploaded at once. Try again in a moment."
RESTARTS = "The desk is being restarted. Try again in a moment."
TOO_MANY_REQUESTS, UNAVAILABLE = 429, 503
log = structlog.get_logger("serving")


class Connections:
    """Keeps every connection within the bounds, and in the number that this process can open.

    `address_of` says under which address a peer's request counts, given its `X-Forwarded-For`; None: under none. A
    trusted proxy's connection itself counts under none; each of its requests under the address that it names.
    """

    def __init__(self, bounds: Bounds, address_of: AddressOf) -> None:
        self.bounds = bounds
        self.address_of = address_of
        self.places: set[Place] = set()
        self.by_address: defaultdict[str, set[Place]] = defaultdict(set)
        self.buffered: defaultdict[str | None, int] = defaultdict(int)
        self.buffered_bytes = 0
        self._next_look: asyncio.TimerHandle | None = None
        self._is_closing = False

    def come(self, place: Place) -> None:
        """A connection was made: it stays, unless there are too many that cannot be ended."""
        self._look_again()
        is_full = len(self.places) >= self.bounds.connections
        if is_full and not (self._make_room(self.places) or self._end_strangers_windows()):
            place.line.refuse(UNAVAILABLE, FULL, at_once=True)
            return
        self.places.add(place)
        self._count(place, self.address_of(place.peer, ""))

    def go(self, place: Place) -> None:
        """A connection has ended."""
        self.release(place)
        self._file(place, None)
        self.places.discard(place)

    def ask(self, place: Place, forwarded: str) -> None:
        """The head of a request is whole; behind a proxy it is known now for whom it counts."""
        if self.address_of(place.peer, "") is None:
            self._count(place, self.address_of(place.peer, forwarded))

    def answered(self, place: Place) -> None:
        """A request was answered: nothing of it is buffered now."""
        self.release(place)
        if self.address_of(place.peer, "") is None:
            self._file(place, None)

    def sign_in(self, place: Place) -> None:
        """It is an operator's window from here on, and no stranger's number counts it."""
        self._file(place, None)

    def buffer(self, place: Place, size_bytes: int) -> None:
        """So many more bytes of its body were read, and wait with the others to be used."""
        self._buffered_more(place, size_bytes)
        if place.address is not None and self.buffered[place.address] > self.bounds.buffered_bytes_per_address:
            place.line.refuse(UNAVAILABLE, TOO_MUCH_AT_ONCE)
        elif self.buffered_bytes > self.bounds.buffered_bytes:
            self._oldest_of_the_largest_sender().line.refuse(UNAVAILABLE, TOO_MUCH_AT_ONCE)

    def release(self, place: Place) -> None:
        """Its body is no longer buffered."""
        self._buffered_more(place, -place.buffered_bytes)

    def close(self) -> None:
        """The process is ending: clients still sending or reading after a moment get a response before being cut off."""
        if not self._is_closing:
            self._is_closing = True
            asyncio.get_running_loop().call_later(self.bounds.farewell_s, self._end_all)

    def _count(self, place: Place, address: str | None) -> None:
        """Count it under its address; too many there: one of them ends, or it does."""
        if address is not None:
            crowd = self.by_address[address]
            if len(crowd) >= self.bounds.per_address and not self._make_room(crowd):
                place.line.refuse(TOO_MANY_REQUESTS, CROWDED, at_once=True)
                return
        self._file(place, address)

    def _file(self, place: Place, address: str | None) -> None:
        """Count it, with what is buffered of it, under this address alone."""
        buffered = place.buffered_bytes
        self.release(place)
        if place.address is not None:
            self.by_address[place.address].discard(place)
            if not self.by_address[place.address]:
                del self.by_address[place.address]
        place.address = address
        if address is not None:
            self.by_address[address].add(place)
        self._buffered_more(place, buffered)

    def _buffered_more(self, place: Place, more_bytes: int) -> None:
        place.buffered_bytes += more_bytes
        self.buffered_bytes += more_bytes
        self.buffered[place.address] += more_bytes
        if not self.buffered[place.address]:
            del self.buffered[place.address]

    def _make_room(self, crowd: set[Place]) -> bool:
        """End those of these who lose least by it; False if all have something that is worth waiting for."""
        now_s = asyncio.get_running_loop().time()
        ready = [place for place in crowd if place.can_go(now_s, self.bounds.slow_after_s)]
        return self._end(sorted(ready, key=lambda place: place.worth), len(crowd))

    def _end_strangers_windows(self) -> bool:
        """The last ones to go, first those of the address that has most; their pages connect again when there is room."""
        windows = [place for place in self.places if place.is_strangers_window]
        crowds = Counter(place.address for place in windows)
        return self._end(sorted(windows, key=lambda place: (-crowds[place.address], place.since_s)), len(windows))

    def _end(self, ready: Sequence[Place], count: int) -> bool:
        """End the first of these; False if there are none. `count`: of how many."""
        leaving = ready[: max(1, count // AT_ONCE)]
        for place in leaving:
            place.line.refuse(UNAVAILABLE, SHORT, at_once=True)
            self.go(place)
        return bool(leaving)

    def _oldest_of_the_largest_sender(self) -> Place:
        address = max(self.buffered, key=lambda one: self.buffered[one])
        theirs = [place for place in self.places if place.address == address and place.buffered_bytes]
        return min(theirs, key=lambda place: (place.stage, place.since_s))

    def _look_again(self) -> None:
        if self._next_look is None:
            self._next_look = asyncio.get_running_loop().call_later(self.bounds.look_every_s, self._look)

    def _look(self) -> None:
        """End what is overdue, repeatedly while there are connections."""
        self._next_look = None
        now_s = asyncio.get_running_loop().time()
        for place in list(self.places):
            if refusal := overdue(place, self.bounds, now_s):
                place.line.refuse(*refusal, at_once=place.stage is Stage.ANSWER)
        if self.places:
            self._look_again()

    def _end_all(self) -> None:
        cut = [place for place in self.places if place.stage < Stage.SOCKET]
        for place in cut:
            place.line.refuse(UNAVAILABLE, RESTARTS, at_once=True)
        if cut:
            log.info("requests were cut off by the shutdown", count=len(cut))
