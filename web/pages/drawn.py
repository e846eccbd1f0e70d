"""Pieces of pages that look the same whenever they are drawn from the same facts: drawn once, and kept for a while."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment
from markupsafe import Markup, escape

from app.text import languages

KEPT_CHARS = 16 * 1024 * 1024  # of all pieces together
LONGEST = 64 * 1024  # of one; a longer one is drawn each time, and pushes nothing out


class DrawnPieces:
    """`drawn("console/rail.html", place=place, …)` in a template: that piece, made of these facts and of nothing else.

    It is kept under all that it is made of: the facts (which can be hashed), the language, the desk's time zone. So it
    may say when something was, but not how long ago that is.
    """

    def __init__(self, templates: Environment, zone: Callable[[], ZoneInfo]) -> None:
        self._templates, self._zone = templates, zone
        self._kept: OrderedDict[Any, Markup] = OrderedDict()
        self._chars = 0
        self._lock = Lock()  # long pages are drawn in threads

    def __call__(self, name: str, /, **facts: Any) -> Markup:
        """The piece."""
        spoken = languages.catalogue(languages.current_language())
        # Their kinds too: "<b>" as a text and as markup are equal, and are drawn differently.
        key = (name, spoken, self._zone(), tuple(facts.items()), tuple(map(type, facts.values())))
        with self._lock:
            if (found := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return found
        made = escape(self._templates.get_template(name).make_module(facts))
        if len(made) <= LONGEST:
            self._keep(key, made)
        return made

    def _keep(self, key: Any, made: Markup) -> None:
        with self._lock:
            if key not in self._kept:
                self._chars += len(made)
            self._kept[key] = made
            while self._chars > KEPT_CHARS:
                self._chars -= len(self._kept.popitem(last=False)[1])
