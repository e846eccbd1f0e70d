"""The bundles that `make setup` makes of scripts and style sheets (`tools/bundle`), and whether they are of these sources."""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from web.pages.assets import FOLDER, Asset, Assets, ServedAsset, content_type_of

WEB = FOLDER.parent
BUNDLED = WEB / "bundled"
LIST = "bundles.json"
# Beside the sources, what decides how they are bundled; the versions of all packages stand in the lock file.
MAKING = (WEB / "package-lock.json", WEB / "pages/sheets.py", WEB.parent / "tools/bundle")
VERSION = "bundle"  # in addresses, where a version of all sources together stands otherwise: each name has its own hash


class StaleBundles(Exception):
    """There are no bundles of these sources. Its words name the command that makes them."""

    def __init__(self) -> None:
        super().__init__("the bundled scripts and styles are missing or out of date. Run: make setup (or serve --dev)")


def digest_of_sources() -> str:
    """Names the sources as they are now: other sources, another digest."""
    digest = hashlib.sha256()
    for path in (*sorted(FOLDER.rglob("*")), *MAKING):
        if not path.is_file():
            continue
        digest.update(path.relative_to(WEB.parent).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def read_bundles(bundled: Path = BUNDLED) -> "Bundles":
    """The bundles of these sources. Raises StaleBundles where there are none."""
    folder = bundled / digest_of_sources()
    try:
        listed = json.loads((folder / LIST).read_text("utf-8"))
    except FileNotFoundError:
        raise StaleBundles from None
    return Bundles(folder, listed)


class Bundles(Assets):
    """Few files, each under the hash of its content.

    `listed` (bundles.json): `files`, by what pages call them, the name of each; `imports`, by script, the names of what
    it imports; `later`, the names of what scripts fetch once they run.
    """

    def __init__(self, folder: Path, listed: Mapping[str, Any]) -> None:
        self._names: Mapping[str, str] = listed["files"]
        self._imports: Mapping[str, list[str]] = listed["imports"]
        names = {*self._names.values(), *listed["later"], *(name for names in self._imports.values() for name in names)}
        self.files = {name: _read(folder / name) for name in sorted(names)}

    def url(self, name: str) -> str:
        """Its address under its own hash."""
        if name not in self._names:
            raise KeyError(f"no file {name} among the bundles")
        return f"/static/{VERSION}/{self._names[name]}"

    def sheets(self, name: str) -> tuple[str, ...]:
        """One address: a set is a file."""
        return (self.url(f"css/{name}.css"),)

    def modules_of(self, script: str) -> tuple[str, ...]:
        """What it shares with the other pages' scripts."""
        return tuple(f"/static/{VERSION}/{name}" for name in self._imports.get(f"js/{script}", ()))

    def import_map(self) -> Mapping[str, str]:
        """Nothing: packages are in the bundles."""
        return {}

    def find(self, version: str, name: str) -> ServedAsset | None:
        """The file of this name, or what the same file is called now."""
        if (asset := self.files.get(name)) and version == VERSION:
            return ServedAsset(asset, name, is_exact=True)
        now = self._names.get(name) or self._today.get(_plain(name))
        return ServedAsset(self.files[now], now, is_exact=False) if now else None

    @cached_property
    def _today(self) -> Mapping[str, str]:
        return {_plain(name): name for name in self.files}


def _plain(name: str) -> str:
    """`console-4XKQ2A7B.js` without its hash: `console.js`."""
    stem, _, ending = name.rpartition(".")
    return f"{stem.rpartition('-')[0]}.{ending}"


def _read(path: Path) -> Asset:
    packed, brotli = (path.with_name(path.name + ending) for ending in (".gz", ".br"))
    return Asset(
        path.read_bytes(),
        packed.read_bytes() if packed.is_file() else None,
        content_type_of(path.name),
        brotli.read_bytes() if brotli.is_file() else None,
    )
