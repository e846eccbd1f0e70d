"""Each letter of `letters/` is read as `letters/expected.json` says: clients and languages, charsets, files, kinds.

`own` must be in the text (white space aside), `not_own` must not; `is` names attributes and their values.
"""

import json
from pathlib import Path

import pytest

from mail.letter.letter import Letter
from mail.reader.letters import read_letter

LETTERS = Path(__file__).parents[1] / "letters"
EXPECTED = json.loads((LETTERS / "expected.json").read_text(encoding="utf-8"))


def _letter(name: str) -> Letter:
    return read_letter((LETTERS / f"{name}.eml").read_bytes())


def _having(key: str) -> list[str]:
    return sorted(name for name, expected in EXPECTED.items() if key in expected)


def test_every_letter_has_its_expectation():
    assert {path.stem for path in LETTERS.glob("*.eml")} == set(EXPECTED)


@pytest.mark.parametrize("name", _having("own"))
def test_what_the_person_wrote_is_shown(name):
    text = "".join(_letter(name).text.split())

    assert [words for words in EXPECTED[name]["own"] if "".join(words.split()) not in text] == []


@pytest.mark.parametrize("name", _having("not_own"))
def test_history_and_signature_are_parted_from_it_and_kept(name):
    letter = _letter(name)

    assert [words for words in EXPECTED[name]["not_own"] if words in letter.text] == []
    if name.startswith(("reply_", "history_", "signature_")):
        assert [words for words in EXPECTED[name]["not_own"] if words not in letter.quoted] == []


@pytest.mark.parametrize("name", _having("html_split"))
def test_html_is_parted_only_where_a_client_marked_it_surely(name):
    letter = _letter(name)

    assert (letter.html_own is not None) is EXPECTED[name]["html_split"]
    if letter.html_own is not None:
        assert letter.html_own + letter.html_quoted == letter.html
        assert "restart" not in letter.html_own


@pytest.mark.parametrize("field", ["subject", "kind", "from_email", "from_name"])
def test_headers_and_kind_are_read(field):
    wrong = {
        name: getattr(_letter(name), field)
        for name in _having(field)
        if getattr(_letter(name), field) != EXPECTED[name][field]
    }

    assert wrong == {}


@pytest.mark.parametrize("name", _having("attachments"))
def test_files_are_kept_under_clean_names(name):
    assert [file.name for file in _letter(name).attachments] == EXPECTED[name]["attachments"]


@pytest.mark.parametrize("name", _having("failed"))
def test_failed_addresses_of_a_bounce_are_named(name):
    letter = _letter(name)

    assert letter.failed_recipients == EXPECTED[name]["failed"]


@pytest.mark.parametrize("name", _having("bounce"))
def test_a_bounce_says_what_became_of_the_address(name):
    action, status, diagnostic = EXPECTED[name]["bounce"]

    first = _letter(name).bounced[0]

    assert (first.action, first.status) == (action, status)
    assert diagnostic in first.diagnostic


@pytest.mark.parametrize("name", _having("calendar"))
def test_an_invitation_is_read_for_its_card(name):
    card = _letter(name).invitation

    assert [card.method, card.summary, card.start, card.time_zone, card.location, card.organizer] == EXPECTED[name][
        "calendar"
    ]


@pytest.mark.parametrize("name", _having("is"))
def test_the_other_attributes_hold(name):
    letter = _letter(name)

    assert {key: getattr(letter, key) for key in EXPECTED[name]["is"]} == EXPECTED[name]["is"]
