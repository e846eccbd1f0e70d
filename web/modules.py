"""Which modules a script needs, all the way down.

A page names them at once, instead of letting the browser find them file by file, one round trip after the other.
"""

import re
from functools import cache

from web.assets import Assets
from web.vendor import MODULES

IMPORT = re.compile(r"""^\s*(?:import|export)\b(?:[^"';]*?\bfrom)?\s*["']([^"']+)["']""", re.MULTILINE)


class Modules:
    """The modules of each script, read from the files once."""

    def __init__(self, assets: Assets) -> None:
        self._assets = assets
        self.needed_by = cache(self._needed_by)

    def _needed_by(self, name: str) -> tuple[str, ...]:
        """Addresses of everything that `js/{name}` imports, nearest first, itself left out."""
        found: dict[str, None] = {f"js/{name}": None}
        for path in (queue := list(found)):
            for imported in self._imports(path):
                if imported not in found:
                    found[imported] = None
                    queue.append(imported)
        return tuple(self._assets.url(path) for path in list(found)[1:])

    def _imports(self, path: str) -> list[str]:
        text = self._assets.files[path].content.decode("utf-8")
        paths = [_path_of(specifier) for specifier in IMPORT.findall(text)]
        return [one for one in paths if self._assets.has(one)]


def _path_of(specifier: str) -> str:
    """`./x.js` stands beside the script, a bare name in the import map."""
    return f"js/{specifier[2:]}" if specifier.startswith("./") else f"vendor/{MODULES.get(specifier, specifier)}"
