"""Where to go afterwards: only to a path of this desk (against open redirects)."""

import re
from urllib.parse import unquote

LOCAL = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")  # printable ASCII without backslash, not //


def local_path(wanted: str | None) -> str:
    """The wanted path if it surely stays on this desk, else `/`.

    Browsers read a backslash as a slash, and `//host` and their percent-encoded forms as another host, sooner or later.
    """
    if not wanted or len(wanted) > 2000 or not LOCAL.fullmatch(wanted) or not LOCAL.match(unquote(wanted)):  # noqa: PLR2004  no address of ours is longer
        return "/"
    return "/" if "\\" in unquote(wanted) else wanted
