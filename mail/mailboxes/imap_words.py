"""IMAP folder names on the wire: modified UTF-7 (RFC 3501 §5.1.3), then quoted."""

import re
from base64 import b64encode

_BEYOND_ASCII = re.compile(r"[^\x20-\x7e]+")


def folder_argument(folder: str) -> str:
    """Return the name as an IMAP quoted string."""
    return quoted(_BEYOND_ASCII.sub(_shifted, folder.replace("&", "&-")))


def quoted(text: str) -> str:
    """Return an IMAP quoted string; control characters must have been refused before."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _shifted(run: re.Match[str]) -> str:
    """UTF-16 in base64 between & and -, with a comma for the slash and no padding."""
    base64 = b64encode(run.group().encode("utf-16-be")).decode().rstrip("=")
    return "&" + base64.replace("/", ",") + "-"
