"""Lets a package be built with its catalogues compiled (`.mo`): a hook of hatch, which runs it without the desk's own packages."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCatalogues(BuildHookInterface[Any]):
    """Compiles them before anything is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  as hatch calls it
        """Write each `.mo` beside its `.po`."""
        sys.path.insert(0, self.root)
        from app.text.translating.compiling import compiled  # noqa: PLC0415  found only from here on

        for po in Path(self.root).glob("app/locale/*/LC_MESSAGES/deskbell.po"):
            po.with_suffix(".mo").write_bytes(compiled(po))
