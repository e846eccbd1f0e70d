"""From in the spellings that mail servers read differently: shown, kept, never taken at its word."""

import pytest

from mail.judging.sender_doubts import is_nobodys
from mail.letter.letter import LetterKind
from mail.reader.letters import read_letter

FIRST = "a@guest.example"
ODD = [
    b"a@guest.example@evil.example",
    b"a@guest.example\0@evil.example",
    b"a@guest.example\x0b@evil.example",
    b"a@guest.example\x7f",
    b"a@guest.example @evil.example",
    b"a@guest.example\t@evil.example",
    b"a@guest.example\\@evil.example",
    b"a@guest.example'@evil.example",
    b"a@guest.example(@evil.example)",
    b"a@guest.example (@evil.example)",
    b"a(b)@guest.example",
    b"a@guest.example x@evil.example",
    b"a@guest.example, x@evil.example",
    b"a@guest.example;x@evil.example",
    b"<a@guest.example><x@evil.example>",
    b"A <a@guest.example> X <x@evil.example>",
    b"A <a@guest.example> x@evil.example",
    b"<<a@guest.example>>",
    b"A <a @guest.example>",
    b"A <a@guest.example",
    b"mailto:a@guest.example",
    b'"a@guest.example',
    b"<@evil.example:a@guest.example>",
    b"<@evil.example,@b.example:a@guest.example>",
    b"Friends: a@guest.example;",
    b"Friends: a@guest.example, x@evil.example;",
    b"=?utf-8?q?a=40guest.example?=",
    b"=?utf-8?q?A_=3Ca=40guest.example=3E?=",
]
PLAIN = [
    b"a@guest.example",
    b"<a@guest.example>",
    b"A<a@guest.example>",
    b"Helena Brandt <a@guest.example>",
    b'"Brandt, Helena" <a@guest.example>',
    b"Brandt, Helena <a@guest.example>",
    b"a@guest.example (Helena Brandt)",
    b"Helena (work) <a@guest.example>",
    b"a@guest.example <a@guest.example>",
    b"'a@guest.example' <A@guest.example>",
    b'"a@guest.example" <a@guest.example>',
    b"=?utf-8?b?SGVsZW5h?= <a@guest.example>",
    b"H\xc3\xa9lena <a@guest.example>",
    b"H\xe9lena <a@guest.example>",
    b"Dr. H. Brandt [Aurora] <a@guest.example>",
    b"Max via Booking: Team <a@guest.example>",
    b'"He \\"L\\" B" <a@guest.example>',
    b'"john smith"@guest.example',
    b"a@b\xc3\xbccher.example",
    b"\xd0\x98 <\xd0\xb8@\xd0\xbf\xd1\x80.\xd1\x80\xd1\x84>",
    b"o'brien+x=y@guest.example",
]


def read(sender: bytes):
    return read_letter(b"From: " + sender + b"\nTo: desk@aurora.example\nSubject: Hello\n\nWords")


@pytest.mark.parametrize("sender", ODD)
def test_s52_an_odd_from_shows_its_first_mailbox_and_is_nobodys(sender):
    letter = read(sender)

    assert (letter.from_email, letter.kind) == (FIRST, LetterKind.MESSAGE)
    assert is_nobodys(letter)


@pytest.mark.parametrize(
    "sender",
    [
        b'"a@guest.example"@evil.example',
        b"a@guest.example <x@evil.example>",
        b"=?utf-8?q?a=40guest.example?=@evil.example",
        b"a@\xef\xbd\x87uest.example",  # a full-width letter, which the DNS reads as the plain one
        b"<\xe2\x84\xaa@guest.example>",  # the sign of Kelvin, which is a small k where case does not count
        b"<k@\xe2\x84\xaag.example>",
        b"a@gu\xe9st.example",  # in no charset that the header names
        b"a@[192.0.2.1]",
        b"MAILER-DAEMON",
    ],
)
def test_s52_what_a_server_may_read_otherwise_is_nobodys(sender):
    letter = read(sender)

    assert is_nobodys(letter)
    assert letter.from_email != FIRST
    assert letter.kind is not LetterKind.BROKEN


@pytest.mark.parametrize("sender", PLAIN)
def test_a_plain_from_is_taken_at_its_word(sender):
    assert not is_nobodys(read(sender))


def test_s52_an_encoded_word_never_becomes_an_address_beside_raw_letters():
    letter = read(b"\xc3\xa9 =?utf-8?q?=3Ca=40guest.example=3E?= <x@evil.example>")

    assert letter.from_email == "x@evil.example"
    assert letter.unverified == ["name_is_address"]


@pytest.mark.parametrize(
    "sender", [b"a @ guest.example", b"A <a@ guest . example>", b"a @ guest.example (A)", b"a\t@\r\n guest.example"]
)
def test_s52_blanks_around_the_one_at_are_closed_up_and_proved_by_nothing(sender):
    letter = read(sender)

    assert letter.from_email == FIRST
    assert is_nobodys(letter)


@pytest.mark.parametrize("sender", [b"a @ guest.example @ evil.example", b"Helena a @ guest.example", b"Meet @ noon"])
def test_s52_blanks_beside_anything_more_are_no_address(sender):
    assert read(sender).from_email == ""
