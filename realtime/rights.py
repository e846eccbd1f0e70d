"""Enforcing rights: whoever loses one leaves the room, and whoever loses the session or the account is disconnected."""

import asyncio

import socketio

from app.actions.people.signing import operator_of_session
from app.core.clock import now_ms
from app.credentials.codes import digest_of
from app.desk import Desk
from app.nouns.event import Event
from app.nouns.operator import Operator
from app.queries.desk.kept_settings import settings_now
from app.queries.people.people import operators
from app.queries.people.sessions import running_sessions
from realtime.presence import Presence
from realtime.rooms import CONSOLE
from realtime.windows import Window, Windows

CHANGING = frozenset(
    {
        "group.changed",
        "group.removed",
        "person.changed",
        "person.deleted",
        "person.away",
        "person.signed_out",
        "setting.changed",
    }
)
CLOSING_S = 1  # so long a window may still read that it was disconnected


class RightsKeeper:
    """Keeps each window's operator as the database has them."""

    def __init__(self, server: socketio.AsyncServer, windows: Windows, presence: Presence) -> None:
        self._server = server
        self._windows = windows
        self._presence = presence
        self._one_at_a_time = asyncio.Lock()
        self._looked = 0

    @staticmethod
    def may_change_by(events: list[Event]) -> bool:
        """Whether one of these events may have changed someone's rights."""
        return any(event.kind in CHANGING for event in events)

    async def of_session(self, desk: Desk, token: str) -> tuple[Operator, str] | None:
        """Who this session belongs to, and its digest; None if it has ended.

        Correct at the moment it returns: a change being handled meanwhile could miss a window that is not there yet, so
        then the database is asked again.
        """
        while True:
            looked = self._looked
            operator = await operator_of_session(desk, token, now_ms())
            if looked == self._looked:
                return (operator, digest_of(token)) if operator else None

    async def look_again(self, desk: Desk) -> None:
        """Compare every window with the database; move it, or end it.

        A window that comes meanwhile is left alone: `of_session` has looked for it since this began.
        """
        async with self._one_at_a_time:
            self._looked += 1
            here = list(self._windows)
            people = {operator.id: operator for operator in await operators(desk)}
            running = await running_sessions(desk, [window.session for window in here], now_ms())
            needed = (await settings_now(desk.db, desk.settings)).second_factor_for  # as just set, in any process
            for window in here:
                if self._windows.get(window.sid) is None:  # it went meanwhile
                    continue
                operator = people.get(window.operator.id)
                if operator is None or window.session not in running or operator.owes_second_factor(needed):
                    await self.end(window, "signed out")
                elif operator != window.operator:
                    await self._change(window, operator)

    async def end(self, window: Window, why: str) -> None:
        """Disconnect a window; it leaves all rooms at once."""
        await self._server.disconnect(window.sid, namespace=CONSOLE)
        asyncio.get_running_loop().call_later(CLOSING_S, window.line.drop, why)

    async def _change(self, window: Window, operator: Operator) -> None:
        before, window.operator = window.rights, operator
        if window.rights != before:
            await self._server.leave_room(window.sid, before.room, namespace=CONSOLE)
            await self._server.enter_room(window.sid, window.rights.room, namespace=CONSOLE)
            await self._server.emit("resync", {}, to=window.sid, namespace=CONSOLE)
        self._presence.person_changed()
