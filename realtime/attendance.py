"""Who is at the consoles of this process, recorded in the database; and which holders are absent.

The processes' memory (`Presence`) is lost on a restart, and a killed one cannot report that its people have gone.
So each reports its people again and again, and anyone no longer named counts as absent.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from app.actions.people.absence import note_seen
from app.core.clock import MINUTE_MS
from app.desk import Desk
from app.queries.lists.absences import SEEN_EVERY_MS, absent_holders
from realtime.presence import Presence
from realtime.windows import Windows

LOOK_EVERY_S = 2.0


@dataclass
class Attendance:
    """Records who is here; sends the windows who is absent, while the desk releases absent people's tickets."""

    windows: Windows
    presence: Presence
    _noted: frozenset[int] = frozenset()
    _noted_s: float = -SEEN_EVERY_MS  # long ago
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def came(self) -> None:
        """A console has connected: the loop records it shortly, so an unreachable database refuses nobody."""
        self._news.set()

    async def run(self, desk: Desk) -> None:
        """Note and look until cancelled."""
        while True:
            self._news.clear()
            await self.look(desk)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._news.wait()

    async def look(self, desk: Desk) -> None:
        """Record who is here when due; report who is absent when that has changed."""
        await self._note(desk)
        self.presence.tell_absent(await self._absent(desk))

    async def _note(self, desk: Desk) -> None:
        here = frozenset(window.operator.id for window in self.windows)
        clock_s = asyncio.get_running_loop().time()
        if here - self._noted or clock_s - self._noted_s >= SEEN_EVERY_MS / 1000:
            await note_seen(desk, here, await desk.db.now_ms())
            self._noted, self._noted_s = here, clock_s

    @staticmethod
    async def _absent(desk: Desk) -> dict[str, Any] | None:
        """The rule and whom it applies to, as sent to the windows; None while there is no rule."""
        settings = desk.settings
        if not settings.release_after_min:
            return None
        absent = await absent_holders(desk, await desk.db.now_ms())
        after_ms = settings.release_after_min * MINUTE_MS
        return {"after_ms": after_ms, "since_ms": settings.release_since_ms, "absent": absent}
