"""Which files of the front-end packages (`web/package.json`) browsers may load, and under which name."""

from pathlib import Path

NODE_MODULES = Path(__file__).parents[1] / "node_modules"

# Name below /static/…/vendor/ → file in node_modules.
VENDOR_FILES = {
    "dompurify.js": "dompurify/dist/purify.es.mjs",
    "socket.io.js": "socket.io-client/dist/socket.io.esm.min.js",
    "squire.js": "squire-rte/dist/squire.mjs",
}
# What a script writes after `from` → one of the names above (the import map of every page).
MODULES = {
    "dompurify": "dompurify.js",
    "socket.io-client": "socket.io.js",
    "squire-rte": "squire.js",
}


def vendor_path(name: str) -> Path:
    """Where the package keeps the file."""
    return NODE_MODULES / VENDOR_FILES[name]
