"""Which modules a script needs, all the way down.

A page names them at once, instead of letting the browser find them file by file, one round trip after the other.
"""

import posixpath
import re
from collections.abc import Mapping

from web.pages.vendor import MODULES

IMPORT = re.compile(r"""^\s*(?:import|export)\b(?:[^"';]*?\bfrom)?\s*["']([^"']+)["']""", re.MULTILINE)


def modules_needed(scripts: Mapping[str, bytes], name: str) -> tuple[str, ...]:
    """Of these scripts, by path, all that the one at `name` imports, nearest first, itself left out."""
    found: dict[str, None] = {name: None}
    for path in (queue := [name]):
        for specifier in IMPORT.findall(scripts[path].decode("utf-8")):
            imported = _path_of(specifier, path)
            if imported in scripts and imported not in found:
                found[imported] = None
                queue.append(imported)
    return tuple(found)[1:]


def _path_of(specifier: str, importer: str) -> str:
    """`./x.js` and `../room/x.js` are counted from the script that names them, a bare name is in the import map."""
    if specifier.startswith("."):
        return posixpath.normpath(posixpath.join(posixpath.dirname(importer), specifier))
    return f"vendor/{MODULES.get(specifier, specifier)}"
