"""Finds the plug-ins when the desk starts. One that is broken is reported, and the desk starts without it."""

import hashlib
import importlib
import importlib.util
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy
import structlog

from app.core.errors import NotFound
from app.plugins.broken import BrokenPanel
from app.plugins.hooks import PROJECT, new_manager
from app.plugins.listening import Listener
from app.plugins.panel import Panel
from app.plugins.running import DEADLINE_S, RunningPanel
from app.plugins.threads import within

LOAD_DEADLINE_S = 5.0
NAME = re.compile(r"[a-z0-9_-]{1,40}")

log = structlog.get_logger("plugins")


@dataclass
class Plugins:
    """What was found. `listeners` are plug-ins that receive events."""

    panels: list[RunningPanel] = field(default_factory=list)
    listeners: list[Listener] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)  # by plug-in: what kept it from being loaded

    def panel(self, name: str) -> RunningPanel:
        """The panel of this name. Raises NotFound."""
        for panel in self.panels:
            if panel.name == name:
                return panel
        raise NotFound

    def close(self) -> None:
        """End the threads of all of them."""
        for panel in self.panels:
            panel.close()
        for listener in self.listeners:
            listener.close()


def load_plugins(
    named: Iterable[str],
    environ: Mapping[str, str],
    installed: Iterable[EntryPoint] | None = None,
    deadline_s: float = DEADLINE_S,
    load_deadline_s: float = LOAD_DEADLINE_S,
) -> Plugins:
    """The installed plug-ins (entry point group `deskbell`) and those that are named: modules, or files ending in `.py`.

    Never raises because of a plug-in. Each is loaded in a thread that is left behind when it takes too long.
    """
    points = entry_points(group=PROJECT) if installed is None else installed
    sources: list[tuple[str, Callable[[], Any]]] = [(point.name, point.load) for point in points]
    sources += [(Path(name).stem if name.endswith(".py") else name, _importer(name)) for name in named]
    plugins = Plugins()
    for name, load in sources:
        try:
            manager, panels = within(lambda load=load: _load(load, environ), load_deadline_s)  # type: ignore[misc] # mypy cannot type the bound default
            _check_names(panels, plugins)
        except BaseException as error:  # noqa: BLE001 - a plug-in may raise anything, and the desk starts all the same
            _report(plugins, name, error)
            continue
        plugins.panels += [RunningPanel(panel, deadline_s) for panel in panels]
        if manager.hook.deskbell_after_commit.get_hookimpls():
            plugins.listeners.append(Listener(name, manager, deadline_s))
    return plugins


def _load(load: Callable[[], Any], environ: Mapping[str, str]) -> tuple[pluggy.PluginManager, list[Panel]]:
    """One plug-in in its own manager, so a failure does not affect the others."""
    manager = new_manager()
    manager.register(load())
    manager.check_pending()  # a hook with a wrong name would never be called, and nobody would know why
    found = manager.hook.deskbell_panels(environ=environ)
    return manager, [panel for panels in found for panel in panels]


def _importer(name: str) -> Callable[[], ModuleType]:
    return (lambda: _module_of_file(Path(name))) if name.endswith(".py") else (lambda: importlib.import_module(name))


def _module_of_file(path: Path) -> ModuleType:
    unique = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]
    name = f"deskbell_plugin_{path.stem}_{unique}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses and pickling look their module up there
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _check_names(panels: list[Panel], plugins: Plugins) -> None:
    taken = {panel.name for panel in plugins.panels}
    for panel in panels:
        if not isinstance(panel, Panel):
            raise TypeError(f"deskbell_panels returned {type(panel).__name__}, not Panel")
        if not isinstance(getattr(panel, "name", None), str) or not NAME.fullmatch(panel.name):
            raise ValueError(f"a panel's name must be small letters, digits, - and _, not {panel!r}")
        if panel.name in taken:
            raise ValueError(f"another panel has the name {panel.name}")
        taken.add(panel.name)


def _report(plugins: Plugins, name: str, error: BaseException) -> None:
    """Say in the log and in a panel that this plug-in is not there."""
    fault = "took too long to load" if isinstance(error, TimeoutError) else f"{type(error).__name__}: {error}"
    log.error("a plug-in could not be loaded", plugin=name, fault=fault, exc_info=error)
    plugins.faults[name] = fault
    safe = re.sub(r"[^a-z0-9_-]+", "-", name.lower())[:30] or "plugin"
    taken = {panel.name for panel in plugins.panels}
    unique = next(one for number in range(1000) if (one := f"{safe}-broken{number or ''}") not in taken)
    plugins.panels.append(RunningPanel(BrokenPanel(unique, name, fault), state="failed"))
