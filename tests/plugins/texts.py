"""The texts of a version of the desk, few enough to be named in a test; and every test begins with texts as shipped."""

from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from app.text import languages
from app.text.catalogue import Catalogues, TextKey
from app.text.translating.plural_forms import plural_forms

Texts = dict[TextKey, tuple[str, ...]]


class Version:
    """What the desk ships: `ship` again is an upgrade."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self._folder, self._patch, self._shipped = folder, patch, 0

    def ship(self, *english: TextKey, **translated: Texts) -> None:
        """These texts, and of each language (`de={…}`) its translations."""
        self._shipped += 1
        folder = self._folder / f"version-{self._shipped}"
        folder.mkdir()
        pot = polib.POFile()
        pot.extend(_entry(key, ()) for key in english)
        pot.save(str(folder / "deskbell.pot"))
        for language, texts in translated.items():
            _save_po(folder, language, texts)
        self._patch.setattr("app.translations.known_texts.TEMPLATE", folder / "deskbell.pot")
        self._patch.setattr(languages, "catalogues", Catalogues(folder, ("en", *translated)))


def _save_po(folder: Path, language: str, texts: Texts) -> None:
    po = polib.POFile()
    po.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": plural_forms(language).header}
    po.extend(_entry(key, forms) for key, forms in texts.items())
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True)
    po.save(str(place / "deskbell.po"))


def _entry(key: TextKey, forms: tuple[str, ...]) -> polib.POEntry:
    said = (
        {"msgid_plural": key.plural, "msgstr_plural": dict(enumerate(forms))}
        if key.plural
        else {"msgstr": "".join(forms)}
    )
    places = [("web/templates/console/list/list.html", "")]
    return polib.POEntry(msgid=key.singular, msgctxt=key.context or None, occurrences=places, **said)


@pytest.fixture
def version(tmp_path, monkeypatch) -> Version:
    return Version(tmp_path, monkeypatch)


@pytest.fixture(autouse=True)
def texts_as_shipped() -> Iterator[None]:
    """The desks of a process share its catalogues: what one changed is not the next one's."""
    yield
    for language in languages.catalogues.changed():
        languages.catalogues.take_off(language)
