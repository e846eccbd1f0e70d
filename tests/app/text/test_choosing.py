import pytest

from app.text.choosing import accepted_language, nearest

KNOWN = ["en", "de", "fi", "pt_BR", "ar"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("pt-br", "pt_BR"),
        ("pt", "pt_BR"),
        ("pt_PT", "pt_BR"),
        ("AR_EG", "ar"),
        ("fil", None),  # no Finnish
        ("nl", None),
        ("", None),
        ("*", None),
    ],
)
def test_a_language_is_met_by_the_nearest_that_the_desk_speaks(wanted, expected):
    assert nearest(wanted, KNOWN) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "en"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("nl,de;q=0.5", "de"),
        ("en;q=0.1, de;q=0.9", "de"),
        ("en;Q=0.1, de;Q=0.9", "de"),
        ("de;q=0, en", "en"),
        ("pt-BR", "pt_BR"),
        ("*", "en"),
        ("de;q=abc", "en"),
        (",,;;q=", "en"),
        ("x" * 5000, "en"),
    ],
)
def test_the_browsers_wish_is_met_where_there_is_a_catalogue(header, expected):
    assert accepted_language(header, KNOWN) == expected
