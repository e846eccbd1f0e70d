"""The hooks that a plug-in may implement (pluggy). An implementation names only the arguments that it wants."""

from collections.abc import Mapping

import pluggy

from app.nouns.event import Event
from app.plugins.panel import Panel

PROJECT = "deskbell"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """Every hook there is."""

    @hookspec
    def deskbell_panels(self, environ: Mapping[str, str]) -> list[Panel]:  # type: ignore[empty-body] # pluggy asks for no body
        """Return the panels to show beside the answer. Called once, when the desk starts.

        `environ` holds the settings whose names begin with `DESKBELL_`, from the environment and `.env`.
        """

    @hookspec
    def deskbell_after_commit(self, event: Event) -> None:
        """Receive a committed event, within two seconds, in the order of the log, from one process of the desk.

        After a crash an event may come a second time, with the same `id`. An error is logged and the event is not sent
        again. The call may take three seconds.
        """


def new_manager() -> pluggy.PluginManager:
    """A plug-in manager that knows the hooks and no plug-in."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    return manager
