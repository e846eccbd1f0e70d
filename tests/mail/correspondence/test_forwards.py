"""What a person sends on is what they send: a forward is shown whole, whatever the language and the program."""

import pytest

from mail.reader.letters import read_letter
from tests.mail.correspondence.clients import EMAIL, GUEST, NAME
from tests.mail.correspondence.header_blocks import FORWARDED, OUTLOOK
from tests.mail.correspondence.languages import WORDS
from tests.mail.correspondence.test_replies import missing, read

SUBJECTS = ["Fwd: Booking", "Booking"]
OUTLOOKS = {
    "en": "FW: ", "de": "WG: ", "fr": "TR: ", "es": "RV: ", "it": "I: ", "pt": "ENC: ", "nl": "FW: ", "pl": "PD: ", "sv": "VB: ", "da": "VS: ", "no": "VS: ", "fi": "VL: ",
    "cs": "FW: ", "hu": "FW: ", "ro": "FW: ", "ru": "FW: ", "uk": "FW: ", "el": "ΠΡΘ: ", "tr": "İLT: ", "ja": "FW: ", "zh": "转发: ", "ko": "FW: ", "ar": "إعادة توجيه: ", "he": "הועבר: ",
}  # fmt: skip


def head_of(language: str) -> str:
    head, sender, date, subject, to = FORWARDED[language]
    return f"---------- {head} ---------\n{sender} {NAME} <{EMAIL}>\n{date} 3 Mar 2026\n{subject} Booking\n{to} <{GUEST}>\n"


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("language", FORWARDED)
def test_a_forward_is_shown_whole_with_the_words_above_it_and_without_any(language, subject):
    words = WORDS[language]
    page = (
        f'<div dir="ltr">{words.first}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f"{'<br>'.join(head_of(language).replace('<', '&lt;').split(chr(10)))}</div><br>{words.history}</div>"
    )

    for letter in (
        read(f"{words.first}\n\n{head_of(language)}\n\n{words.history}\n", subject=subject),
        read("", page, subject=subject),
        read(f"{words.first}\n\n{head_of(language)}\n\n{words.history}\n", page, subject=subject),
    ):
        assert missing(letter, words.first, words.history, EMAIL) == []
        assert letter.html_own is None
    assert missing(read(f"{head_of(language)}\n\n{words.history}\n", subject=subject), words.history, EMAIL) == []


@pytest.mark.parametrize("language", OUTLOOKS)
def test_outlooks_forward_is_told_by_its_subject(language):
    words = WORDS[language]
    sender, date, to, subject = OUTLOOK[language]
    block = f"{sender} {NAME} <{EMAIL}>\n{date} 3 Mar 2026 09:58\n{to} {GUEST}\n{subject} Booking\n"

    forward = read(f"{words.first}\n\n{block}\n{words.history}\n", subject=f"{OUTLOOKS[language]}Booking")
    answer = read(f"{words.first}\n\n{block}\n{words.history}\n", subject=f"Re: {OUTLOOKS[language]}Booking")

    assert missing(forward, words.first, words.history, EMAIL) == []
    assert answer.text == words.first


def test_in_finnish_vs_is_no_forward_but_an_answer():
    words, (sender, date, to, subject) = WORDS["fi"], OUTLOOK["fi"]
    block = f"{sender} {NAME} <{EMAIL}>\n{date} 3. maaliskuuta 2026 9:58\n{to} {GUEST}\n{subject} Varaus\n"

    letter = read(f"{words.first}\n\n{block}\n{words.history}\n", subject="VS: Varaus")

    assert letter.text == words.first


def test_words_below_a_forward_are_shown_with_it():
    letter = read(f"{head_of('en')}\nthe hotel's words\n\nIs that true?\n", subject="Fwd: Booking")

    assert missing(letter, "the hotel's words", "Is that true?") == []


def test_a_message_sent_on_as_a_file_without_a_word_is_shown_and_kept():
    inner = f"From: {NAME} <{EMAIL}>\nSubject: =?utf-8?q?Best=C3=A4tigung?=\nContent-Type: text/html; charset=utf-8\n\n<p>Zimmer 12.</p>"
    head = f"From: <{GUEST}>\nSubject: Fwd: x\nMessage-ID: <1@guest.example>\n"
    raw = f"{head}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"

    letter = read_letter(raw.encode())

    assert missing(letter, EMAIL, "Bestätigung", "Zimmer 12.") == []
    assert [one.name for one in letter.attachments] == ["Bestätigung.eml"]
