"""Telling a plug-in what happened."""

import pluggy
import structlog

from app.nouns.event import Event
from app.plugins.threads import PluginThread

DEADLINE_S = 3.0

log = structlog.get_logger("plugins")


class Listener:
    """A plug-in's `deskbell_after_commit`, called in its own thread."""

    def __init__(self, name: str, manager: pluggy.PluginManager, deadline_s: float = DEADLINE_S) -> None:
        self.name = name
        self._manager = manager
        self._deadline_s = deadline_s
        self._room = PluginThread(f"{name}-events")

    async def hear(self, event: Event) -> None:
        """Send it an event; log any error, since nothing can be done about it here."""
        try:
            await self._room.run(lambda: self._call(event), self._deadline_s)
        except TimeoutError:
            log.warning("a plug-in does not answer", plugin=self.name, at="deskbell_after_commit", event_id=event.id)
        except Exception:  # whatever it is, it is the plug-in's
            log.exception("a plug-in failed", plugin=self.name, at="deskbell_after_commit", event_id=event.id)

    async def _call(self, event: Event) -> None:
        self._manager.hook.deskbell_after_commit(event=event)

    def close(self) -> None:
        """End its thread."""
        self._room.close()
