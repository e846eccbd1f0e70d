"""Catalogues: changed texts are laid over the shipped ones, and seen at once wherever texts are drawn."""

import pytest

from app.text import languages
from app.text.catalogue import Catalogues, TextKey
from app.text.filling import in_html, in_plain_text
from app.text.languages import _, ngettext, npgettext, pgettext, speaking
from app.text.translating.compiling import compiled

FILES = TextKey("", "%(num)s file", "%(num)s files")


@pytest.fixture
def spoken(monkeypatch):
    made = Catalogues(shipped=("en",))
    monkeypatch.setattr(languages, "catalogues", made)
    return made


def test_a_changed_text_is_heard_until_it_is_taken_off(spoken):
    spoken.lay_over("de", {TextKey("", "Send"): ("Senden",), TextKey("verb", "Open"): ("Öffnen",)}, 1)

    with speaking("de"):
        assert (_("Send"), pgettext("verb", "Open"), _("Open")) == ("Senden", "Öffnen", "Open")
    assert spoken.available() == ["en", "de"]

    spoken.take_off("de")
    with speaking("de"):
        assert _("Send") == "Send"
    assert spoken.available() == ["en"]


def test_a_count_takes_the_form_that_its_language_has_for_it(spoken):
    spoken.lay_over("pl", {FILES: ("%(num)s plik", "%(num)s pliki", "%(num)s plików")}, 1)
    spoken.lay_over(
        "pl",
        {
            FILES: ("%(num)s plik", "%(num)s pliki", "%(num)s plików"),
            FILES._replace(context="x"): ("a%(num)s", "b%(num)s", "c%(num)s"),
        },
        2,
    )

    with speaking("pl"):
        said = [ngettext("%(num)s file", "%(num)s files", count) for count in (1, 2, 5, 22, 112)]
        assert [text.split()[-1] for text in said] == ["plik", "pliki", "plików", "pliki", "plików"]
        assert npgettext("x", "%(num)s file", "%(num)s files", 3) == "b%(num)s"
    assert spoken.of("pl").version == 2


def test_english_is_changed_too(spoken):
    spoken.lay_over("en", {TextKey("", "Send"): ("Send it",)}, 1)

    assert _("Send") == "Send it"


def test_a_text_that_cannot_be_filled_is_not_laid_over(spoken):
    spoken.lay_over("de", {TextKey("", "By %(name)s"): ("Von %(nme)s",), FILES: ("%(num)s Datei",)}, 1)

    with speaking("de"):
        assert _("By %(name)s") == "By %(name)s"
        assert ngettext("%(num)s file", "%(num)s files", 2) == "%(num)s files"


class Broken:
    """A catalogue whose texts nobody checked."""

    def gettext(self, text):
        return "Von %(nme)s & Co, 5 %"

    def ngettext(self, one, many, count):
        return "%(cnt)d Dateien"


@pytest.mark.parametrize(("words", "expected"), [(in_html, "By &lt;A&gt;"), (in_plain_text, "By <A>")])
def test_a_text_that_fails_when_it_is_filled_falls_back_to_english(monkeypatch, words, expected):
    monkeypatch.setattr("app.text.filling.catalogue", lambda language: broken)
    broken = Broken()

    assert words.gettext("By %(name)s", name="<A>") == expected
    assert words.gettext("100 %%") == "100 %"
    assert words.ngettext("%(num)s file", "%(num)s files", 2) == "2 files"


def test_a_translation_carries_no_markup_into_pages_and_mails(spoken):
    spoken.lay_over("de", {TextKey("", "By %(name)s"): ("<b>Von</b> %(name)s & Co",)}, 1)

    with speaking("de"):
        assert in_html.gettext("By %(name)s", name="A") == "&lt;b&gt;Von&lt;/b&gt; A &amp; Co"
        assert in_plain_text.gettext("By %(name)s", name="<A>") == "<b>Von</b> <A> & Co"


def test_a_catalogue_is_compiled_where_it_is_missing_or_out_of_date(tmp_path):
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "deskbell.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Send"\nmsgstr "Senden"\n'
    )
    assert Catalogues(tmp_path, ("en", "de")).of("de").gettext("Send") == "Senden"

    (folder / "deskbell.mo").write_bytes(compiled(folder / "deskbell.po"))
    assert Catalogues(tmp_path, ("en", "de")).of("de").gettext("Send") == "Senden"

    po = folder / "deskbell.po"
    po.write_text(po.read_text().replace("Senden", "Schicken"))
    assert Catalogues(tmp_path, ("en", "de")).of("de").gettext("Send") == "Schicken"


def test_a_language_that_strangers_invent_takes_no_room(spoken):
    for number in range(500):
        assert spoken.of(f"x{number}").gettext("Send") == "Send"
    assert spoken.available() == ["en"]
