"""A translation that cannot be filled, or loses what the English says, is refused with the reason."""

import pytest

from app.text.translating.fitting import faults
from app.text.translating.plural_forms import plural_forms

GERMAN, ARABIC = plural_forms("de"), plural_forms("ar")


@pytest.mark.parametrize(
    ("english", "translation"),
    [
        ("Use %(most)d days.", "%(most)d Tage."),
        ("%(rate)s %% done", "%(rate)s %% fertig"),
        ("100 % sure", "100 % sicher"),
        ("{} is too large.", "{} ist zu groß."),
        ("Answer of %(name)s: ", "Antwort von %(name)s: "),
    ],
)
def test_one_that_fits_is_taken(english, translation):
    assert faults(english, "", (translation,), GERMAN) == []


@pytest.mark.parametrize(
    ("english", "translation", "reason"),
    [
        ("By %(name)s", "Von", "missing: %(name)s"),
        ("By %(name)s", "Von %(name)s und %(other)s", "unknown placeholder: %(other)s"),
        ("By %(name)s", "Von %(name) und %(name)s", "neither"),
        ("By %(name)s", "Von %(name)s, 5 %", "neither"),
        ("By %(name)s", "Von %(name)s, %(name)r", "neither"),
        ("%(rate)s %%", "%%(rate)s", "missing: %(rate)s"),
        ("Done", "Fertig: 5 %", "percent sign"),
        ("100 % sure", "100 % %(sure)s", "placeholder"),
        ("{} is too large.", "Zu groß.", "missing: {}"),
        ("Answer: ", "Antwort:", "white space"),
        ("One\nTwo", "Eins Zwei", "line breaks"),
        ("Done", " ", "empty"),
    ],
)
def test_one_that_does_not_is_refused_with_the_reason(english, translation, reason):
    assert reason in "; ".join(faults(english, "", (translation,), GERMAN))


def test_a_form_that_serves_one_number_alone_may_say_it_as_a_word():
    english = ("%(num)s file", "%(num)s files")

    assert faults(*english, ("Eine Datei", "%(num)s Dateien"), GERMAN) == []
    assert faults(*english, ("صفر", "واحد", "اثنان", "%(num)s", "%(num)s", "%(num)s"), ARABIC) == []
    assert faults(*english, ("صفر", "واحد", "اثنان", "%(num)s", "كثير", "%(num)s"), ARABIC) == [
        "form 4 (many): placeholder missing: %(num)s"
    ]
    assert faults(*english, ("Un fichier", "%(num)s fichiers"), plural_forms("fr")) != []  # also for none
    assert faults("One file", "%(num)s files", ("Eine Datei", "%(num)s Dateien"), GERMAN) == []
    assert faults(*english, ("Dateien",), GERMAN) == ["2 text(s) needed, 1 given"]
