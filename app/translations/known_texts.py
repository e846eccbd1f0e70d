"""Every text of this version, with the places where it is used: read from the template of the catalogues, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

import polib

from app.text.catalogue import FOLDER, TextKey
from app.translations.text_id import text_id

_SEEN_FIRST = ("web/templates/", "mail/", "web/")
TEMPLATE = FOLDER / "deskbell.pot"


@dataclass(frozen=True)
class KnownText:
    """`places`: the files that say it, as the source names them; `comment`: what its author tells translators."""

    key: TextKey
    places: tuple[str, ...]
    comment: str = ""

    @cached_property
    def id(self) -> str:
        """By which addresses call it."""
        return text_id(self.key)

    @property
    def english(self) -> tuple[str, ...]:
        """The singular, and the plural if there is one."""
        return (self.key.singular, self.key.plural) if self.key.plural else (self.key.singular,)


def known_texts() -> Mapping[str, KnownText]:
    """By `id`, in the order of the files. The first call reads for a tenth of a second: ask for it off the event loop."""
    return _read(TEMPLATE, TEMPLATE.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _read(path: Path, _changed_ns: int) -> Mapping[str, KnownText]:
    texts = [KnownText(key_of(entry), _places(entry), entry.comment) for entry in polib.pofile(str(path))]
    texts.sort(key=lambda one: [(_rank(path), path) for path in one.places[:1]])  # those of a page stay together
    return MappingProxyType({one.id: one for one in texts})


def key_of(entry: polib.POEntry) -> TextKey:
    """What names the text of a .po file's entry."""
    return TextKey(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def _places(entry: polib.POEntry) -> tuple[str, ...]:
    """Pages before what they are made of: where somebody has seen the text."""
    paths = {path for path, _line in entry.occurrences}
    return tuple(sorted(paths, key=lambda path: (_rank(path), path)))


def _rank(path: str) -> int:
    return next((rank for rank, begins in enumerate(_SEEN_FIRST) if path.startswith(begins)), len(_SEEN_FIRST))
