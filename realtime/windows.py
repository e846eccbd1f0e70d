"""The open windows of this process: whose they are, and what they may receive."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from starlette.types import Scope

from app.nouns.operator import Operator
from app.text.languages import available
from realtime.rooms import Rights
from realtime.wire import SCOPE_KEY, OpenSocket


@dataclass(slots=True)
class Window:
    """One console. `session` is the digest of its session's token, `asked_language` the browser's."""

    sid: str
    operator: Operator
    session: str
    line: OpenSocket
    watching: set[int] = field(default_factory=set)
    shows_wall: bool = False
    seen_ms: int = 0  # when it was last noted that its operator has it in view
    asked_language: str = ""

    @property
    def language(self) -> str:
        """In which pieces are drawn for it, as its page is: the operator's, else the browser's."""
        return self.operator.language if self.operator.language in available() else self.asked_language

    @property
    def rights(self) -> Rights:
        """What decides its room."""
        return Rights.of(self.operator, self.language)


@dataclass(frozen=True, slots=True)
class TicketPage:
    """One customer's page, with the request that opened it: its cookie is read again in every sweep."""

    sid: str
    ticket_id: int
    scope: Scope

    @property
    def line(self) -> OpenSocket:
        """Its connection."""
        line: OpenSocket = self.scope[SCOPE_KEY]
        return line


class Windows:
    """All consoles, by the id of their socket."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Window] = {}

    def add(self, window: Window) -> None:
        """A console came."""
        self._by_sid[window.sid] = window

    def remove(self, sid: str) -> Window | None:
        """A console went; None if it was none."""
        return self._by_sid.pop(sid, None)

    def get(self, sid: str) -> Window | None:
        """The console with this id."""
        return self._by_sid.get(sid)

    def __iter__(self) -> Iterator[Window]:
        return iter(list(self._by_sid.values()))

    def __len__(self) -> int:
        return len(self._by_sid)

    def audiences(self) -> dict[Rights, Operator]:
        """Each occupied room, with one of its windows: they all have the same rights."""
        return {window.rights: window.operator for window in self._by_sid.values()}


class TicketPages:
    """All customers' pages, by the id of their socket."""

    def __init__(self) -> None:
        self._by_sid: dict[str, TicketPage] = {}

    def add(self, page: TicketPage) -> None:
        """A page came."""
        self._by_sid[page.sid] = page

    def remove(self, sid: str) -> TicketPage | None:
        """A page went; None if it was none."""
        return self._by_sid.pop(sid, None)

    def get(self, sid: str) -> TicketPage | None:
        """The page with this id."""
        return self._by_sid.get(sid)

    def __iter__(self) -> Iterator[TicketPage]:
        return iter(list(self._by_sid.values()))

    def ticket_ids(self) -> frozenset[int]:
        """Tickets open on customers' pages."""
        return frozenset(page.ticket_id for page in self._by_sid.values())
