"""Every text that a person reads is in the template of all catalogues, and in every language that we ship."""

import subprocess
from gettext import c2py

import pytest
from babel import Locale

from app.text.catalogue import SHIPPED
from app.text.translating.plural_forms import WRITTEN, plural_forms
from tests.servers.programs import need
from tools.languages import books
from tools.languages.checking import wrong_in
from tools.languages.gathering import gather


def test_every_text_of_the_code_is_in_the_template():
    found = gather()

    assert not found.faults
    assert books.drawn_pot(found) == books.POT.read_text("utf-8"), "Run: tools/texts extract"


@pytest.mark.parametrize("language", [one for one in SHIPPED if one != "en"])
def test_a_shipped_language_lacks_no_text(language):
    assert wrong_in(language) == []


@pytest.mark.parametrize("language", [*WRITTEN, "pt_BR", "ru", "cs", "lt", "he", "cy", "sl"])
def test_numbers_take_the_forms_that_unicode_gives_them(language):
    forms, unicodes = plural_forms(language), Locale.parse(language).plural_form
    gettexts = c2py(forms.rule)

    for number in range(1201):
        assert forms.categories[gettexts(number)] == unicodes(number), number


@pytest.mark.gettext
@pytest.mark.parametrize("language", books.languages())
def test_gettext_finds_nothing_wrong_in_a_catalogue(language):
    command = [need("msgfmt"), "--check-format", "--check-domain", "-o", "/dev/null", books.po_of(language)]

    assert subprocess.run(command, capture_output=True, text=True, check=False).stderr == ""


@pytest.mark.gettext
@pytest.mark.parametrize("language", [*WRITTEN, "pt_BR", "ru", "cy"])
def test_gettext_takes_the_plural_forms_of_a_language(language, tmp_path):
    forms, po = plural_forms(language), tmp_path / "made.po"
    head = f"Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: {forms.header}\\n"
    texts = "\n".join(f'msgstr[{number}] "x"' for number in range(len(forms.categories)))
    po.write_text(f'msgid ""\nmsgstr "{head}"\n\nmsgid "a"\nmsgid_plural "b"\n{texts}\n')

    run = subprocess.run(
        [need("msgfmt"), "--check-header", "-o", "/dev/null", po], capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stderr
