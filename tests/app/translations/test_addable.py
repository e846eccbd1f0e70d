"""Languages that a desk can be given."""

from app.translations.addable import addable_codes, addable_languages


def test_languages_are_named_for_the_reader_and_found_with_their_scripts():
    names = addable_languages("de")

    assert names["cs"] == "Tschechisch"
    assert names["zh_Hant"] == "Chinesisch (Traditionell)"
    assert names["pt_BR"] == "Portugiesisch (Brasilien)"
    assert "tlh" not in names
    assert len(addable_codes()) > 300
