"""Why something went wrong with a mail: kept as a code with values, read in the reader's language."""

import ast
import re
from pathlib import Path

import pytest

from app.nouns.event import SYSTEM, Event
from app.nouns.reasons import END, START, Told, cut, readable, reason, verbatim
from app.text import languages
from app.text.catalogue import Catalogues, TextKey
from app.text.languages import speaking
from app.text.reason_words import sentence
from mail.mailboxes.errors import MessageUnfetchable

GERMAN = {
    "The mail server took too long.": "Der Mailserver war zu langsam.",
    "%(host)s:%(port)s cannot be reached (“%(why)s”).": "%(host)s:%(port)s ist nicht erreichbar („%(why)s“).",
}


@pytest.fixture
def german(monkeypatch):
    """A desk that speaks a few German texts."""
    spoken = Catalogues()
    spoken.lay_over("de", {TextKey("", text): (words,) for text, words in GERMAN.items()}, 1)
    monkeypatch.setattr(languages, "catalogues", spoken)


def test_each_reader_gets_the_sentence_in_their_own_language(german):
    kept = reason("smtp_unreachable", host="mail.example", port=587, why="Connection refused")

    with speaking("de"):
        assert readable(kept) == "mail.example:587 ist nicht erreichbar („Connection refused“)."
    assert readable(kept) == "mail.example:587 cannot be reached (“Connection refused”)."


def test_a_fault_is_kept_as_a_code_and_told_to_whoever_reads_it(german):
    fault = Told(reason("smtp_slow"))

    with speaking("de"):
        assert str(fault) == "Der Mailserver war zu langsam."
    assert str(fault) == "The mail server took too long."
    assert "slow." not in fault.words


def test_an_event_tells_the_reason_in_the_language_of_who_hears_it(german):
    event = Event(1, "message.delivery", 0, SYSTEM, details={"server_said": reason("smtp_slow"), "tries": 2})

    with speaking("de"):
        assert event.as_json()["server_said"] == "Der Mailserver war zu langsam."
    assert event.as_json()["tries"] == 2


@pytest.mark.parametrize(
    "text", ["", "550 5.1.1 No such user", "New tickets by email are held for review.", "100% full", '["x"]']
)
def test_a_servers_words_and_an_older_desks_sentences_stay_as_they_are(text):
    assert readable(text) == text


def test_a_servers_words_stand_beside_the_desks():
    assert readable(f"{reason('no_mail_of_ours')} 550 gone") == "It does not refer to any email of ours. 550 gone"


def test_nobody_elses_words_pass_for_the_desks():
    forged = verbatim(reason("called_spam"))

    assert "Somebody" not in readable(forged)


def test_values_cannot_end_the_reason_or_be_taken_for_a_place(german):
    odd = f'a{END}b{START}c"\\ %(host)s 100%'

    assert readable(reason("file_gone", name=odd)) == f"The file “{odd}” no longer exists."


def test_a_reason_has_room_in_its_column_and_is_never_cut_in_two():
    long = reason("smtp_unreachable", host="h" * 900, port=25, why='"' * 900)

    assert len(long) < 500
    assert "cannot be reached" in readable(cut(long + "x" * 900, 500))
    assert readable(cut("x" * 300 + long, 500)) == "x" * 300


@pytest.mark.parametrize("kept", ['["unheard_of", {"a": "one"}]', '["smtp_silent", {}]', "[]", "no json", "[1, 2, 3]"])
def test_what_this_desk_does_not_know_is_shown_and_stops_nothing(kept):
    assert readable(f"{START}{kept}{END}")


def reasons_given():
    """Every `reason("code", value=…)` of the desk: code, names of its values, where it stands."""
    for path in sorted(file for room in ("app", "mail", "web") for file in Path(room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "reason":
                code = node.args[0].value if isinstance(node.args[0], ast.Constant) else ast.unparse(node.args[0])
                yield code, {keyword.arg for keyword in node.keywords}, f"{path}:{node.lineno}"


def test_every_reason_that_the_desk_gives_has_words_and_all_that_they_name():
    given = list(reasons_given())

    assert len(given) > 70
    for code, values, where in given:
        assert sentence(code), where
        named = set(re.findall(r"%\((\w+)\)s", sentence(code)))
        assert None in values or named == values, where  # None: `**facts`


def test_a_mail_servers_silence_is_told_in_the_language_of_who_asks(german):
    fault = MessageUnfetchable("7", reason("smtp_slow"))

    with speaking("de"):
        assert str(fault).endswith("Der Mailserver war zu langsam.")
    assert str(fault) == "Message 7 could not be fetched: The mail server took too long."
