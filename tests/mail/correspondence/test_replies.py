# ruff: noqa: RUF001 - signs of many languages look like Latin ones
"""Answers of ten mail programs in twenty-four languages, with both halves, as text alone, and as a page alone."""

import pytest

from mail.letter.letter import Letter, LetterKind
from mail.reader.letters import read_letter
from tests.mail.correspondence.attributions import APPLE, GMAIL, GMAIL_ELSEWHERE, THUNDERBIRD, YAHOO
from tests.mail.correspondence.clients import CLIENTS, EMAIL, NAME, Reply, raw_mail
from tests.mail.correspondence.languages import WORDS

LINES = [(line, language) for lines in (GMAIL, APPLE, THUNDERBIRD, YAHOO) for language, line in lines.items()]


def read(text: str, html: str = "", subject: str = "Re: Your booking") -> Letter:
    return read_letter(raw_mail(Reply(text, html, ()), subject=subject))


def missing(letter: Letter, *words: str) -> list[str]:
    """Which of the words the operator would not see; white space aside."""
    seen = "".join(letter.text.split())
    return [one for one in words if "".join(one.split()) not in seen]


def parts_of(reply: Reply) -> list[Reply]:
    alone = [reply._replace(html=""), reply._replace(text="")] if reply.html and reply.text else []
    return [reply, *alone]


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("client", CLIENTS)
def test_an_answer_is_shown_whole_and_its_history_is_folded(client, language):
    words = WORDS[language]

    for reply in parts_of(CLIENTS[client](language)):
        letter = read_letter(raw_mail(reply))

        assert letter.kind is LetterKind.MESSAGE
        assert missing(letter, words.first, words.second, words.greeting) == []
        assert [one for one in reply.hidden if one in letter.text] == []
        assert words.history in letter.whole_text
        assert reply.html == "" or words.history in (letter.html_quoted or "")


@pytest.mark.parametrize(("line", "language"), LINES, ids=lambda value: value if value in WORDS else "")
def test_a_programs_line_parts_also_a_history_without_marks(line, language):
    words, line = WORDS[language], line.format(name=NAME, email=EMAIL)

    letter = read(f"{words.first}\n\n{words.second}\n\n{line}\n\n{words.history}\n{words.history}\n")

    assert missing(letter, words.first, words.second) == []
    assert words.history not in letter.text
    assert letter.quoted.count(words.history) == 2


@pytest.mark.parametrize(("line", "language"), LINES, ids=lambda value: value if value in WORDS else "")
def test_answers_between_and_below_quotes_are_all_shown(line, language):
    words, line = WORDS[language], line.format(name=NAME, email=EMAIL)

    between = read(
        f"{line}\n\n> {words.history}\n\n{words.first}\n\n> {words.history}\n\n{words.second}\n\n{words.greeting}\n"
    )
    below = read(f"{line}\n\n> {words.history}\n> {words.history}\n\n{words.first}\n\n{words.greeting}\n")

    assert missing(between, words.first, words.second, words.greeting, words.history) == []
    assert missing(below, words.first, words.greeting) == []
    assert words.history not in below.text


@pytest.mark.parametrize("language", GMAIL_ELSEWHERE)
@pytest.mark.parametrize("mark", ["> ", ""], ids=["marked", "bare"])
def test_gmails_line_is_known_in_languages_that_the_desk_does_not_speak(mark, language):
    line = GMAIL_ELSEWHERE[language].format(name=NAME, email=EMAIL)

    letter = read(f"Own words.\n\nMore of them.\n\n{line}\n\n{mark}history\n{mark}history\n")

    assert letter.text == "Own words.\n\nMore of them."


@pytest.mark.parametrize(
    "said",
    ["See my answers below in red.", "Meine Antworten stehen unten im Text.", "Mes réponses sont ci-dessous, en rouge.", "我的回复在下面，用红色标出。", "Ответы ниже в тексте."],
    ids=["en", "de", "fr", "zh", "ru"],
)  # fmt: skip
def test_who_says_that_answers_stand_in_the_history_is_shown_with_it(said):
    text = (
        f"{said}\n\nFrom: {NAME} <{EMAIL}>\nSent: 3 March 2026 09:58\nTo: h\nSubject: x\n\nWhich room? THE BLUE ONE\n"
    )
    page = f'<div>{said}</div><div class="gmail_quote"><blockquote class="gmail_quote">Which room? <b>THE BLUE ONE</b></blockquote></div>'

    assert missing(read(text), said, "THE BLUE ONE") == []
    assert missing(read("", page), said, "THE BLUE ONE") == []
    assert read("", page).html_own is None


@pytest.mark.parametrize("text", ["", " \n\n ", "\n-- \n", ">\n> \n"], ids=["empty", "blank", "dashes", "marks"])
def test_a_letter_without_words_is_a_letter_without_words(text):
    letter = read(text)

    assert letter.kind is LetterKind.MESSAGE
    assert not any(char.isalnum() for char in letter.text)
