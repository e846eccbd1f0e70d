"""Which texts a page says: noted while it is drawn, for whoever wants to translate it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from app.text.catalogue import Catalogue, TextKey

_noting: ContextVar["NotedTexts | None"] = ContextVar("noting", default=None)


class NotedTexts:
    """The texts in the order in which they were first said."""

    def __init__(self) -> None:
        self.keys: dict[TextKey, None] = {}
        self._over: dict[Catalogue, Catalogue] = {}

    def over(self, spoken: Catalogue) -> Catalogue:
        """The same catalogue, noting. Another one for each page: what was drawn of the first, and kept, says nothing here."""
        if (found := self._over.get(spoken)) is None:
            found = self._over[spoken] = _NotingCatalogue(spoken, self.keys)
        return found


class _NotingCatalogue(Catalogue):
    def __init__(self, spoken: Catalogue, keys: dict[TextKey, None]) -> None:
        self.__dict__ |= vars(spoken)
        self._keys = keys

    def gettext(self, text: str) -> str:
        self._keys[TextKey("", text)] = None
        return super().gettext(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        self._keys[TextKey("", one, many)] = None
        return super().ngettext(one, many, count)

    def pgettext(self, context: str, text: str) -> str:
        self._keys[TextKey(context, text)] = None
        return super().pgettext(context, text)

    def npgettext(self, context: str, one: str, many: str, count: int) -> str:
        self._keys[TextKey(context, one, many)] = None
        return super().npgettext(context, one, many, count)


def being_noted() -> NotedTexts | None:
    """Where the texts that are said here are noted; None: nowhere."""
    return _noting.get()


@contextmanager
def noting() -> Iterator[NotedTexts]:
    """Note every text that is said inside the block."""
    noted = NotedTexts()
    token = _noting.set(noted)
    try:
        yield noted
    finally:
        _noting.reset(token)
