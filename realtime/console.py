"""The namespace `/console`: operators' windows."""

from collections.abc import Callable
from typing import Any

import socketio
import structlog
from starlette.types import Scope

from app.actions.people.push_devices import note_active
from app.core.clock import now_ms
from app.core.errors import DeskError
from app.database import is_away
from app.desk import Desk
from app.queries.live.catching_up import Missed, all_told, missed_since
from app.queries.ticket.tickets import ticket_for
from realtime.attendance import Attendance
from realtime.dispatch import DrawRow
from realtime.presence import Presence
from realtime.rights import RightsKeeper
from realtime.rooms import CONSOLE
from realtime.wall import Wall
from realtime.windows import Window, Windows
from realtime.wire import SCOPE_KEY, OpenSocket

SIGNED_OUT, AWAY = "signed out", "away"
MOST_RESUMED_BYTES = 512 * 1024  # more is read faster as a page
TYPING_IN = frozenset({"answer", "note"})
HEARD = frozenset({"watch", "unwatch", "typing", "resume", "wall", "seen"})
SEEN_EVERY_MS = 15_000  # what says so more often is not written down
log = structlog.get_logger("realtime")


class Console(socketio.AsyncNamespace):  # type: ignore[misc]  # the library has no types
    """What an operator's window may say. Anything else, and anything odd, is ignored."""

    def __init__(
        self,
        windows: Windows,
        presence: Presence,
        attendance: Attendance,
        rights: RightsKeeper,
        wall: Wall,
        session_token: Callable[[Scope], str | None],
        language_of: Callable[[Scope], str],
        draw_row: DrawRow,
        signed_in: Callable[[Scope], None],
    ) -> None:
        super().__init__(CONSOLE)
        self.desk: Desk | None = None
        self._windows = windows
        self._presence = presence
        self._attendance = attendance
        self._rights = rights
        self._wall = wall
        self._session_token = session_token
        self._language_of = language_of
        self._draw_row = draw_row
        self._signed_in = signed_in

    async def trigger_event(self, event: object, sid: str, *given: object) -> object:
        """Called by the library for what a window says, and for its coming and going.

        A client can send events named `connect` and `disconnect` too: the first is known by its environment, which
        only the server has; the second ends the client's own connection, like a real one.
        """
        if event == "connect":
            await self._connect(sid, given[0] if given else None)
        elif event == "disconnect":
            self._disconnect(sid)
        elif event in HEARD and self.desk is not None and (window := self._windows.get(sid)):
            return await self._hear(self.desk, str(event), window, given[0] if given else None)
        return None

    async def _connect(self, sid: str, environ: Any) -> None:
        if environ is not self.server.get_environ(sid, namespace=CONSOLE) or self._windows.get(sid):
            return
        scope: Scope = environ["asgi.scope"]
        token = self._session_token(scope)
        try:
            known = await self._rights.of_session(self.desk, token) if self.desk and token else None
        except Exception as error:
            if is_away(error):
                raise socketio.exceptions.ConnectionRefusedError(AWAY) from error
            raise
        if known is None:
            raise socketio.exceptions.ConnectionRefusedError(SIGNED_OUT)
        operator, session = known
        line: OpenSocket = scope[SCOPE_KEY]
        line.joined = True
        self._signed_in(scope)
        window = Window(sid, operator, session, line, asked_language=self._language_of(scope))
        self._windows.add(window)
        await self.server.enter_room(sid, window.rights.room, namespace=CONSOLE)
        self._presence.came_or_went()
        self._attendance.came()

    def _disconnect(self, sid: str) -> None:
        if window := self._windows.remove(sid):
            self._presence.came_or_went()
            if self.server.manager.is_connected(sid, CONSOLE):  # the client only says so
                window.line.drop("said that it was disconnected")

    async def _hear(self, desk: Desk, event: str, window: Window, given: object) -> object:
        said = given if isinstance(given, dict) else {}
        try:
            if event == "resume":
                return await self._resume(desk, window, said.get("after"))
            if event == "wall":
                self._wall.show(window, shown=bool(said.get("shown")))
            if event == "seen":
                await self._note_seen(desk, window)
            if isinstance(ticket_id := said.get("ticket"), int):
                await self._about_ticket(desk, event, window, ticket_id, said.get("kind"))
        except DeskError:
            return None  # a ticket that is none of theirs: the same silence as for one that is not there
        except Exception as error:
            if is_away(error):
                return {"away": True}
            log.exception("a window's message could not be served", heard=event)
            window.line.drop("its message could not be served")
        return None

    async def _about_ticket(self, desk: Desk, event: str, window: Window, ticket_id: int, kind: object) -> None:
        if event == "unwatch":
            self._presence.unwatch(window, ticket_id)
        elif event == "typing":
            known = kind if isinstance(kind, str) and kind in TYPING_IN else "note"  # customers hear only of answers
            self._presence.typed(window, ticket_id, known, now_ms())
        elif ticket_id not in window.watching and 0 < ticket_id < 2**63:
            ticket = await ticket_for(desk, window.operator, ticket_id)
            if self._windows.get(window.sid):
                self._presence.watch(window, ticket)

    @staticmethod
    async def _note_seen(desk: Desk, window: Window) -> None:
        """Somebody has the window in view: their phone need not tell them what they see."""
        if desk.settings.push and now_ms() - window.seen_ms >= SEEN_EVERY_MS:
            window.seen_ms = now_ms()
            await note_active(desk, window.operator.id, window.seen_ms)

    async def _resume(self, desk: Desk, window: Window, after: object) -> dict[str, Any]:
        missed = await missed_since(desk, after)
        operator = window.operator  # read after the last wait: their rights now
        told = all_told(operator, missed, lambda row: self._draw_row(row, window.language))
        if sum(len(event.get("row", "")) for event in told["events"]) > MOST_RESUMED_BYTES:
            told = all_told(operator, Missed(missed.last, resync=True), str)
        self._presence.tell_one(window)
        return told
