"""Texts for scripts: a count comes in every plural form of the reader's language."""

import pytest

from app.text.languages import ngettext, speaking
from app.text.lists import listed
from app.text.plural_categories import example_counts
from web.pages.words import each_form

CATEGORIES = {
    "en": {"one", "other"},
    "pl": {"one", "few", "many", "other"},
    "fr": {"one", "many", "other"},
    "ar": {"zero", "one", "two", "few", "many", "other"},
    "ja": {"other"},
}


@pytest.mark.parametrize(("language", "categories"), CATEGORIES.items())
def test_a_script_gets_a_form_for_every_category_of_the_language(language, categories):
    with speaking(language):
        forms = each_form(lambda count: ngettext("%(count)s ticket", "%(count)s tickets", count))

    assert set(forms) == categories


def test_english_has_one_ticket_and_more_tickets():
    with speaking("en"):
        forms = each_form(lambda count: ngettext("%(count)s ticket", "%(count)s tickets", count))

    assert forms == {"one": "%(count)s ticket", "other": "%(count)s tickets"}


def test_an_untranslated_text_is_singular_for_one_where_zero_is_of_the_same_form():
    assert example_counts("fr")["one"] == 1


@pytest.mark.parametrize(
    ("language", "names"), [("en", "Anna, Ben and Carla"), ("de", "Anna, Ben und Carla"), ("ja", "Anna、Ben、Carla")]
)
def test_names_are_joined_as_the_language_does(language, names):
    with speaking(language):
        assert listed(["Anna", "Ben", "Carla"]) == names
